import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import type { EventType } from '../../src/domain/event/event-definition.ts';
import { LEVEL_LABELS } from '../../src/domain/event/labels.ts';
import type { Locale } from '../../src/domain/text/locale.ts';
import { inLanguage } from '../../src/domain/text/phrase.ts';
import { escapeRoff } from './escape-roff.ts';
import { MAN_PHRASES } from './man-phrases.ts';
import { type PageSources, readDocument } from './page-sources.ts';
import type { Block } from './parse-markdown.ts';
import { type DocumentContext, renderBlocks, renderInline } from './render-document.ts';
import { RoffPage } from './roff-page.ts';
import { renderSeeAlso } from './see-also.ts';

/** The index of events. */
const INDEX: Readonly<Record<Locale, string>> = { en: 'docs/events/README.md', ja: 'docs/ja/events/README.md' };

/** Languages in which each event has a page. */
const DOCUMENTED: readonly Locale[] = ['en'];

/** Returns the page mailcertd-events(7): the index of events, with the name, level and parameters of the catalog. */
export function eventsPage(sources: PageSources, locale: Locale): string {
  const { date, version } = sources;
  const words = inLanguage(MAN_PHRASES, locale);
  const page = new RoffPage({ name: 'mailcertd-events', section: 7, locale, date, version });
  const context = { page: INDEX[locale], encoding: page.encoding, links: new Set<string>() };
  page.name(words.name, 'mailcertd-events', words.events);
  page.heading(words.description);
  const [title, ...blocks] = readDocument(sources, context.page);
  if (title?.kind !== 'heading') throw new Error(`${context.page} has no title`);
  for (const block of blocks) {
    if (isTableOfEvents(block)) {
      for (const row of block.rows) renderEvent(eventOf(row), row, page, { sources, context, locale });
    } else renderBlocks([block], page, context);
  }
  const manuals = ['mailcertd(1)', 'mailcertd-events(1)', 'mailcertd.yaml(5)'] as const;
  renderSeeAlso(page, locale, { self: 'mailcertd-events(7)', manuals, links: context.links });
  return page.toString();
}

/** Returns whether a table has one row for each event. */
function isTableOfEvents(block: Block): block is Extract<Block, { kind: 'table' }> {
  return block.kind === 'table' && block.rows.length === ALL_EVENTS.length;
}

/** Returns the event of a row, which begins with a link such as `[1000](1000.md)`. */
function eventOf([link = '']: readonly string[]): EventType {
  const event = ALL_EVENTS.find(({ eventId }) => link.startsWith(`[${eventId}]`));
  if (event === undefined) throw new Error(`no event ${link}`);
  return event;
}

function renderEvent(
  { eventId, symbolicName, level, title, parameters }: EventType,
  row: readonly string[],
  page: RoffPage,
  {
    sources,
    context,
    locale,
  }: { readonly sources: PageSources; readonly context: DocumentContext; readonly locale: Locale },
): void {
  const { encoding } = page;
  const meaning = row.at(-1) ?? '';
  const words = escapeRoff(inLanguage(MAN_PHRASES, locale).parameters, encoding);
  const lines = [
    `\\fI${escapeRoff(LEVEL_LABELS[level][locale], encoding)}\\fR: ${escapeRoff(title[locale], encoding)}`,
    renderInline(meaning, context),
  ];
  if (DOCUMENTED.includes(locale)) {
    const pageContext = { ...context, page: `docs/events/${eventId}.md` };
    lines.push(...summaryOf(readDocument(sources, pageContext.page)).map((item) => renderInline(item, pageContext)));
  }
  if (parameters.length > 0) lines.push(`\\fB${words}\\fR ${escapeRoff(parameters.join(', '), encoding)}`);
  page.term(`\\fB${eventId} ${escapeRoff(symbolicName, encoding)}\\fR`, lines);
}

/** Returns the list at the begin of an event's page: the effect on mail, the cause, the first command. */
function summaryOf(blocks: readonly Block[]): readonly string[] {
  const list = blocks.find((block) => block.kind === 'list');
  return list?.kind === 'list' ? list.items : [];
}
