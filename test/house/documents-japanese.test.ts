import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertTitle } from '../../src/domain/alert/alert-title.ts';
import { ALL_EVENTS, definitionOf } from '../../src/domain/event/catalog/all.ts';
import { type EventType, EXCHANGE_PROVIDER, MAILCERTD_PROVIDER } from '../../src/domain/event/event-definition.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { LEVEL_LABELS } from '../../src/domain/event/labels.ts';
import { renderClassic } from '../../src/formats/event/classic.ts';
import { messageLines } from '../../src/formats/event/message.ts';
import type { Rendering } from '../../src/formats/event/rendering.ts';
import { exampleOf } from './event-examples.ts';
import { MISSING_SPACE, UNUSED_WORDS, UNUSUAL_SPACE } from './japanese-words.ts';

const repository = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

/**
 * True if the examples and the index are to be updated: after a change of texts in the catalog, run
 * `UPDATE_DOCUMENTS=1 npx vitest run test/house/documents-japanese.test.ts`.
 */
const isUpdating = process.env['UPDATE_DOCUMENTS'] === '1';

const JAPANESE_EVENTS = readdirSync(join(repository, 'docs/ja/events'))
  .filter((name) => /^\d+\.md$/.test(name))
  .map((name) => Number.parseInt(name, 10));

const JA: Rendering = {
  locale: 'ja',
  offsetMinutes: () => 540,
  helpLink: '/usr/lib/mailcertd/docs/events/{id}.md',
  translatedPages: {
    helpLink: '/usr/lib/mailcertd/docs/ja/events/{id}.md',
    eventIds: new Set(JAPANESE_EVENTS),
  },
  definitionOf,
};

/** The Japanese pages that have the same sections as an English page. */
const TRANSLATIONS = [
  { japanese: 'README.ja.md', english: 'README.md' },
  { japanese: 'docs/ja/tutorial/postfix-and-certbot.md', english: 'docs/tutorial/postfix-and-certbot.md' },
  ...JAPANESE_EVENTS.map((eventId) => ({
    japanese: `docs/ja/events/${eventId}.md`,
    english: `docs/events/${eventId}.md`,
  })),
];

const EXAMPLE = '## 例\n';

/** Returns the last section of the Japanese page of an event. */
function exampleSection(record: EventRecord): string {
  return [EXAMPLE, '```text', renderClassic(record, JA), '```', ''].join('\n');
}

function headOf({ eventId, symbolicName, level, provider }: EventType): string {
  const source = provider === 'own' ? MAILCERTD_PROVIDER : EXCHANGE_PROVIDER;
  return `# ${eventId} ${symbolicName}\n\n**${LEVEL_LABELS[level].ja}** · ソース ${source} · 解消するまで継続する問題\n`;
}

describe.each(ALL_EVENTS.filter(({ eventId }) => JAPANESE_EVENTS.includes(eventId)))(
  'the Japanese page of event $eventId',
  (event) => {
    const { eventId } = event;
    const path = `docs/ja/events/${eventId}.md`;
    const page = read(path);

    it('gives its number, name, level and source as the catalog does', () => {
      expect(page.startsWith(headOf(event))).toBe(true);
    });

    it('lists the same parameters and data as the English page', () => {
      const english = read(`docs/events/${eventId}.md`);
      const [parameters, data] = ['Parameters', 'Data'].map((heading) => namesUnder(heading, english));
      expect([namesUnder('パラメーター', page), namesUnder('データ', page)]).toEqual([parameters, data]);
    });

    it('shows the example as it is rendered today', () => {
      const example = exampleOf(eventId);
      if (example === undefined) throw new Error(`event ${eventId} has no example in event-examples.ts`);
      const today = `${page.split(`\n${EXAMPLE}`)[0]?.trimEnd()}\n\n${exampleSection(example)}`;
      if (isUpdating) writeFileSync(join(repository, path), today);
      else expect(page).toBe(today);
    });
  },
);

