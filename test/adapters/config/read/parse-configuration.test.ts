import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../../src/adapters/config/read/parse-configuration.ts';
import { DISCOVER_NOTHING } from '../../../../src/domain/connector/discover.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { configurationOf, errorsOf, linesOf, MAIL01, warningsOf } from '../mail01.ts';

const DAY = 86_400_000;

describe('an empty configuration', () => {
  it.each(['', '\n', '# nothing\n', '{}', '---\n', '\ufeff'.slice(1)])('%j has every default', (text) => {
    expect(configurationOf(text)).toEqual({
      file: '/etc/mailcertd/mailcertd.yaml',
      computer: { fqdn: 'mail01.contoso.com', netBiosName: 'MAIL01', roles: ['hub-transport'] },
      stateDirectory: '/var/lib/mailcertd',
      schedule: '*/15 * * * *',
      timezone: undefined,
      watch: true,
      locale: 'en',
      helpLink: 'docs/events/{id}.md',
      inventory: {
        connectors: [],
        stores: [
          {
            name: 'My',
            path: '/var/lib/mailcertd/store',
            services: ['SMTP'],
            personal: true,
            source: { inventory: 'configuration', place: 'mailcertd.yaml:1' },
          },
        ],
      },
      trust: [{ kind: 'system' }],
      discover: DISCOVER_NOTHING,
      probing: { intervalMs: 900_000, maxConcurrent: 32, hostIntervalMs: 100 },
      internalTransportCertificate: 'auto',
      settings: {
        profile: 'exchange-2007',
        expiresSoon: { within: 21 * DAY, fraction: 0.25, remindAt: [14 * DAY, 7 * DAY, 3 * DAY, DAY] },
        repeatInterval: DAY,
        levels: new Map(),
        exchangeProvider: 'MSExchangeTransport',
        command: ['mailcertd'],
      },
      selfSigned: { years: 5, key: 'rsa-2048', renewBefore: undefined },
      logs: [{ type: 'console', format: 'line' }],
      notifiers: [],
      secretFiles: [],
      clientFiles: [],
      keyAccounts: [],
      anchorFiles: [],
      http: {
        listen: [{ kind: 'tcp', host: '127.0.0.1', port: 12014 }],
        tokenFile: undefined,
        tls: undefined,
      },
      httpFiles: [],
      retention: { records: 200_000, days: 400 },
      proxy: { allowInternalUntrustedCerts: false, allowExternalUntrustedCerts: false },
      decidedAt: { profile: undefined, levels: new Map() },
      warnings: [],
    });
  });
});

describe('the suggested command', () => {
  it.each([
    ['/etc/mailcertd/mailcertd.yaml', false, 'mailcertd'],
    ['/etc/mailcertd/mailcertd.yaml', true, 'npx mailcertd'],
    ['/opt/m.yaml', false, 'mailcertd --config /opt/m.yaml'],
    ['/opt/m.yaml', true, 'npx mailcertd --config /opt/m.yaml'],
  ])('for %s, by npx: %s, is %s', (file, isByNpx, expected) => {
    expect(parseConfiguration('', file, { ...MAIL01, isRunByNpx: isByNpx })).toMatchObject({
      configuration: { settings: { command: expected.split(' ') } },
    });
  });
});

describe('the defaults', () => {
  it('of a store are personal and SMTP, IMAP and POP', () => {
    expect(configurationOf('stores: [{ name: A, path: /a/ }]').inventory.stores).toEqual([
      {
        name: 'A',
        path: '/a',
        services: ['SMTP', 'IMAP', 'POP'],
        personal: true,
        source: { inventory: 'configuration', place: 'mailcertd.yaml:1' },
      },
    ]);
  });

  it('of a connector are enabled, TLS and no fqdn', () => {
    expect(configurationOf('connectors:\n  - name: A\n    direction: send\n').inventory.connectors).toEqual([
      {
        name: 'A',
        direction: 'send',
        fqdn: undefined,
        enabled: true,
        starttls: true,
        source: { inventory: 'configuration', place: 'mailcertd.yaml:2' },
      },
    ]);
  });

  it('of a log file are lines, 10 MB and five rotated files', () => {
    expect(configurationOf('logs: [{ type: file, path: /a }]').logs).toEqual([
      { type: 'file', format: 'line', path: '/a', maxSize: 10_000_000, keep: 5 },
    ]);
  });

  it('of expiresSoon.remindAt are the usual times that are shorter than within', () => {
    expect(configurationOf('expiresSoon: { within: 7d }').settings.expiresSoon.remindAt).toEqual([3 * DAY, DAY]);
  });

  it('of the personal store are a path in the state directory', () => {
    const { stateDirectory, inventory } = configurationOf('stateDirectory: ./var/demo');
    expect([stateDirectory, inventory.stores[0]?.path]).toEqual([
      '/etc/mailcertd/var/demo',
      '/etc/mailcertd/var/demo/store',
    ]);
  });

  it('can be replaced by no store', () => {
    expect(configurationOf('stores: []').inventory.stores).toEqual([]);
  });
});

