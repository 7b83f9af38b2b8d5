import type { Command } from 'commander';
import { OVERVIEW_COMMANDS } from '../../src/adapters/cli/screens/overview-commands.ts';
import type { Locale } from '../../src/domain/text/locale.ts';
import { inLanguage } from '../../src/domain/text/phrase.ts';
import { describeExample, renderOptions, usageOf, visibleCommands } from './command-reference.ts';
import { escapeRoff } from './escape-roff.ts';
import { MAN_PHRASES } from './man-phrases.ts';
import type { ManualName } from './manual-of.ts';
import { introductionOf, type PageSources, programIn, readDocument, sectionOf, tableOf } from './page-sources.ts';
import type { Block } from './parse-markdown.ts';
import { type DocumentContext, renderBlocks, renderTable } from './render-document.ts';
import { RoffPage } from './roff-page.ts';
import { manualReference, renderSeeAlso } from './see-also.ts';

/** Label of the item about exit codes, in the rules for all commands. */
const EXIT_CODES = '**Exit codes**: ';
const FIRST_STEPS = 'First steps';
const RULES = 'Rules for all commands';
const COMMANDS_PAGE = 'docs/commands/README.md';
const INSTALL_PAGE = 'docs/install.md';

/** The introductions of the program. */
const README: Readonly<Record<Locale, string>> = { en: 'README.md', ja: 'README.ja.md' };

/** The index of the documents. */
const DOCUMENTS: Readonly<Record<Locale, string>> = { en: 'docs/README.md', ja: 'docs/ja/README.md' };

/** Languages of the documents about commands. */
const DOCUMENTED: readonly Locale[] = ['en'];

/** Returns the page of the program, and one for each of its commands, by name. */
export function commandPages(sources: PageSources, locale: Locale): ReadonlyMap<string, string> {
  const program = programIn(locale);
  const commands = visibleCommands(program);
  return new Map([
    ['mailcertd', programPage(sources, locale, program)],
    ...commands.map(
      (command) => [`mailcertd-${command.name()}`, commandPage(sources, locale, program, command)] as const,
    ),
  ]);
}

function begin(sources: PageSources, locale: Locale, name: string, description: string): RoffPage {
  const { date, version } = sources;
  const page = new RoffPage({ name, section: 1, locale, date, version });
  page.name(inLanguage(MAN_PHRASES, locale).name, name, description);
  return page;
}

/** Returns the page mailcertd(1). */
function programPage(sources: PageSources, locale: Locale, program: Command): string {
  const words = inLanguage(MAN_PHRASES, locale);
  const page = begin(sources, locale, 'mailcertd', program.description());
  const context = { page: README[locale], encoding: page.encoding, links: new Set<string>() };
  page.heading(words.synopsis);
  page.brokenLines([usageOf(program, page.encoding)]);
  page.heading(words.description);
  renderBlocks(introductionOf(readDocument(sources, README[locale])), page, context);
  if (DOCUMENTED.includes(locale)) {
    const commandsPage = readDocument(sources, COMMANDS_PAGE);
    for (const heading of [FIRST_STEPS, RULES]) {
      page.subheading(heading);
      renderBlocks(withoutExitCodes(sectionOf(commandsPage, heading)), page, { ...context, page: COMMANDS_PAGE });
    }
  }
  page.heading(words.commands);
  const commands = visibleCommands(program);
  const overview = OVERVIEW_COMMANDS.map(({ command }) => command);
  context.links.add(DOCUMENTS[locale]);
  for (const command of commands) {
    const term = manualReference(`mailcertd-${command.name()}(1)`);
    page.term(term, [escapeRoff(command.description(), page.encoding)]);
  }
  page.heading(words.options);
  renderOptions(program, page);
  if (DOCUMENTED.includes(locale)) {
    renderExitStatus(sources, page, locale, context);
    renderFiles(sources, page, locale, context);
  }
  renderExamples(page, locale, program, overview);
  const manuals: readonly ManualName[] = commands.map((command) => `mailcertd-${command.name()}(1)` as const);
  renderSeeAlso(page, locale, {
    self: 'mailcertd(1)',
    manuals: [...manuals, 'mailcertd.yaml(5)', 'mailcertd-events(7)'],
    links: context.links,
  });
  return page.toString();
}