/** Returns the names and example values in the table under a heading: all cells that are code. */
function namesUnder(heading: string, page: string): readonly string[] {
  const rows = sectionOf(heading, page).match(/^\|.*$/gm) ?? [];
  return rows.map((row) => (row.match(/(?<=\| )`[^`]+`(?= \|)/g) ?? []).join(' '));
}

const sectionOf = (heading: string, page: string): string =>
  page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

describe('the Japanese index of events', () => {
  it('lists every event with its level, title and first line, and the Japanese page if there is one', () => {
    const path = 'docs/ja/events/README.md';
    const rows = ALL_EVENTS.map(({ eventId, level }) => {
      const place = JAPANESE_EVENTS.includes(eventId) ? `${eventId}.md` : `../../events/${eventId}.md`;
      const example = exampleOf(eventId);
      const [firstLine = ''] = example === undefined ? [] : messageLines(example, JA);
      return `| [${eventId}](${place}) | ${LEVEL_LABELS[level].ja} | ${alertTitle(eventId, 'ja')} | ${firstLine} |\n`;
    });
    const index = read(path);
    const heading = '\n## すべてのイベント\n';
    const [before = '', after = ''] = index.split(heading);
    const today = `\n| イベント | レベル | 件名 | 最初の行の例 |\n|---|---|---|---|\n${rows.join('')}`;
    const rest = after.slice(after.indexOf('\n## '));
    if (isUpdating) writeFileSync(join(repository, path), before + heading + today + rest);
    else expect(index).toBe(before + heading + today + rest);
  });
});

/** A command line without the locale of its output and without a comment. */
const plainCommand = (line: string): string =>
  line
    .replaceAll(/ --locale ja| {2,}#.*$/g, '')
    .replace(/ # .*$/, '')
    .trim();

/**
 * Returns the commands in a block of code, or its lines if it shows no prompt. The output of
 * commands, comments and texts are left out.
 */
function commandsOf(kind: string, code: string): readonly string[] {
  const lines = code.split('\n').filter((line) => line.trim() !== '');
  if (kind === 'text') return [];
  if (kind !== 'console') return lines.map(plainCommand);
  const prompt = code.slice(0, 2);
  return lines.filter((line) => line.startsWith(prompt)).map(plainCommand);
}

/** Returns the parts of a page that do not depend on its language, by section. */
function structureOf(page: string): readonly object[] {
  const blocks: string[] = [];
  const text = page.replaceAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm, (_, kind: string, code: string) => {
    blocks.push([kind, ...commandsOf(kind, code)].join('\n'));
    return `CODE ${blocks.length - 1}`;
  });
  const count = (section: string, pattern: RegExp): number => section.match(pattern)?.length ?? 0;
  return text.split(/^## /m).map((section, index) => ({
    section: index,
    subsections: count(section, /^### /gm),
    rows: count(section, /^\|/gm),
    steps: count(section, /^\d+\. /gm),
    items: count(section, /^- /gm),
    code: [...section.matchAll(/CODE (\d+)/g)].map(([, number]) => blocks[Number(number)]),
    commands: [...new Set(section.match(/`(?:mailcertd|certbot|openssl|systemctl|namei|date) [^`]*`/g))].toSorted(),
  }));
}

describe.each(TRANSLATIONS)('$japanese', ({ japanese, english }) => {
  it('has the same sections, lists, tables and commands as the English page', () => {
    const withoutExample = (page: string): string => page.replace(/\n## (?:例|Example)\n[\s\S]*$/, '\n');
    expect(structureOf(withoutExample(read(japanese)))).toEqual(structureOf(withoutExample(read(english))));
  });

  it('and the English page link to each other', () => {
    expect(read(japanese)).toContain(`[English](${relative(dirname(japanese), english)})`);
    expect(read(english)).toContain(`[日本語](${relative(dirname(english), japanese)})`);
  });
});

const PAGES = [
  'README.ja.md',
  ...readdirSync(join(repository, 'docs/ja'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs/ja', name)),
];

describe.each(PAGES)('the wording of %s', (path) => {
  const prose = read(path)
    .replaceAll(/```[\s\S]*?```/g, '')
    .replaceAll(/\]\([^)]*\)/g, ']');

  it('has a space between Japanese and Latin words', () => {
    expect(prose.match(MISSING_SPACE) ?? []).toEqual([]);
  });

  it('has no space between Japanese words', () => {
    expect(prose.match(UNUSUAL_SPACE) ?? []).toEqual([]);
  });

  it('has no word that is replaced by another one', () => {
    expect(UNUSED_WORDS.exec(prose)?.[0]).toBeUndefined();
  });

  it('links pages that exist in Japanese in Japanese', () => {
    const links = [...read(path).matchAll(/\[(?!English\])[^\]]*\]\(([^)#:]+\.md)/g)].map(([, target = '']) =>
      relative(repository, resolve(repository, dirname(path), target)),
    );
    const translated = new Set(TRANSLATIONS.map(({ english }) => english));
    expect(links.filter((target) => translated.has(target))).toEqual([]);
  });
});
