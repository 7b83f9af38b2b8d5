import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultConfiguration } from '../../../src/adapters/config/default-configuration.ts';
import { renderInitial } from '../../../src/adapters/config/render-initial.ts';
import { renderSchema } from '../../../src/adapters/config/render-schema.ts';
import { configurationOf, faultsOf, MAIL01 } from './mail01.ts';
import { referenceRows, renderRow } from './reference-rows.ts';

function fileOf(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

/** Turns the commented examples of a first configuration on. */
function uncommented(text: string): string {
  return text.replaceAll(/^( *)# (?=- \{|\w+: [[{]|\w+: \d)/gm, '$1');
}

describe('the example', () => {
  it('is a configuration', () => {
    expect(faultsOf(fileOf('config/mailcertd.yaml'))).toEqual([]);
  });

  it('has every key of the first level', () => {
    const keys = [...fileOf('config/mailcertd.yaml').matchAll(/^(\w+):/gm)].map(([, key]) => key);
    expect(keys.toSorted()).toEqual(
      referenceRows()
        .map((row) => row.key)
        .filter((key) => /^\w+$/.test(key))
        .toSorted(),
    );
  });
});

describe('the reference', () => {
  it('has every key with its default and its meaning, and no other', () => {
    const lines = fileOf('docs/configuration.md').split('\n');
    const rows = lines.filter((line) => line.startsWith('| `'));
    expect(rows.toSorted()).toEqual(referenceRows().map(renderRow).toSorted());
  });

  it('says something of every key', () => {
    expect(referenceRows().filter((row) => row.meaning === '')).toEqual([]);
    expect(referenceRows().length).toBeGreaterThan(35);
  });
});

describe('the JSON Schema', () => {
  it('takes no key that is not in it, on any level', () => {
    const schema = JSON.parse(renderSchema());
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      additionalProperties: false,
      properties: {
        connectors: { items: { additionalProperties: false, required: ['name', 'direction'] } },
        expiresSoon: { additionalProperties: false, properties: { within: { type: 'string', default: '21d' } } },
        retention: { properties: { days: { type: 'integer', minimum: 1 } } },
      },
    });
  });

  it('asks for no key of the first level', () => {
    expect(JSON.parse(renderSchema())).not.toHaveProperty('required');
  });
});

describe('a first configuration', () => {
  it('names the host and its personal store, and can be used as it is', () => {
    const text = renderInitial(MAIL01);
    expect(text).toContain('\ncomputer: mail01.contoso.com\n');
    const { computer, inventory } = configurationOf(text);
    expect(computer.fqdn).toBe('mail01.contoso.com');
    expect(inventory.stores).toMatchObject([{ name: 'My', path: '/var/lib/mailcertd/store', services: ['SMTP'] }]);
    expect(inventory.connectors).toMatchObject([{ name: 'Default', direction: 'receive', fqdn: undefined }]);
  });

  it('has examples that can be used when the comment signs are taken away', () => {
    const { inventory, trust, logs } = configurationOf(uncommented(renderInitial(MAIL01)));
    expect([inventory.stores.length, inventory.connectors.length, trust.length, logs.length]).toEqual([2, 4, 2, 2]);
  });

  it('asks for the name of a host that has none', () => {
    const environment = { ...MAIL01, hostnameFile: 'vm' };
    expect(renderInitial(environment)).toContain('# computer: mail01.contoso.com\n');
    expect(faultsOf(renderInitial(environment), environment)).toEqual([
      '1:1: computer is not set, and "vm" does not name this computer on the network; set computer: to its full name, such as mail01.contoso.com',
    ]);
  });

  it('quotes a state directory that YAML would take for something else', () => {
    const environment = { ...MAIL01, stateDirectory: '/srv/a, b: #c' };
    expect(configurationOf(renderInitial(environment)).inventory.stores[0]?.path).toBe('/srv/a, b: #c/store');
  });
});

describe('the configuration of a host without one', () => {
  it('is what an empty file says, without a store', () => {
    const file = '/etc/mailcertd/mailcertd.yaml';
    expect(defaultConfiguration(file, MAIL01)).toEqual(configurationOf('stores: []'));
  });

  it.each([
    ['vm', 'vm.localdomain', 'VM'],
    ['localhost', 'localhost.localdomain', 'LOCALHOST'],
    ['not a name', 'localhost.localdomain', 'LOCALHOST'],
    ['mail02.contoso.com', 'mail02.contoso.com', 'MAIL02'],
  ])('calls a host named %s %s', (hostnameFile, fqdn, netBiosName) => {
    const { computer } = defaultConfiguration('/etc/mailcertd/mailcertd.yaml', { ...MAIL01, hostnameFile });
    expect(computer).toMatchObject({ fqdn, netBiosName });
  });
});
