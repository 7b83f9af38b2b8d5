import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ALL_EVENTS, definitionOf } from '../../src/domain/event/catalog/all.ts';
import { renderJournal } from '../../src/formats/event/journal.ts';
import { renderJson } from '../../src/formats/event/json.ts';
import { messageId } from '../../src/formats/event/message-id.ts';
import { renderSyslog } from '../../src/formats/event/syslog.ts';
import { EN, NO_CERTIFICATE } from '../formats/event/records.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/logs.md'), 'utf8');

/** Returns the paths of all values that contain no others: `winlog.event_id`. */
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

  it('names the JSON fields that other products use', () => {
    const { mailcertd, ...known } = JSON.parse(renderJson(NO_CERTIFICATE, EN));
    const names = leaves(known).filter((name) => !/event_data\.param[2-9]|version|keywords|process|kind/.test(name));
    for (const name of [...names, ...Object.keys(mailcertd).map((key) => `mailcertd.${key}`)]) {
      expect(page, name).toContain(`| \`${name}\` `);
    }
  });

  it('has recipes for shippers that read the file of the page, each under its own settings', () => {
    const path = '/var/log/mailcertd/events.json';
    const [filebeat, vector, fluentBit] = ['Filebeat', 'Vector', 'Fluent Bit'].map((name) => {
      const [, text = ''] = new RegExp(`^### ${name}\n\n\`\`\`yaml\n([^]*?)\`\`\``, 'm').exec(page) ?? [];
      return parse(text, { strict: true });
    });
    expect(page).toContain(`path: ${path}, format: json`);
    expect(filebeat).toMatchObject({
      'filebeat.inputs': [
        {
          type: 'filestream',
          paths: [path],
          'file_identity.native': null,
          parsers: [{ ndjson: { target: '', overwrite_keys: true } }],
        },
      ],
    });
    expect(vector).toMatchObject({
      sources: { mailcertd_file: { type: 'file', include: [path] } },
      transforms: { mailcertd: { type: 'remap', inputs: ['mailcertd_file'] } },
    });
    expect(fluentBit).toMatchObject({
      parsers: [{ name: 'mailcertd', format: 'json' }],
      pipeline: { inputs: [{ name: 'tail', path, parser: 'mailcertd' }] },
    });
    // The time of a record is in this field, and in this format.
    const [{ time_key: timeKey, time_format: timeFormat }] = fluentBit.parsers;
    const time = JSON.parse(renderJson(NO_CERTIFICATE, EN))[timeKey];
    const form = timeFormat.replace(/%[A-Za-z]/g, (part: string) => `\\d{${{ '%Y': 4, '%L': 3 }[part] ?? 2}}`);
    expect(time).toMatch(new RegExp(`^${form.replace('.', '\\.')}$`));
    expect(vector.transforms.mailcertd.source).toContain(`."${timeKey}"`);
    // The lines are longer than Fluent Bit reads by default; records can have any length.
    expect([fluentBit.pipeline.inputs[0].buffer_max_size, vector.sources.mailcertd_file.max_line_bytes]).toEqual([
      '1M',
      1024 * 1024,
    ]);
  });

  it('names no shipper that runs on Windows only', () => {
    expect(page).not.toMatch(/winlogbeat/i);
  });

  it('shows the beginning of a syslog message', () => {
    const message = renderSyslog(NO_CERTIFICATE, EN, { facility: 'daemon', format: 'line', maxBytes: 8192 });
    const [shown = ''] = /^ {4}(<27>1 .*?) …/m.exec(page)?.slice(1) ?? [];
    expect(shown.length).toBeGreaterThan(100);
    expect(message.startsWith(shown)).toBe(true);
  });

  it('names the journal fields that every entry has', () => {
    const entry = Buffer.from(renderJournal(NO_CERTIFICATE, EN)).toString();
    for (const [, name = ''] of entry.matchAll(/^([A-Z_]+)[=\n]/gm)) {
      const isOfFacts = /MAILCERTD_(DIRECTION|FQDN_SOURCE|REASON|NEAREST_MISS)$/.test(name);
      if (!isOfFacts) expect(page, name).toMatch(new RegExp(`\`(${name}|${name.replace('MAILCERTD', '')})\``));
    }
  });
});
