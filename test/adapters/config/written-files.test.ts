import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationKeys, renderKeyRow } from '../../../config/man/configuration-keys.ts';
import { defaultConfiguration } from '../../../src/adapters/config/resolve/default-configuration.ts';
import { missingComputerLine, renderInitial } from '../../../src/adapters/config/show/render-initial.ts';
import { renderSchema } from '../../../src/adapters/config/show/render-schema.ts';
import { DISCOVER_ALL } from '../../../src/domain/connector/discover.ts';
import { currentOrLastKnown } from '../../../src/domain/scan-result.ts';
import { CONTOSO_FOUND } from '../cli/contoso-discovery.ts';
import { configurationOf, errorsOf, MAIL01 } from './mail01.ts';

function fileOf(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

/** Returns the text with its commented examples enabled. */
function uncommented(text: string): string {
  return text.replaceAll(/^( *)# ?(?= *- \{|\w+: [[{]|\w+: \d|connectors:$|helpLink: )/gm, '$1');
}

describe('the example', () => {
  it('is a valid configuration', () => {
    expect(errorsOf(fileOf('config/mailcertd.yaml'))).toEqual([]);
  });

  it('has every key of the first level', () => {
    const keys = [...fileOf('config/mailcertd.yaml').matchAll(/^(\w+):/gm)].map(([, key]) => key);
    expect(keys.toSorted()).toEqual(
      configurationKeys()
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
    expect(rows.toSorted()).toEqual(configurationKeys().map(renderKeyRow).toSorted());
  });

  it('has a text for every key', () => {
    expect(configurationKeys().filter((row) => row.meaning === '')).toEqual([]);
    expect(configurationKeys().length).toBeGreaterThan(35);
  });
});

describe('the JSON Schema', () => {
  it('accepts exactly its keys, on every level', () => {
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

  it('requires no key of the first level', () => {
    expect(JSON.parse(renderSchema())).not.toHaveProperty('required');
  });
});

/** Returns the lines that are no comments. */
function settingsOf(text: string | undefined): readonly string[] {
  return (text ?? '').split('\n').filter((line) => !line.trimStart().startsWith('#'));
}

/** Returns the comments with three English words or more, without commands. */
function proseIn(text: string | undefined): readonly string[] {
  const withoutCommands = (text ?? '').replaceAll(/(?:mailcertd|systemctl) [a-z]+ [a-z]+/g, '');
  return withoutCommands.split('\n').filter((line) => /^ *#.*\b[a-z]+ [a-z]+ [a-z]+\b/.test(line));
}

describe('a first configuration', () => {
  it('names the host and its personal store, and is valid as it is', () => {
    const text = renderInitial(MAIL01, 'en', [], { personalStore: true });
    expect(text).toContain('\ncomputer: mail01.contoso.com\n');
    const { computer, inventory } = configurationOf(text);
    expect(computer.fqdn).toBe('mail01.contoso.com');
    expect(inventory.stores).toMatchObject([{ name: 'My', path: '/var/lib/mailcertd/store', services: ['SMTP'] }]);
    expect(inventory.connectors).toMatchObject([{ name: 'Default', direction: 'receive', fqdn: undefined }]);
  });

  it('has an internal transport certificate only with a personal store', () => {
    expect(configurationOf(renderInitial(MAIL01, 'en')).internalTransportCertificate).toBe('none');
    expect(configurationOf(renderInitial(MAIL01, 'en', [], { personalStore: true })).internalTransportCertificate).toBe(
      'auto',
    );
  });

  it('has examples that are valid without the comment signs', () => {
    const { inventory, trust, logs, helpLink } = configurationOf(
      uncommented(renderInitial(MAIL01, 'en', [], { personalStore: true })),
    );
    expect(helpLink).toBe('https://wiki.contoso.com/mailcertd/{id}');
    expect([inventory.stores.length, inventory.connectors.length, trust.length, logs.length]).toEqual([2, 4, 2, 2]);
  });

  it('has no store in which certificates are issued, unless one is wanted', () => {
    for (const found of [[], CONTOSO_FOUND]) {
      const text = renderInitial(MAIL01, 'en', found);
      expect(configurationOf(text).inventory).toMatchObject({ stores: [], connectors: [] });
      const stores = configurationOf(uncommented(text.replace('\nstores: []', ''))).inventory.stores;
      expect(stores[0]).toMatchObject({ name: 'My', path: '/var/lib/mailcertd/store' });
      const wanted = configurationOf(renderInitial(MAIL01, 'en', found, { personalStore: true }));
      expect(wanted.inventory.stores).toMatchObject([{ name: 'My', path: '/var/lib/mailcertd/store' }]);
    }
  });

  it('discovers servers that are installed later, if there is none yet', () => {
    const { discover } = configurationOf(renderInitial(MAIL01, 'en'));
    expect(discover).toEqual(DISCOVER_ALL);
  });

  it('has discovery for the found servers, shows them in comments, and omits the rest', () => {
    const text = renderInitial(MAIL01, 'en', CONTOSO_FOUND);
    const { inventory, discover } = configurationOf(text);
    expect(discover).toEqual({
      postfix: true,
      dovecot: true,
      exim: true,
      opensmtpd: false,
      nginx: false,
      certbot: true,
      exchangeExport: undefined,
    });
    expect(inventory.connectors).toEqual([]);
    expect(inventory.stores).toEqual([]);
    expect(text).not.toContain('letsencrypt, path');
    expect(text).toContain(`
# Automatic discovery at each scan. Found when this was written:
#   postfix smtp         smtp://127.0.0.1:25    /etc/ssl/mail-rsa.pem, /etc/ssl/mail-ec.pem  /etc/postfix/master.cf:12
#   postfix submissions  smtps://127.0.0.1:465  /etc/ssl/mail-rsa.pem                        /etc/postfix/master.cf:18
#   exim 127.0.0.1:26    smtp://127.0.0.1:26    no file is known                             exim4 -bP tls_certificate
#   certbot              -                      /etc/letsencrypt/live/*/fullchain.pem        /etc/letsencrypt/renewal
# dovecot could not be read: /etc/dovecot/conf.d/10-ssl.conf (permission denied)
# Not found: opensmtpd
discover: { postfix: true, dovecot: true, exim: true, certbot: true }
`);
  });

  it('has lines to complete if the certificate of a server is unknown', () => {
    const { inventory } = configurationOf(
      uncommented(renderInitial(MAIL01, 'en', CONTOSO_FOUND).replace('\nstores: []', '')),
    );
    expect(inventory.connectors).toMatchObject([
      {
        name: 'exim 127.0.0.1:26',
        direction: 'receive',
        certificateFiles: ['/etc/ssl/mail.pem'],
        probe: { protocol: 'smtp', host: '127.0.0.1', port: 26 },
      },
    ]);
  });

  it('names the export of an Exchange server, whatever characters its path has', () => {
    const { discover, inventory } = configurationOf(
      renderInitial(MAIL01, 'en', [], { exchangeExport: '/srv/a, "b": #c.json' }),
    );
    expect(discover).toMatchObject({ postfix: false, exchangeExport: '/srv/a, "b": #c.json' });
    expect(inventory.stores).toMatchObject([{ name: 'My' }]);
  });

  it('is valid whatever the names and the number of discovered servers', () => {
    const [postfix] = CONTOSO_FOUND;
    const [connector] = (postfix && currentOrLastKnown(postfix.result)?.value.connectors) ?? [];
    if (postfix === undefined || connector === undefined) throw new Error('nothing was found');
    const evil = 'a\n]}: #\u0000\u202e"\u001b[31m\u2028';
    const { certificateFiles: _, ...unknown } = connector;
    const connectors = Array.from({ length: 100 }, (_each, at) => ({
      ...(at % 2 === 0 ? unknown : { ...connector, certificateFiles: [evil] }),
      name: `${evil}${at}`,
      source: { inventory: 'postfix', place: evil },
    }));
    const result = { kind: 'available', at: 0, value: { connectors, stores: [] }, problems: [] } as const;
    const text = renderInitial(MAIL01, 'en', [{ ...postfix, result }]);
    expect(text).not.toMatch(/[\u0000\u001b\u202e\u2028]/);
    expect(text).toContain('#   … 60 more: mailcertd connectors discover\n');
    expect(configurationOf(text).discover.postfix).toBe(true);
  });

  it.each([[[]], [CONTOSO_FOUND]])('is the same configuration with Japanese comments', (found) => {
    for (const environment of [MAIL01, { ...MAIL01, hostnameFile: 'vm' }])
      for (const personalStore of [false, true]) {
        const [english, japanese] = (['en', 'ja'] as const).map((locale) =>
          renderInitial(environment, locale, found, { personalStore }),
        );
        expect(errorsOf(japanese ?? '', environment)).toEqual(errorsOf(english ?? '', environment));
        expect(settingsOf(japanese)).toEqual(settingsOf(english));
        expect(proseIn(japanese)).toEqual([]);
      }
  });

  it('requires the name of a host that has none', () => {
    const environment = { ...MAIL01, hostnameFile: 'vm' };
    const text = renderInitial(environment, 'en');
    const line = missingComputerLine(text);
    expect(text.split('\n')[(line ?? 0) - 1]).toBe('# computer: mail01.contoso.com');
    expect(missingComputerLine(renderInitial(MAIL01, 'en'))).toBeUndefined();
    expect(errorsOf(renderInitial(environment, 'en'), environment)).toEqual([
      '1:1: computer is not set, and "vm" is not the FQDN of this computer; set computer: to the FQDN, for example mail01.contoso.com',
    ]);
  });

  it('quotes a state directory that YAML would parse as another type', () => {
    const environment = { ...MAIL01, stateDirectory: '/srv/a, b: #c' };
    expect(
      configurationOf(renderInitial(environment, 'en', [], { personalStore: true })).inventory.stores[0]?.path,
    ).toBe('/srv/a, b: #c/store');
  });
});

describe('the configuration of a host without one', () => {
  it('is equal to an empty file, without a store', () => {
    const file = '/etc/mailcertd/mailcertd.yaml';
    expect(defaultConfiguration(file, MAIL01)).toEqual(configurationOf('stores: []'));
  });

  it.each([
    ['vm', 'vm.localdomain', 'VM'],
    ['localhost', 'localhost.localdomain', 'LOCALHOST'],
    ['not a name', 'localhost.localdomain', 'LOCALHOST'],
    ['mail02.contoso.com', 'mail02.contoso.com', 'MAIL02'],
  ])('has a host name for %s: %s', (hostnameFile, fqdn, netBiosName) => {
    const { computer } = defaultConfiguration('/etc/mailcertd/mailcertd.yaml', { ...MAIL01, hostnameFile });
    expect(computer).toMatchObject({ fqdn, netBiosName });
  });
});
