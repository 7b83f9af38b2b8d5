import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentLinkProblems, documentsOf } from '../../config/release/link-problems.ts';
import { parseConfiguration } from '../../src/adapters/config/read/parse-configuration.ts';
import { ALL_EVENTS, definitionOf } from '../../src/domain/event/catalog/all.ts';
import { ruleFailed } from '../../src/domain/event/catalog/rule-failed.ts';
import { type EventType, EXCHANGE_PROVIDER, MAILCERTD_PROVIDER } from '../../src/domain/event/event-definition.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { ALL_RULES } from '../../src/domain/rule/all.ts';
import { renderClassic } from '../../src/formats/event/classic.ts';
import { FACT_FIELDS } from '../../src/formats/event/fact-fields.ts';
import { messageLines } from '../../src/formats/event/message.ts';
import type { Rendering } from '../../src/formats/event/rendering.ts';
import { DEMO_EXAMPLE, exampleOf } from './event-examples.ts';

const repository = resolve(import.meta.dirname, '../..');
const pageOf = (eventId: number): string => join(repository, 'docs/events', `${eventId}.md`);
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

/**
 * True if the examples are to be updated: after a change of texts in the catalog, run
 * `UPDATE_DOCUMENTS=1 npx vitest run test/house/documents.test.ts`.
 */
const isUpdating = process.env['UPDATE_DOCUMENTS'] === '1';

const EN: Rendering = {
  locale: 'en',
  offsetMinutes: () => 540,
  helpLink: '/usr/lib/mailcertd/docs/events/{id}.md',
  definitionOf,
};

const HEADING = '## Example\n';

/** Returns the last section in the page of an event. */
function exampleSection(record: EventRecord): string {
  const [japanese] = messageLines(record, { ...EN, locale: 'ja' });
  return [
    `${HEADING}`,
    '```text',
    renderClassic(record, EN),
    '```',
    '',
    'The first line in Japanese:',
    '',
    '```text',
    japanese,
    '```',
    '',
  ].join('\n');
}

/** Returns the cells of the table under a heading by row; empty if there is none. */
function tableUnder(heading: string, page: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
}

const code = (text: string): string => (text === '' ? '–' : `\`${text}\``);

const CONDITIONS = new Set([...ALL_RULES.map(({ event }) => event), ruleFailed].map(({ eventId }) => eventId));

function headOf({ eventId, symbolicName, level, provider }: EventType): string {
  const source = provider === 'own' ? MAILCERTD_PROVIDER : EXCHANGE_PROVIDER;
  const lifetime = CONDITIONS.has(eventId) ? 'condition (open until it is resolved)' : 'one-time event';
  return `# ${eventId} ${symbolicName}\n\n**${level}** · source ${source} · ${lifetime}\n`;
}

describe.each(ALL_EVENTS)('the page of event $eventId', (event) => {
  const { eventId } = event;
  const page = readFileSync(pageOf(eventId), 'utf8');
  const example = exampleOf(eventId);

  it('gives its number, name, level and source as the catalog does', () => {
    expect(page.startsWith(headOf(event))).toBe(true);
  });

  it('lists its parameters in order, each with the value of the example', () => {
    const listed = tableUnder('Parameters', page).map(([position, name, value]) => [position, name, value]);
    expect(listed).toEqual(
      event.parameters.map((name, index) => [String(index + 1), code(name), code(example?.parameters[index] ?? '')]),
    );
  });

  it('explains every named datum of the example', () => {
    const explained = tableUnder('Data', page).map(([name]) => name);
    expect(explained).toEqual(expect.arrayContaining(Object.keys(example?.facts ?? {}).map(code)));
    expect(Object.keys(FACT_FIELDS).map(code)).toEqual(expect.arrayContaining(explained));
  });

  it('shows the example as it is rendered today', () => {
    if (example === undefined) throw new Error(`event ${eventId} has no example in event-examples.ts`);
    const [before = ''] = page.split(HEADING);
    const today = before + exampleSection(example);
    if (isUpdating) writeFileSync(pageOf(eventId), today);
    else expect(page).toBe(today);
  });

  const ends = CONDITIONS.has(eventId) ? ['When it is resolved'] : [];
  it.each(['What to do', ...ends, 'Raise it for a test'])('has the section "%s"', (heading) => {
    expect(page.split(`\n## ${heading}\n`)[1]?.trim().split('\n## ')[0]).toMatch(/[a-z]{3}/);
  });
});