describe('relative paths', () => {
  it('are relative to the directory of the file', () => {
    const text =
      'stores: [{ name: A, path: "live/*/a.pem" }]\ntrust: [{ enterprise: ../ca.pem }]\nlogs: [{ type: file, path: e.log }]';
    const { inventory, trust, logs } = configurationOf(text);
    expect(inventory.stores[0]?.path).toBe('/etc/mailcertd/live/*/a.pem');
    const store = '{ name: A, path: a, passwordFiles: [/run/2, a.password], passwordFile: a.password }';
    expect(configurationOf(`stores: [${store}]`).inventory.stores[0]).toMatchObject({
      passwordFiles: ['/etc/mailcertd/a.password', '/run/2'],
    });
    expect(trust).toEqual([{ kind: 'enterprise', path: '/etc/ca.pem' }]);
    expect(logs[0]).toMatchObject({ path: '/etc/mailcertd/e.log' });
  });
});

describe('the name of the computer', () => {
  it.each([
    [
      'the hostname file when it has a dot',
      { hostnameFile: 'MAIL02.Contoso.com.', canonicalName: 'other.example' },
      'mail02.contoso.com',
    ],
    [
      'the canonical name when it has none',
      { hostnameFile: 'mail02', canonicalName: 'mail02.contoso.com' },
      'mail02.contoso.com',
    ],
    [
      'the kernel when there is no file',
      { hostnameFile: undefined, kernelHostname: 'mail03.contoso.com' },
      'mail03.contoso.com',
    ],
  ])('is read from %s', (_, host, fqdn) => {
    expect(configurationOf('', { ...MAIL01, ...host }).computer.fqdn).toBe(fqdn);
  });

  it.each([
    ['mail01.contoso.com', 'mail01.contoso.com', 'MAIL01'],
    ['Mail01.Contoso.Com.', 'mail01.contoso.com', 'MAIL01'],
    ['fifteenletters1.contoso.com', 'fifteenletters1.contoso.com', 'FIFTEENLETTERS1'],
    ['sixteenletters12.contoso.com', 'sixteenletters12.contoso.com', 'SIXTEENLETTERS1'],
    ['bücher.example', 'xn--bcher-kva.example', 'XN--BCHER-KVA'],
  ])('%s is %s, and %s to NetBIOS', (written, fqdn, netBiosName) => {
    expect(configurationOf(`computer: ${written}`).computer).toMatchObject({ fqdn, netBiosName });
  });
});

