import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/adapters/config/read/parse-configuration.ts';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';

const repository = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(resolve(repository, path), 'utf8');
const page = read('docs/hooks.md');
const examples = readdirSync(resolve(repository, 'config/hooks.d-examples'));

/** Returns every `notifiers:` section in a page, or in the header of an example. */
const notifiersIn = (text: string): readonly string[] =>
  [...text.replace(/^# ?/gm, '').matchAll(/^ *notifiers:\n(?: +.*\n)+/gm)].map(([lines]) => lines);

const dedented = (lines: string): string => {
  const indent = /^ */.exec(lines)?.[0] ?? '';
  return lines.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
};

const parse = (notifiers: string): unknown =>
  parseConfiguration(dedented(notifiers), '/etc/mailcertd/mailcertd.yaml', {
    hostnameFile: 'mail01.contoso.com',
    kernelHostname: 'mail01',
    canonicalName: undefined,
    stateDirectory: '/var/lib/mailcertd',
    locale: 'en',
    eventIds: ALL_EVENTS.map(({ eventId }) => eventId),
  });

describe('the hooks page', () => {
  it.each(examples)('has a section and a link for %s', (name) => {
    expect(page).toContain(`[${name}](../config/hooks.d-examples/${name})`);
    const [written = ''] = notifiersIn(read(`config/hooks.d-examples/${name}`));
    expect(parse(written)).toMatchObject({ configuration: { notifiers: [{ type: 'exec' }] } });
  });

  it('shows notifiers that are a valid configuration without changes', () => {
    const written = notifiersIn(page);
    expect(written).toHaveLength(4);
    for (const one of written) expect(parse(one)).toMatchObject({ kind: 'configuration' });
  });
});