describe('the index of events', () => {
  const index = read('docs/events/README.md');

  it('lists every event with its level and name', () => {
    const rows = tableUnder('The events', index).map(([id, name, level]) => [id, name, level]);
    expect(rows).toEqual(
      ALL_EVENTS.map(({ eventId, symbolicName, level }) => [`[${eventId}](${eventId}.md)`, symbolicName, level]),
    );
  });

  it('has a page for every event and no other', () => {
    const pages = readdirSync(join(repository, 'docs/events')).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(ALL_EVENTS.map(({ eventId }) => `${eventId}.md`).sort());
  });

  it('reserves no number that is in use', () => {
    const reserved = tableUnder('Reserved numbers', index).flatMap(([number]) => (number ?? '').match(/\d+/g) ?? []);
    expect(reserved.length).toBeGreaterThan(2);
    expect(ALL_EVENTS.map(({ eventId }) => String(eventId)).filter((id) => reserved.includes(id))).toEqual([]);
  });
});

const DOCUMENTS = documentsOf(repository);

describe.each(DOCUMENTS)('%s', (path) => {
  it('links to existing files and headings', () => {
    expect(documentLinkProblems(repository, path)).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('is at most 120 lines long', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  });

  it('shows a valid configuration of at most nine lines', () => {
    const yaml = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(yaml.trimEnd().split('\n').length).toBeLessThanOrEqual(9);
    const configuration = parseConfiguration(yaml, '/etc/mailcertd/mailcertd.yaml', {
      hostnameFile: 'mail01.contoso.com',
      kernelHostname: 'mail01',
      canonicalName: undefined,
      stateDirectory: '/var/lib/mailcertd',
      locale: 'en',
      eventIds: ALL_EVENTS.map(({ eventId }) => eventId),
    });
    expect(configuration).toMatchObject({ kind: 'configuration' });
  });
});

describe('docs/concepts.md', () => {
  it('shows an event as it is rendered today', () => {
    const shown = renderClassic(DEMO_EXAMPLE, { ...EN, offsetMinutes: () => 0 });
    expect(read('docs/concepts.md')).toContain(`\`\`\`text\n${shown}\n\`\`\`\n`);
  });
});

describe('the pages for users', () => {
  it.each(['docs/selection.md', 'docs/formats.md'])('%s has at most 600 words', (path) => {
    expect(read(path).match(/\S+/g)?.length).toBeLessThanOrEqual(600);
  });

  it('are all in the index of the documents', () => {
    const index = read('docs/README.md');
    const pages = DOCUMENTS.filter((path) => /^docs\/(?:how-to\/|tutorial\/)?[^/]+\.md$/.test(path));
    const missing = pages.map((path) => path.slice('docs/'.length)).filter((path) => !index.includes(`](${path})`));
    expect(missing).toEqual(['README.md']);
  });
});

describe('the metrics in documents and alerting rules', () => {
  const metrics = read('docs/metrics.md').match(/(?<=^\| `)mailcertd_\w+(?=` \|)/gm) ?? [];

  // The recipes in docs/logs.md contain names of other programs' sources.
  it.each([...DOCUMENTS, 'config/prometheus-rules.yml'].filter((path) => !/CHANGELOG|logs|adr/.test(path)))(
    'exist in the output: %s',
    (path) => {
      expect(metrics.length).toBeGreaterThan(20);
      expect(metrics).toEqual(expect.arrayContaining(read(path).match(/\bmailcertd_\w+/g) ?? []));
    },
  );
});

describe('a decision record', () => {
  it.each(readdirSync(join(repository, 'docs/adr')).filter((name) => name !== 'README.md'))('%s is short', (name) => {
    const text = read(join('docs/adr', name));
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(45);
    for (const heading of ['Context', 'Decision', 'Consequences']) expect(text).toContain(`\n## ${heading}\n`);
  });
});
