import type { Command } from 'commander';
import { connectorDocument, connectorTable } from './connector-table.ts';
import { explainScreen } from './explain-screen.ts';
import { findConnector } from './find-connector.ts';
import type { Invocation } from './invocation.ts';
import { jsonDocument } from './json-document.ts';
import { tableOrJsonOption, textOrJsonOption } from './text-or-json.ts';
import { parseMoment, type TimeArgument } from './time-arguments.ts';
import { refuseWord } from './unknown-word.ts';
import { wordsOf } from './words-of.ts';

interface ExplainOptions {
  readonly at?: TimeArgument;
  readonly format: 'text' | 'json';
}

async function list(format: 'table' | 'json', invocation: Invocation): Promise<void> {
  await invocation.withSession([], async (session) => {
    const { output, means } = invocation;
    const { connectors } = await session.operations.scan(undefined, means.signal);
    if (format === 'json') return output.print(jsonDocument(connectors.map(connectorDocument)));
    await output.print(connectorTable(connectors, 'all', invocation.screen(session)));
    if (connectors.length === 0) output.tell(wordsOf(session.rendering.locale).noConnectors);
  });
}

async function explain(word: string | undefined, options: ExplainOptions, invocation: Invocation): Promise<void> {
  await invocation.withSession([], async (session) => {
    const { output, means } = invocation;
    const at = options.at?.(means.clock.now(), session.rendering.offsetMinutes);
    const { connectors } = await session.operations.scan(at, means.signal);
    const chosen = word === undefined ? connectors : [findConnector(word, connectors)];
    if (options.format === 'json') return output.print(jsonDocument(word === undefined ? chosen : chosen[0]));
    const screen = invocation.screen(session);
    await output.print(chosen.map((explanation) => explainScreen(explanation, screen)).join('\n'));
    if (chosen.length === 0) output.tell(wordsOf(session.rendering.locale).noConnectors);
  });
}

/** `mailcertd connectors`: what needs certificates, and which each would present. */
export function addConnectors(program: Command, invocation: Invocation): void {
  const connectors = program.command('connectors').description('the connectors, and what each presents');
  connectors
    .command('list', { isDefault: true })
    .description('every connector, in the order of the configuration')
    .argument('[command...]')
    .usage('[options]')
    .addOption(tableOrJsonOption())
    .action((words: readonly string[], { format }: { readonly format: 'table' | 'json' }) => {
      refuseWord(words[0], connectors);
      return list(format, invocation);
    });
  connectors
    .command('explain')
    .description('what a connector presents and why, step by step; without a name, all')
    .argument('[name]', 'its name, the front of it, or its FQDN')
    .option('--at <time>', 'judge for another time: an instant, or +30d', parseMoment)
    .addOption(textOrJsonOption())
    .action((word: string | undefined, options: ExplainOptions) => explain(word, options, invocation));
}
