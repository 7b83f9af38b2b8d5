import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationOf, errorsOf, warningsOf } from '../mail01.ts';

/** Returns one notifier of a type. Its keys begin in column 24 plus the length of the type. */
const notifier = (type: string, keys: string): string => `notifiers: [{ name: a, type: ${type}, ${keys} }]`;
const mail = (server: string, keys: string): string =>
  notifier('mail', `from: a@b, to: [c@d], server: "${server}", user: u, passwordFile: p${keys}`);

const MAIL_RULE = (starttls: string): string =>
  `passwordFile requires "starttls: required", because with "starttls: ${starttls}" the server is not verified and the password can go to any server; to allow this, set "allowUnverified: true"`;
const HTTP_RULE = (key: string): string =>
  `${key} requires https://, because http:// is not encrypted and the server is not verified; to allow this, set "allowUnverified: true"`;

const REMOTE: readonly (readonly [string, string, string])[] = [
  ['a password by opportunistic STARTTLS', mail('smtp://mx', ', starttls: opportunistic'), MAIL_RULE('opportunistic')],
  ['a password without STARTTLS', mail('smtp://mx', ', starttls: off'), MAIL_RULE('off')],
  [
    'a password over smtps:// to any server',
    mail('smtps://mx', ', starttls: opportunistic'),
    MAIL_RULE('opportunistic'),
  ],
  ['a token of a webhook', notifier('webhook', 'url: "http://a", tokenFile: t'), HTTP_RULE('tokenFile')],
  ['a token of Alertmanager', notifier('alertmanager', 'url: "http://a:9093", tokenFile: t'), HTTP_RULE('tokenFile')],
  [
    'a password of Alertmanager',
    notifier('alertmanager', 'url: "http://192.0.2.1", user: u, passwordFile: p'),
    HTTP_RULE('passwordFile'),
  ],
  [
    'a token to this computer by way of a remote proxy',
    notifier('webhook', 'url: "http://127.0.0.1", proxy: "http://proxy:3128", tokenFile: t'),
    HTTP_RULE('tokenFile'),
  ],
];

describe('a secret that is sent to a remote server that is not verified', () => {
  it.each(REMOTE)('is refused: %s', (_, text, error) => {
    expect(errorsOf(text).map((line) => line.replace(/^1:\d+: /, ''))).toEqual([error]);
  });

  it.each(REMOTE)('is accepted with a warning if the notifier allows it: %s', (_, text, error) => {
    const key = error.split(' ')[0] ?? '';
    const warnings = warningsOf(text.replace(' }]', ', allowUnverified: true }]'));
    expect(warnings.map((line) => line.replace(/^1:\d+: /, ''))).toEqual([
      `the content of ${key} is sent to a server that is not verified, because allowUnverified is true`,
    ]);
  });

  it('is refused at the key that names it', () => {
    const text = notifier('webhook', 'url: "http://a", tokenFile: t');
    expect(errorsOf(text)[0]).toMatch(new RegExp(`^1:${text.indexOf('tokenFile') + 1}: `));
  });

  it('is refused if allowUnverified is false', () => {
    expect(errorsOf(notifier('webhook', 'url: "http://a", tokenFile: t, allowUnverified: false'))).toHaveLength(1);
  });
});

describe('no error and no warning', () => {
  it.each([
    ['a verified mail server', mail('smtp://mx', '')],
    ['a verified smtps:// server', mail('smtps://mx', ', starttls: required')],
    ['a mail server without a login', notifier('mail', 'from: a@b, to: [c@d], server: "smtp://mx", starttls: off')],
    ['https://', notifier('webhook', 'url: "https://a", tokenFile: t')],
    ['https:// by way of a proxy', notifier('webhook', 'url: "https://a", proxy: "http://p:3128", tokenFile: t')],
    ['http:// without a secret', notifier('webhook', 'url: "http://a"')],
    ['http:// with a signature', notifier('webhook', 'url: "http://a", secretFile: s')],
    ['a mail server on this computer', mail('smtp://localhost', ', starttls: off')],
    ['Alertmanager on this computer', notifier('alertmanager', 'url: "http://[::1]:9093", tokenFile: t')],
    ['a proxy on this computer', notifier('webhook', 'url: "http://127.0.0.1", proxy: "http://[::1]:1", tokenFile: t')],
    ['consent that nothing needs', notifier('webhook', 'url: "https://a", tokenFile: t, allowUnverified: true')],
  ])('is raised for %s', (_, text) => {
    expect(errorsOf(text)).toEqual([]);
    expect(configurationOf(text).warnings).toEqual([]);
  });
});

it('no name except localhost is treated as this computer', () => {
  fc.assert(
    fc.property(fc.domain(), fc.constantFrom('', '127.0.0.1.', 'localhost.', '127.'), (domain, front) => {
      expect(errorsOf(notifier('webhook', `url: "http://${front}${domain}", tokenFile: t`))).toHaveLength(1);
    }),
  );
});

it('every address of 127.0.0.0/8 is treated as this computer, however it is written', () => {
  const byte = fc.nat(255);
  fc.assert(
    fc.property(byte, byte, byte, fc.constantFrom('', '::ffff:'), (two, three, four, front) => {
      const address = `${front}127.${two}.${three}.${four}`;
      const host = front === '' ? address : `[${address}]`;
      expect(errorsOf(notifier('webhook', `url: "http://${host}", tokenFile: t`))).toEqual([]);
    }),
  );
});