describe('the fqdn of a connector', () => {
  it.each([
    ['mail.contoso.com', 'mail.contoso.com'],
    ['MAIL01.CONTOSO.COM.', 'mail01.contoso.com'],
    ['MAIL01', 'mail01'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['例え。jp', 'xn--r8jz45g.jp'],
    ['_smtp.contoso.com', '_smtp.contoso.com'],
  ])('%s is required as %s', (written, fqdn) => {
    const { connectors } = configurationOf(`connectors: [{ name: A, direction: send, fqdn: ${written} }]`).inventory;
    expect(connectors[0]?.fqdn).toBe(fqdn);
  });
});

describe('the internal transport certificate', () => {
  const CANONICAL = '3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07';
  it.each([
    ['auto', 'auto'],
    ['none', 'none'],
    [CANONICAL, CANONICAL],
    [CANONICAL.toLowerCase(), CANONICAL],
    [CANONICAL.replaceAll(/(..)(?!$)/g, '$1:'), CANONICAL],
    [CANONICAL.replaceAll(/(..)(?!$)/g, '$1 '), CANONICAL],
    [`"\u200e${CANONICAL}"`, CANONICAL],
    ['1234567890123456789012345678901234567890', '1234567890123456789012345678901234567890'],
    ['12345678901234567890123456789012345678E1', '12345678901234567890123456789012345678E1'],
    ['0000000000000000000000000000000000000001', '0000000000000000000000000000000000000001'],
  ])('%s is %s', (written, expected) => {
    expect(configurationOf(`internalTransportCertificate: ${written}`).internalTransportCertificate).toBe(expected);
  });
});

describe('a written value', () => {
  it('is in the configuration', () => {
    const text = [
      'schedule: "*/20 * * * * *"',
      'timezone: Asia/Tokyo',
      'watch: false',
      'roles: [mailbox, mailbox]',
      'profile: exchange-2019',
      'locale: ja',
      'helpLink: "https://help.example/{id}"',
      'levels: { 12014: Warning }',
      'selfSigned: { years: 1, key: ec-p256, renewBefore: 30d }',
      'repeatInterval: 90s',
      'retention: { records: 5, days: 6 }',
      'eventSource: MSExchangeEdge',
      'expiresSoon: { within: 10d, fraction: 1, remindAt: [10d, 36h] }',
    ].join('\n');
    expect(configurationOf(text)).toMatchObject({
      schedule: '*/20 * * * * *',
      timezone: 'Asia/Tokyo',
      watch: false,
      computer: { roles: ['mailbox'] },
      locale: 'ja',
      helpLink: 'https://help.example/{id}',
      selfSigned: { years: 1, key: 'ec-p256', renewBefore: 30 * DAY },
      retention: { records: 5, days: 6 },
      settings: {
        profile: 'exchange-2019',
        repeatInterval: 90_000,
        levels: new Map([[12014, 'Warning']]),
        exchangeProvider: 'MSExchangeEdge',
        expiresSoon: { within: 10 * DAY, fraction: 1, remindAt: [10 * DAY, 1.5 * DAY] },
      },
    });
  });

  it('can use anchors and aliases', () => {
    const text = 'stores:\n  - { name: A, path: a, services: &mail [SMTP] }\n  - { name: B, path: b, services: *mail }';
    expect(configurationOf(text).inventory.stores.map((store) => store.services)).toEqual([['SMTP'], ['SMTP']]);
  });
});

describe('the language', () => {
  it('is that of the host if the file has none', () => {
    expect(configurationOf('', { ...MAIL01, locale: 'ja' }).locale).toBe('ja');
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'stores',
      'connectors',
      'name',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '&a ',
      '*a',
      '!!x ',
      '? ',
      '"',
      "'",
      '|',
      '>',
      '#',
      '%',
      '~',
      '*',
      '<<',
      '12014',
      '24h',
      '\t',
      '---',
      '...',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );

  it('is a configuration, or has errors of one line each with a position, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const parsed = parseConfiguration(pieces.join(''), 'x.yaml', MAIL01);
        if (parsed.kind === 'configuration') return;
        expect(parsed.errors.length).toBeGreaterThan(0);
        for (const { line, column, failure } of parsed.errors) {
          const message = failureText(failure, 'en');
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(message).toMatch(/^[^\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]+$/u);
          expect(message).not.toMatch(/Invalid input|Expected|Unrecognized|Too small|Too big|\[object/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('whose aliases multiply is refused', () => {
    const lines = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`),
    ];
    expect(errorsOf(lines.join('\n'))).toEqual([
      '1:1: invalid YAML: too many values by alias; write the values instead of aliases',
    ]);
  });

  it('whose aliases form a circle has a result', () => {
    expect(errorsOf('stores: &a [*a]')).toEqual(['1:13: stores must be a map of keys, not a list']);
  });
});

describe('the settings of proxying', () => {
  it.each([
    [
      'selfSigned: { renewBefore: 21d }',
      [
        '1:28: selfSigned.renewBefore "21d" must be longer than the warning time of expiresSoon (21d before expiry), for example 30d',
      ],
    ],
    [
      'expiresSoon: { within: 40d }\nselfSigned:\n  renewBefore: 30d',
      [
        '3:16: selfSigned.renewBefore "30d" must be longer than the warning time of expiresSoon (40d before expiry), for example 49d',
      ],
    ],
    [
      'expiresSoon: { within: 900d, fraction: 0.1 }\nselfSigned: { years: 1, renewBefore: 36d }',
      [
        '2:38: selfSigned.renewBefore "36d" must be longer than the warning time of expiresSoon (36d before expiry), for example 45d',
      ],
    ],
    ['selfSigned: { renewBefore: 22d }', []],
    ['selfSigned: { renewBefore: off }', []],
  ])('cause a warning if a renewal is later than the warnings: %s', (text, expected) => {
    expect(warningsOf(text)).toEqual(expected);
  });

  it.each([
    ['docs/events/{id}.md', []],
    ['https://wiki.contoso.com/{id}', []],
    ['/srv/events/{id}.md', []],
    [
      'wiki.contoso.com/{id}',
      [
        '1:11: helpLink is ignored, because it is neither a URL nor an absolute path; write one, for example https://wiki.contoso.com/mailcertd/{id}',
      ],
    ],
  ])('cause a warning for an unreachable helpLink: %s', (helpLink, expected) => {
    expect(warningsOf(`helpLink: "${helpLink}"`)).toEqual(expected);
  });

  it('can have the registry names of the documentation, with a warning at the position', () => {
    const { proxy, warnings } = configurationOf('watch: true\nproxy:\n  allowExternallUntrustedCerts: true\n');
    expect(proxy).toEqual({ allowInternalUntrustedCerts: false, allowExternalUntrustedCerts: true });
    expect(warnings[0]?.file).toBe('/etc/mailcertd/mailcertd.yaml');
    expect(linesOf(warnings)).toEqual([
      '3:3: allowExternallUntrustedCerts is another spelling of allowExternalUntrustedCerts; write allowExternalUntrustedCerts',
    ]);
  });

  it('cause each warning once', () => {
    expect(errorsOf('proxy: { allowExternalUntrustedCerts: true, allowExternallUntrustedCerts: false }\n')).toEqual([
      '1:45: allowExternallUntrustedCerts is the same key as allowExternalUntrustedCerts; remove one',
    ]);
  });
});
