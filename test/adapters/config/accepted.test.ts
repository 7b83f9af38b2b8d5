import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../src/adapters/config/configuration.ts';
import { parseAccepted } from '../../../src/adapters/config/read/parse-accepted.ts';
import { notifierSummary } from '../../../src/adapters/config/resolve/notifier-summary.ts';
import { renderAccepted } from '../../../src/adapters/config/show/render-accepted.ts';
import { configurationOf, MAIL01 } from './mail01.ts';

const AT = Date.UTC(2026, 10, 29);
const EXAMPLE = configurationOf(readFileSync(new URL('../../../config/mailcertd.yaml', import.meta.url), 'utf8'));
const ELSEWHERE = { ...MAIL01, hostnameFile: 'other.example', stateDirectory: '/other', locale: 'ja' } as const;

/** Returns the part of an accepted configuration that commands use. */
function used(configuration: Configuration): object {
  const {
    logs: _,
    notifiers: __,
    secretFiles: ___,
    clientFiles: ____,
    anchorFiles: _____,
    httpFiles: _________,
    ...rest
  } = configuration;
  const { keyAccounts: ______, decidedAt: _______, warnings: ________, ...without } = rest;
  return without;
}

const RICH = configurationOf(`
stores:
  - { name: other, path: /srv/keys, personal: false, passwordFile: /etc/p }
trust: [system, { enterprise: ca.pem }]
connectors:
  - name: In
    direction: receive
    fqdn: mail.contoso.com
    certificateFile: cert.pem
    keyFile: key.pem
    reload: [systemctl, reload, postfix]
    probe: { url: "smtp://127.0.0.1:25", timeout: 10s }
  - { name: Out, direction: send, probe: smtp://mx.example:25 }
notifiers:
  - { name: chat, type: webhook, url: "https://chat.example/hooks/SECRET-PATH", match: { levels: [Error] } }
  - { name: hook, type: exec, command: [/bin/notify, SECRET-ARGUMENT] }
levels: { 12014: Warning }
logs: [{ type: console }]
`);

describe('the accepted configuration', () => {
  it.each([
    ['the example', EXAMPLE],
    ['a rich one', RICH],
    ['a small one', configurationOf('connectors: [{ name: In, direction: receive }]')],
  ])(
    'is the same when it is read again, without outputs, even on a host that has other defaults: %s',
    (_name, once) => {
      const again = parseAccepted(renderAccepted(once, AT), once, ELSEWHERE);
      expect(again?.acceptedAt).toBe(AT);
      expect(again?.notifiers).toEqual(JSON.parse(JSON.stringify(once.notifiers.map(notifierSummary))));
      expect(used(again?.configuration ?? once)).toEqual(used(once));
      expect(again?.configuration.notifiers).toEqual([]);
    },
  );

  it('contains no secret of a notifier', () => {
    expect(renderAccepted(RICH, AT)).not.toContain('SECRET');
    expect(JSON.stringify(RICH)).toContain('SECRET-PATH');
    expect(JSON.stringify(RICH)).toContain('SECRET-ARGUMENT');
  });

  it('is not used for another file or another state directory', () => {
    const text = renderAccepted(RICH, AT);
    expect(parseAccepted(text, { ...RICH, file: '/etc/other.yaml' }, MAIL01)).toBeUndefined();
    expect(parseAccepted(text, { ...RICH, stateDirectory: '/other' }, MAIL01)).toBeUndefined();
    expect(parseAccepted(text, RICH, MAIL01)).toBeDefined();
  });

  it('is not read from a truncated text, and a damaged text never throws', () => {
    const text = renderAccepted(RICH, AT);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 8 }), (at, instead) => {
        expect(parseAccepted(text.slice(0, at), RICH, MAIL01)).toBeUndefined();
        parseAccepted(text.slice(0, at) + instead + text.slice(at + instead.length), RICH, MAIL01);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(parseAccepted(json, RICH, MAIL01)).toBeUndefined();
      }),
    );
  });
});
