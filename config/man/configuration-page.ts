import { inLanguage } from '../../src/domain/text/phrase.ts';
import { type ConfigurationKey, configurationKeys } from './configuration-keys.ts';
import { escapeRoff } from './escape-roff.ts';
import { MAN_PHRASES } from './man-phrases.ts';
import { type PageSources, readDocument, tableOf } from './page-sources.ts';
import type { Block } from './parse-markdown.ts';
import { renderBlocks, renderInline, renderTable } from './render-document.ts';
import { RoffPage } from './roff-page.ts';
import { renderSeeAlso } from './see-also.ts';

const PAGE = 'docs/configuration.md';
const INSTALL_PAGE = 'docs/install.md';

/** Default of a key without one, as the schema has it. */
const NO_DEFAULT = '–';

/**
 * Returns the page mailcertd.yaml(5): the sections of docs/configuration.md, with the keys as the
 * schema describes them. Its source is English only.
 */
export function configurationPage(sources: PageSources): string {
  const { date, version } = sources;
  const words = inLanguage(MAN_PHRASES, 'en');
  const page = new RoffPage({ name: 'mailcertd.yaml', section: 5, locale: 'en', date, version });
  const context = { page: PAGE, encoding: page.encoding, links: new Set<string>() };
  page.name(words.name, 'mailcertd.yaml', words.configurationFile);
  const files = tableOf(readDocument(sources, INSTALL_PAGE), 'Files');
  const [configurationFile = []] = files.rows;
  page.heading(words.synopsis);
  page.paragraph(`\\fI${escapeRoff(configurationFile[0] ?? '')}\\fR`);
  page.heading(words.description);
  const keys = new Map(configurationKeys().map((key) => [`\`${key.key}\``, key]));
  const [title, ...blocks] = readDocument(sources, PAGE);
  if (title?.kind !== 'heading') throw new Error(`${PAGE} has no title`);
  for (const block of blocks) {
    if (isTableOfKeys(block)) {
      for (const [name = ''] of block.rows) {
        const key = keys.get(name);
        if (key === undefined) throw new Error(`${PAGE}: the schema has no key ${name}`);
        keys.delete(name);
        page.term(renderInline(name, context), [renderInline(textOf(key), context)]);
      }
    } else renderBlocks([block], page, context);
  }
  if (keys.size > 0) throw new Error(`${PAGE} lacks ${[...keys.keys()].join(', ')}`);
  page.heading(words.files);
  renderTable({ ...files, rows: [configurationFile] }, page, { ...context, page: INSTALL_PAGE });
  const manuals = ['mailcertd(1)', 'mailcertd-config(1)', 'mailcertd-events(7)'] as const;
  renderSeeAlso(page, 'en', { self: 'mailcertd.yaml(5)', manuals, links: context.links });
  return page.toString();
}

function isTableOfKeys(block: Block): block is Extract<Block, { kind: 'table' }> {
  return block.kind === 'table' && block.head[0] === 'key' && block.head[1] === 'default';
}

/** Returns the meaning of a key, and its default as the descriptions of the schema have it. */
function textOf({ meaning, default: standard }: ConfigurationKey): string {
  if (standard === NO_DEFAULT) return meaning;
  if (standard.startsWith('required')) return `${meaning} R${standard.slice(1)}.`;
  return `${meaning} Default: ${standard}.`;
}
