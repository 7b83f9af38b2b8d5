import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../../src/adapters/config/configuration.ts';
import { showConfiguration } from '../../../../src/adapters/config/show/show-configuration.ts';
import { configurationOf, MAIL01 } from '../mail01.ts';

/** The keys of places in the file. */
const PLACES = ['place', 'decidedAt', 'secretFiles', 'clientFiles', 'anchorFiles', 'httpFiles', 'keyAccounts'];

/** Returns the values that do not depend on the host. */
function withoutPlaces(configuration: Configuration): unknown {
  return JSON.parse(
    JSON.stringify({ ...configuration, levels: [...configuration.settings.levels] }, (key, value) =>
      PLACES.includes(key) ? undefined : value,
    ),
  );
}

describe('the printed configuration', () => {
  it('has every default, and durations and sizes in their written form', () => {
    expect(showConfiguration(configurationOf('logs: [{ type: console }, { type: file, path: e.log }]'), 'en')).toBe(
      `computer: mail01.contoso.com
stateDirectory: /var/lib/mailcertd
schedule: "*/15 * * * *"
watch: true
roles:
  - hub-transport
profile: exchange-2007 # the default
locale: en
helpLink: docs/events/{id}.md
stores:
  - name: My
    path: /var/lib/mailcertd/store
    services:
      - SMTP
    personal: true
trust:
  - system
internalTransportCertificate: auto
connectors: []
discover:
  postfix: false
  dovecot: false
  exim: false
  opensmtpd: false
  nginx: false
  certbot: false
probing:
  interval: 15m
  maxConcurrent: 32
  hostInterval: 100ms
expiresSoon:
  within: 21d
  fraction: 0.25
  remindAt:
    - 14d
    - 7d
    - 3d
    - 1d
selfSigned:
  years: 5
  key: rsa-2048
  renewBefore: off
repeatInterval: 1d
levels: {}
logs:
  - type: console
    format: line
  - type: file
    format: line
    path: /etc/mailcertd/e.log
    maxSize: 10MB
    keep: 5
notifiers: []
http:
  listen: 127.0.0.1:12014
retention:
  records: 200000
  days: 400
proxy:
  allowInternalUntrustedCerts: false
  allowExternalUntrustedCerts: false
eventSource: MSExchangeTransport
`,
    );
  });

  it('has syslog servers with their ports, and the journal', () => {
    const written =
      'logs: [{ type: syslog, address: "TLS://loghost", caFile: ca.pem, format: json }, { type: journal }]';
    expect(showConfiguration(configurationOf(written), 'en')).toContain(
      `logs:
  - type: syslog
    format: json
    address: tls://loghost:6514
    facility: daemon
    caFile: /etc/mailcertd/ca.pem
  - type: journal
`,
    );
    for (const [address, full] of [
      ['udp://127.0.0.1', 'udp://127.0.0.1:514'],
      ['tcp://[::1]', 'tcp://[::1]:514'],
      ['tcp://loghost:10514', 'tcp://loghost:10514'],
    ]) {
      const shown = showConfiguration(configurationOf(`logs: [{ type: syslog, address: "${address}" }]`), 'en');
      expect(shown).toContain(`    address: ${full}\n    facility: daemon\n`);
    }
  });

  it('has the origin of the levels and the profile, and the default level', () => {
    const shown = showConfiguration(configurationOf('profile: exchange-2019\nlevels:\n  12014: Warning\n'), 'en');
    expect(shown).toContain('profile: exchange-2019 # mailcertd.yaml:1\n');
    expect(shown).toContain('levels:\n  "12014": Warning # mailcertd.yaml:3, in place of Error\n');
  });

  it('has its comments in Japanese', () => {
    const shown = showConfiguration(configurationOf('levels:\n  12014: Warning\n'), 'ja');
    expect(shown).toContain('# 既定値\n');
    expect(shown).toContain('levels:\n  "12014": Warning # mailcertd.yaml:2 (既定値は Error)\n');
  });

  it('is the same when it is parsed again, even on a host that has other defaults', () => {
    const example = configurationOf(
      readFileSync(new URL('../../../../config/mailcertd.yaml', import.meta.url), 'utf8'),
    );
    const elsewhere = { ...MAIL01, hostnameFile: 'other.example', stateDirectory: '/other', locale: 'ja' } as const;
    const again = configurationOf(showConfiguration(example, 'en'), elsewhere);
    expect(withoutPlaces(again)).toEqual(withoutPlaces(example));
  });

  it('is the same when it is parsed again, whatever the names, thumbprints and sizes', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((name) => name === name.trim() && !/[*\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u.test(name));
    const thumbprint = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(text, thumbprint, fc.integer({ min: 1, max: 1e12 }), (name, print, size) => {
        const written = {
          internalTransportCertificate: print,
          connectors: [{ name, direction: 'send' }],
          stores: [{ name, path: `/${name}`, personal: false, passwordFiles: [`/${name}.password`, '/b'] }],
          logs: [
            { type: 'file', path: '/a', maxSize: `${size}B` },
            { type: 'syslog', address: 'tls://[::1]', caFile: `/${name}` },
            { type: 'syslog', address: 'udp://127.0.0.1', format: 'xml', facility: 'local7' },
            { type: 'journal' },
          ],
          levels: { 12014: 'Warning' },
        };
        const once = configurationOf(JSON.stringify(written));
        expect(withoutPlaces(configurationOf(showConfiguration(once, 'en')))).toEqual(withoutPlaces(once));
        expect(once.inventory.connectors[0]?.name).toBe(name);
        expect(once.internalTransportCertificate).toBe(print);
      }),
    );
  });
});
