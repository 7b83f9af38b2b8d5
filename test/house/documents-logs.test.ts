import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_EVENTS, definitionOf } from '../../src/domain/event/catalog.ts';
import { renderJournal } from '../../src/formats/event/journal.ts';
import { renderJson } from '../../src/formats/event/json.ts';
import { messageId } from '../../src/formats/event/message-id.ts';
import { renderSyslog } from '../../src/formats/event/syslog.ts';
import { EN, NO_CERTIFICATE } from '../formats/event/records.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/logs.md'), 'utf8');

/** The names of what has no names in it: `winlog.event_id`. */
function leaves(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

describe('docs/logs.md', () => {
  it('has the MESSAGE_ID of every event, and of no other', () => {
    const rows = page.matchAll(/^\| \[(\d+)\]\(events\/\1\.md\) (\w+) \| `([0-9a-f]{32})` \|$/gm);
    expect(Array.from(rows, ([, eventId, name, id]) => [Number(eventId), name, id])).toEqual(
      ALL_EVENTS.map(({ eventId }) => [eventId, definitionOf(eventId)?.symbolicName, messageId(eventId)]).sort(
        ([a], [b]) => Number(a) - Number(b),
      ),
    );
  });

  it('names what stands in the JSON that others know', () => {
    const { mailcertd, ...known } = JSON.parse(renderJson(NO_CERTIFICATE, EN));
    const names = leaves(known).filter((name) => !/event_data\.param[2-9]|version|keywords|process|kind/.test(name));
    for (const name of [...names, ...Object.keys(mailcertd).map((key) => `mailcertd.${key}`)]) {
      expect(page, name).toContain(`| \`${name}\` `);
    }
  });

  it('shows the message of syslog as it begins', () => {
    const message = renderSyslog(NO_CERTIFICATE, EN, { facility: 'daemon', format: 'line', most: 8192 });
    const [shown = ''] = /^ {4}(<27>1 .*?) …/m.exec(page)?.slice(1) ?? [];
    expect(shown.length).toBeGreaterThan(100);
    expect(message.startsWith(shown)).toBe(true);
  });

  it('names the fields of the journal that every entry has', () => {
    const entry = Buffer.from(renderJournal(NO_CERTIFICATE, EN)).toString();
    for (const [, name = ''] of entry.matchAll(/^([A-Z_]+)[=\n]/gm)) {
      const isOfFacts = /MAILCERTD_(DIRECTION|FQDN_SOURCE|REASON|NEAREST)$/.test(name);
      if (!isOfFacts) expect(page, name).toMatch(new RegExp(`\`(${name}|${name.replace('MAILCERTD', '')})\``));
    }
  });
});