/** Returns the page of a command with its subcommands. */
function commandPage(sources: PageSources, locale: Locale, program: Command, command: Command): string {
  const words = inLanguage(MAN_PHRASES, locale);
  const name = `mailcertd-${command.name()}`;
  const page = begin(sources, locale, name, command.description());
  const { encoding } = page;
  const subcommands = visibleCommands(command);
  const usages = isCommandItself(command) ? [command, ...subcommands] : subcommands;
  const context = { page: `docs/commands/${command.name()}.md`, encoding, links: new Set<string>() };
  const document = DOCUMENTED.includes(locale) ? readDocument(sources, context.page) : [];
  const sections = splitSections(document, command, subcommands);

  page.heading(words.synopsis);
  page.brokenLines(usages.map((usage) => usageOf(usage, encoding)));
  page.heading(words.description);
  if (sections.description.length === 0) page.paragraph(escapeRoff(command.description(), encoding));
  renderBlocks(sections.description, page, context);
  if (subcommands.length > 0) page.heading(words.commands);
  for (const subcommand of subcommands) {
    page.subheading(usageOf(subcommand, encoding));
    page.paragraph(escapeRoff(subcommand.description(), encoding));
    renderOptions(subcommand, page);
    renderBlocks(sections.bySubcommand.get(subcommand) ?? [], page, context);
  }
  page.heading(words.options);
  if (isCommandItself(command)) renderOptions(command, page);
  page.paragraph(`${words.globalOptions} ${manualReference('mailcertd(1)')}.`);
  if (DOCUMENTED.includes(locale)) {
    if (sections.exitCodes === undefined) renderExitStatus(sources, page, locale, context);
    else {
      page.heading(words.exitStatus);
      renderTable(sections.exitCodes, page, context);
    }
    if (command.name() === 'run') renderFiles(sources, page, locale, context);
  }
  const examples = [
    ...OVERVIEW_COMMANDS.map((each) => each.command),
    ...examplesIn(readDocument(sources, context.page)),
  ];
  renderExamples(
    page,
    locale,
    program,
    examples.filter((example) => example.split(' ')[1] === command.name()),
  );
  renderBlocks(sections.seeAlso, new RoffPage({ ...sources, name, section: 1, locale }), context);
  renderSeeAlso(page, locale, { self: `${name}(1)` as ManualName, manuals: ['mailcertd(1)'], links: context.links });
  return page.toString();
}

/** Returns whether a command does something without a subcommand other than `list`. */
function isCommandItself(command: Command): boolean {
  return visibleCommands(command).length === 0 || command.createHelp().visibleArguments(command).length > 0;
}

/** The parts of a document about a command. */
interface CommandSections {
  readonly description: readonly Block[];
  readonly bySubcommand: ReadonlyMap<Command, readonly Block[]>;
  readonly exitCodes: Extract<Block, { kind: 'table' }> | undefined;
  readonly seeAlso: readonly Block[];
}

function splitSections(document: readonly Block[], command: Command, subcommands: readonly Command[]): CommandSections {
  const description: Block[] = [];
  const bySubcommand = new Map<Command, readonly Block[]>();
  const seeAlso: Block[] = [];
  let exitCodes: CommandSections['exitCodes'];
  let target = description;
  for (const block of document) {
    if (block.kind === 'heading' && block.level <= 2) {
      const subcommand = subcommands.find((each) => block.text === `${command.name()} ${each.name()}`);
      target = description;
      if (block.text === 'See also') target = seeAlso;
      if (subcommand !== undefined) {
        target = [];
        bySubcommand.set(subcommand, target);
      }
      if (target !== description || block.level === 1) continue;
    }
    if (block.kind === 'table' && block.head[0] === 'exit code') exitCodes = block;
    else target.push(block);
  }
  return { description, bySubcommand, exitCodes, seeAlso };
}

function withoutExitCodes(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) =>
    block.kind === 'list' ? { ...block, items: block.items.filter((item) => !item.startsWith(EXIT_CODES)) } : block,
  );
}

function renderExitStatus(sources: PageSources, page: RoffPage, locale: Locale, context: DocumentContext): void {
  const rules = sectionOf(readDocument(sources, COMMANDS_PAGE), RULES);
  const items = rules.flatMap((block) => (block.kind === 'list' ? block.items : []));
  page.heading(inLanguage(MAN_PHRASES, locale).exitStatus);
  const item = items.find((each) => each.startsWith(EXIT_CODES)) ?? '';
  renderBlocks([{ kind: 'paragraph', text: item.slice(EXIT_CODES.length) }], page, { ...context, page: COMMANDS_PAGE });
}

function renderFiles(sources: PageSources, page: RoffPage, locale: Locale, context: DocumentContext): void {
  page.heading(inLanguage(MAN_PHRASES, locale).files);
  renderTable(tableOf(readDocument(sources, INSTALL_PAGE), 'Files'), page, { ...context, page: INSTALL_PAGE });
}

/** Returns the commands that a document runs, as typed. */
function examplesIn(blocks: readonly Block[]): readonly string[] {
  const lines = blocks.flatMap((block) => (block.kind === 'code' ? block.lines : []));
  return lines
    .map((line) => (line.startsWith('$ ') ? line.slice(2) : line))
    .filter((line) => line.startsWith('mailcertd ') && !line.endsWith(' --help'));
}

/** Adds commands, each with the description that its help has. */
function renderExamples(page: RoffPage, locale: Locale, program: Command, commands: readonly string[]): void {
  page.heading(inLanguage(MAN_PHRASES, locale).examples);
  for (const command of new Set(commands)) {
    const description = describeExample(command, program);
    page.term(`\\fB${escapeRoff(command, page.encoding)}\\fR`, [escapeRoff(description, page.encoding)]);
  }
}
