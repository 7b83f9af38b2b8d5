import { chmodSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dovecotInventory } from '../../../src/adapters/discovery/dovecot-inventory.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { freePort } from '../free-port.ts';
import { needs, needsRoot } from '../needs.ts';
import { type Expected, expectAsDiscovered } from './as-discovered.ts';
import { foundHere } from './found-here.ts';
import { OwnDovecot } from './own-dovecot.ts';

const DAY = 86_400_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY };

/** A configuration and its expected result. */
interface Configuration extends Expected {
  readonly settings: string;
}

/** Every listener of Dovecot; each gets its own port. */
const LISTENERS = [
  ['imap-login', 'imap'],
  ['imap-login', 'imaps'],
  ['pop3-login', 'pop3'],
  ['pop3-login', 'pop3s'],
  ['submission-login', 'submission'],
  ['submission-login', 'submissions'],
  ['managesieve-login', 'sieve'],
  ['lmtp', 'lmtp'],
] as const;

describe.runIf(needsRoot() && needs('dovecot'))('a Dovecot', () => {
  let directory: TemporaryDirectory;
  let dovecot: OwnDovecot;
  let ports: readonly number[] = [];

  beforeAll(async () => {
    directory = temporaryDirectory();
    const issuer = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...DATES });
    for (const [name, key] of [
      ['mail', 'rsa'],
      ['ecdsa', 'ec'],
      ['imap', 'ec'],
      ['fabrikam', 'ec'],
      ['tailspin', 'rsa'],
    ] as const) {
      const made = makeCertificate({ commonName: `${name}.contoso.com`, key, issuer, ...DATES });
      directory.write(`pem/${name}.pem`, made.certificatePem + issuer.certificatePem);
      directory.write(`pem/${name}.key`, made.privateKeyPem, 0o600);
    }
    dovecot = new OwnDovecot(directory, 'dovecot');
    ports = await Promise.all(LISTENERS.map(() => freePort()));
  });

  afterAll(() => {
    dovecot?.[Symbol.dispose]();
    directory?.[Symbol.dispose]();
  });

  const files = (name: string, prefix = ''): string => `ssl_server {
    ${prefix}cert_file = ${directory.at('pem', `${name}.pem`)}
    ${prefix}key_file = ${directory.at('pem', `${name}.key`)}
  }`;
  /** Returns listeners with additional lines in their blocks; all others are disabled. */
  const services = (...names: readonly string[]): string =>
    LISTENERS.map(([service, name], at) => {
      const [, more = ''] = names.map((each) => each.split('|')).find(([each]) => each === name) ?? [];
      const isOn = names.some((each) => each.split('|')[0] === name);
      // The default chroot of login processes does not work in a separate directory.
      const chroot = service === 'lmtp' ? '' : 'chroot =\n';
      return `service ${service} {\n${chroot}inet_listener ${name} {\nport = ${isOn ? ports[at] : 0}\n${more}\n}\n}`;
    }).join('\n');
  const all = LISTENERS.map(([, name]) => name);
  const PROTOCOLS = 'protocols = imap pop3 lmtp sieve submission';

  const CONFIGURATIONS: Readonly<Record<string, () => Configuration>> = {
    'every protocol, at two addresses': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1, ::1\n${files('mail')}\n${services(...all)}`,
      served: 16,
    }),
    'every protocol, at every address there is': () => ({
      settings: `${PROTOCOLS}\n${files('mail')}\n${services(...all)}`,
      served: 16,
    }),
    'two certificates': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1\n${files('mail')}\n${files('ecdsa', 'alt_')}\n${services(...all)}`,
      served: 16,
    }),
    'two certificates of one kind of key, and a name that gets such a pair by what it inherits': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1\n${files('mail')}\n${files('tailspin', 'alt_')}
protocol imap {\n${files('ecdsa', 'alt_')}\n}\nlocal_name mail.fabrikam.com {\n${files('fabrikam')}\n}\n${services('imap', 'pop3')}`,
      served: 6,
      said: ['/fabrikam.pem is never served', '/mail.pem is never served'],
    }),
    'a certificate by protocol': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1\n${files('mail')}\nprotocol imap {\n${files('imap')}\n}\nprotocol !imap {\n${files('tailspin')}\n}\n${services('imap', 'imaps', 'pop3', 'lmtp')}`,
      served: 4,
    }),
    'a certificate by address': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1 127.0.0.2 127.0.1.1\n${files('mail')}\nlocal 127.0.0.2 {\n${files('imap')}\nprotocol sieve {\n${files('ecdsa')}\n}\n}\nlocal 127.0.1.0/24 {\n${files('tailspin')}\n}\n${services('imaps', 'lmtp', 'sieve')}`,
      served: 7,
      said: ['apply to LMTP'],
    }),
    'certificates by name': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1\n${files('mail')}\nlocal_name mail.fabrikam.com {\n${files('fabrikam')}\n}\nlocal_name *.tailspin.com {\n${files('tailspin')}\n}\nlocal_name mail01.contoso.com {\n${files('ecdsa')}\n}\n${services('imap', 'submission', 'sieve')}`,
      served: 5,
    }),
    'TLS off for one protocol, and needed by all others': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1\nssl = required\n${files('mail')}\nprotocol pop3 {\nssl = no\n}\n${services('imap', 'pop3')}`,
      served: 1,
    }),
    'included files': () => {
      directory.write('dovecot/conf.d/10-ssl.conf', files('imap'));
      directory.write('dovecot/conf.d/20-more.conf', `!include_try ../missing.conf\n!include ../more conf/*.conf\n`);
      directory.write('dovecot/more conf/names.conf', `local_name mail.fabrikam.com {\n${files('fabrikam')}\n}\n`);
      return {
        settings: `${PROTOCOLS}\nlisten = 127.0.0.1\n!include conf.d/*.conf\n${services('imap', 'lmtp')}`,
        served: 3,
      };
    },
    'a listener of its own, and one that only a proxy can speak to': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1\n${files('mail')}\n${services('imap|haproxy = yes', 'sieve|ssl = yes\nlisten = ::1')}`,
      served: 1,
      said: ['haproxy = yes'],
    }),
    'a certificate in the settings, and one that depends on who connects': () => ({
      settings: `${PROTOCOLS}\nlisten = 127.0.0.1\n${files('mail')}
protocol imap {\nssl_server_cert_file = "inline:${readFileSync(directory.at('pem/imap.pem'), 'utf8').replaceAll('\n', '\\n')}"\nssl_server_key_file = ${directory.at('pem/imap.key')}\n}
remote 192.0.2.0/24 {\n${files('tailspin')}\n}\n${services('imap', 'pop3')}`,
      served: 1,
      said: ['the value is in the settings, not in a file', 'clients from this address get other settings'],
    }),
  };

  it.each(Object.entries(CONFIGURATIONS))('with %s serves what is discovered', async (_what, make) => {
    const { settings, ...expected } = make();
    dovecot.write(settings);
    dovecot.apply();
    const source = dovecotInventory(foundHere(), { file: dovecot.file, reload: [] });
    await expectAsDiscovered(source, () => dovecot.listening(), expected);
  });

  it('with further instances is everything that they listen on; one without a name is named by its file', async () => {
    using second = new OwnDovecot(directory, 'second');
    using nameless = new OwnDovecot(directory, 'nameless');
    dovecot.write(`${PROTOCOLS}\nlisten = 127.0.0.1\n${files('mail')}\n${services('imaps')}`);
    dovecot.apply();
    // All instances share one list of instances.
    const state = `state_dir = ${dovecot.at('state')}\n${PROTOCOLS}`;
    second.write(`${state}\ninstance_name = second\nlisten = 127.0.0.1\n${files('ecdsa')}\n${services('pop3s')}`);
    second.apply();
    nameless.write(`${state}\nlisten = 127.0.0.2\n${files('tailspin')}\n${services('imaps')}`);
    nameless.apply();
    const source = dovecotInventory(foundHere(), { file: dovecot.file, reload: [] });
    const listening = (): readonly string[] => [dovecot, second, nameless].flatMap((each) => each.listening());
    const { value } = await expectAsDiscovered(source, listening, { served: 3 });
    const names = value.connectors.map(({ name }) => name);
    expect(names.sort()).toEqual([`${nameless.file} imaps`, 'dovecot imaps', 'second pop3s']);
  });

  it.each([
    ['!include', /own\.conf: Permission denied|permission_denied/],
    // Dovecot reports no error for these files: it skips them, and `doveconf` shows another
    // certificate than the server uses.
    ['!include_try', /permission_denied .*own\.conf/],
  ])('with an unreadable file included by %s is unavailable, and nothing is guessed', async (include, expected) => {
    dovecot.write(`${PROTOCOLS}\nlisten = 127.0.0.1\n${files('mail')}\n${include} own.conf\n${services('imaps')}`);
    chmodSync(directory.write('dovecot/own.conf', files('ecdsa')), 0o600);
    const signal = new AbortController().signal;
    const source = dovecotInventory(foundHere(), { file: dovecot.file, reload: [] });
    expect((await source.read(signal)).kind).toBe('available');
    await asUnprivileged(async () => {
      expect(() => readFileSync(directory.at('dovecot/own.conf'))).toThrow(/EACCES/);
      const result = await source.read(signal);
      if (result.kind === 'available') throw new Error('it was seen');
      const { reason, location, failure } = result.problem;
      expect(`${reason} ${location} ${failureText(failure, 'en')}`).toMatch(expected);
    });
  });

  it('with half-written settings has lost nothing: it is unavailable', async () => {
    const half = new OwnDovecot(directory, 'half');
    half.write('protocols {');
    const source = dovecotInventory(foundHere(), { file: half.file, reload: [] });
    const result = await source.read(new AbortController().signal);
    expect(result.kind === 'unavailable' && result.problem.reason).toBe('command_failed');
  });
});
