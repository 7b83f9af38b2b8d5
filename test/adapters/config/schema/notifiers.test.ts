import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showConfiguration } from '../../../../src/adapters/config/show/show-configuration.ts';
import type { NotifierSettings } from '../../../../src/domain/alert/notifier-settings.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { configurationOf, errorsOf, linesOf, warningsOf } from '../mail01.ts';

const notifiersOf = (text: string): readonly NotifierSettings[] => configurationOf(text).notifiers;

const NOTIFIERS = {
  timeout: 30 * SECOND,
  match: { levels: ['Error', 'Warning'] },
  changes: ['raised', 'escalated', 'repeated', 'cleared'],
  groupWait: 2 * SECOND,
  holdFor: 0,
  retryFor: 48 * HOUR,
  locale: 'en',
};

/** One notifier of each type, with its required keys only. */
const SHORTEST = `notifiers:
  - { name: hooks, type: exec, directory: hooks.d }
  - { name: ops, type: webhook, url: "https://alerts.contoso.com/in" }
  - { name: mail, type: mail, server: "smtp://127.0.0.1:25", from: a@contoso.com, to: [b@contoso.com] }
  - { name: am, type: alertmanager, url: "http://127.0.0.1:9093/" }
  - { name: alive, type: heartbeat, urlFile: alive.url }
`;

describe('notifiers', () => {
  it('are empty by default', () => {
    expect(notifiersOf('')).toEqual([]);
  });

  it('have their defaults, in the order of the file', () => {
    expect(notifiersOf(SHORTEST)).toEqual([
      { ...NOTIFIERS, name: 'hooks', type: 'exec', run: { directory: '/etc/mailcertd/hooks.d' } },
      {
        ...NOTIFIERS,
        name: 'ops',
        type: 'webhook',
        endpoint: { url: 'https://alerts.contoso.com/in' },
        body: 'standard',
        allowUnverified: false,
      },
      {
        ...NOTIFIERS,
        ...{ name: 'mail', type: 'mail', server: 'smtp://127.0.0.1:25', from: 'a@contoso.com', to: ['b@contoso.com'] },
        starttls: 'required',
        allowUnverified: false,
      },
      {
        ...{
          name: 'am',
          type: 'alertmanager',
          url: 'http://127.0.0.1:9093',
          timeout: 30 * SECOND,
          holdFor: 0,
          interval: MINUTE,
          allowUnverified: false,
        },
        ...{ match: NOTIFIERS.match, locale: 'en' },
      },
      {
        ...{ name: 'alive', type: 'heartbeat', timeout: 30 * SECOND, interval: 5 * MINUTE, allowUnverified: false },
        endpoint: { urlFile: '/etc/mailcertd/alive.url' },
      },
    ]);
  });

  it('use the language of the configuration, or their own', () => {
    const [first, second] = notifiersOf(
      'locale: ja\nnotifiers: [{ name: a, type: exec, directory: a }, { name: b, type: exec, directory: a, locale: en }]',
    );
    expect([first, second]).toMatchObject([{ locale: 'ja' }, { locale: 'en' }]);
  });

  it('accept every key, with files relative to the configuration', () => {
    const [webhook, mail] = notifiersOf(`notifiers:
  - name: ops
    type: webhook
    urlFile: ops.url
    secretFile: /run/credentials/ops
    tokenFile: token
    caFile: ca.pem
    proxy: http://proxy.contoso.com:3128
    body: alertmanager
    timeout: 10s
    match: { levels: [Error], ids: [12014, 1003], connectors: ["Client *"], stores: [My], thumbprints: ["3f:2a:9c"], names: ["*.contoso.com"] }
    changes: [raised, cleared, once]
    groupWait: 0s
    holdFor: 5m
    retryFor: 30d
  - { name: post, type: mail, server: "smtps://mx:465", from: "mailcertd <a@contoso.com>", to: [a@b, c@d], user: u, passwordFile: p, starttls: off, allowUnverified: true, caFile: ca.pem }
`);
    expect(webhook).toEqual({
      ...{ name: 'ops', type: 'webhook', endpoint: { urlFile: '/etc/mailcertd/ops.url' }, body: 'alertmanager' },
      allowUnverified: false,
      ...{ secretFile: '/run/credentials/ops', tokenFile: '/etc/mailcertd/token', caFile: '/etc/mailcertd/ca.pem' },
      ...{
        proxy: 'http://proxy.contoso.com:3128',
        timeout: 10 * SECOND,
        groupWait: 0,
        holdFor: 5 * MINUTE,
        retryFor: 30 * DAY,
      },
      ...{ changes: ['raised', 'cleared', 'once'], locale: 'en' },
      match: {
        ...{ levels: ['Error'], ids: [12014, 1003], connectors: ['Client *'], stores: ['My'], thumbprints: ['3F2A9C'] },
        names: ['*.contoso.com'],
      },
    });
    expect(mail).toMatchObject({ user: 'u', passwordFile: '/etc/mailcertd/p', starttls: 'off', to: ['a@b', 'c@d'] });
  });

  it('that name events get them at every level', () => {
    const [ids, stores] = notifiersOf(
      'notifiers: [{ name: a, type: exec, directory: a, match: { ids: [1003] } }, { name: b, type: exec, directory: a, match: { stores: [My] } }]',
    );
    expect(ids).toMatchObject({ match: { ids: [1003] } });
    expect(ids).not.toHaveProperty('match.levels');
    expect(stores).toHaveProperty('match.levels', ['Error', 'Warning']);
  });

  it('accept a command as a list, the program relative to the configuration', () => {
    expect(notifiersOf('notifiers: [{ name: a, type: exec, command: [bin/notify, --to, "a b"] }]')).toMatchObject([
      { run: { command: ['/etc/mailcertd/bin/notify', '--to', 'a b'] } },
    ]);
  });

  it.each([
    [
      'logger',
      '1:46: "logger" is not searched in PATH, but in the directory of the configuration; write its absolute path, or "./logger"',
    ],
    ['./logger', undefined],
    ['bin/logger', undefined],
    ['/usr/bin/logger', undefined],
  ])('with the program %s have a warning about its other possible path', (program, expectedReason) => {
    const lines = warningsOf(`notifiers: [{ name: a, type: exec, command: [${program}, x] }]`);
    expect(lines).toEqual(expectedReason === undefined ? [] : [expectedReason]);
  });
});

const exec = (rest: string): string => `notifiers: [{ name: a, type: exec, directory: a${rest} }]`;
const DURATION_FORM = 'write a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d';

describe('an invalid notifier', () => {
  it.each([
    [
      'notifiers: [{ name: a, type: exce }]',
      '1:30: type must be exec, webhook, mail, alertmanager or heartbeat, not "exce"; did you mean exec?',
    ],
    ['notifiers: [{ name: a }]', '1:13: type is required; write exec, webhook, mail, alertmanager or heartbeat'],
    ['notifiers: [{ name: a, type: }]', '1:24: type must have a value'],
    ['notifiers: [{ name: a, type: exec }]', '1:13: directory or command is required'],
    [exec(', command: [a]'), '1:50: command is only valid without directory; remove one of them'],
    [exec(', command: []').replace('directory: a, ', ''), '1:45: command must have at least one item'],
    [
      exec(', command: "a b"').replace('directory: a, ', ''),
      '1:45: command must be a list of a program and its arguments, for example [/usr/local/bin/page, --team, mail], not "a b"',
    ],
    ['notifiers: [{ name: a, type: exec, command: [""] }]', '1:46: the program must not be empty; write its path'],
    [
      'notifiers: [{ name: a, type: exec, command: ["a\\0b"] }]',
      '1:46: the word "a\\u0000b" must not contain invisible characters',
    ],
    [
      'notifiers: [{ name: a, type: exec, command: [~/page] }]',
      '1:46: ~ is not expanded; write the absolute path of the program',
    ],
    [exec(', url: x'), '1:50: unknown key "url"; valid keys: docs/configuration.md'],
    [exec(', timeout: 0s'), '1:59: "0s" must be greater than 0, for example 30s'],
    [exec(', timeout: 25d'), '1:59: "25d" must be at most 24d'],
    [
      exec(', groupWait: 2'),
      '1:61: groupWait must be a duration: a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d, not 2',
    ],
    [exec(', groupWait: soon'), `1:61: "soon" is not a duration; ${DURATION_FORM}`],
    [exec(', retryFor: 0s'), '1:60: "0s" must be greater than 0, for example 24h'],
    [exec(', changes: []'), '1:59: changes must have at least one item'],
    [
      exec(', changes: [rised]'),
      '1:60: changes must be raised, escalated, repeated, cleared or once, not "rised"; did you mean raised?',
    ],
    [
      'notifiers: [{ name: a, type: webhook, url: "http://a", secret: x }]',
      '1:56: unknown key "secret"; did you mean secretFile?',
    ],
    [
      'notifiers: [{ name: a, type: webhook, url: "http://a", token: x }]',
      '1:56: unknown key "token"; did you mean tokenFile?',
    ],
    [exec(', match: { id: [1] }'), '1:59: unknown key "id"; did you mean ids?'],
    [exec(', match: { ids: [12041] }'), '1:65: there is no event 12041; did you mean 12014?'],
    [
      exec(', match: { levels: [Eror] }'),
      '1:68: levels must be Error, Warning or Information, not "Eror"; did you mean Error?',
    ],
    [exec(', match: { connectors: [""] }'), '1:72: the pattern must not be empty; write one, or remove it'],
    [
      exec(', match: { thumbprints: [xyz1] }'),
      '1:73: "xyz1" is not a thumbprint; write all 40 hex digits, or at least the first 4',
    ],
    ['notifiers: [{ name: a, type: webhook }]', '1:13: url or urlFile is required'],
    [
      'notifiers: [{ name: a, type: webhook, url: "http://a", urlFile: b }]',
      '1:56: urlFile is only valid without url; remove one of them',
    ],
    [
      'notifiers: [{ name: a, type: webhook, url: "ftp://a" }]',
      '1:44: this is not a valid URL here; write one, for example https://alerts.contoso.com/in',
    ],
    [
      'notifiers: [{ name: a, type: heartbeat, url: alive }]',
      '1:46: this is not a valid URL here; write one, for example https://alerts.contoso.com/in',
    ],
    [
      'notifiers: [{ name: a, type: mail, server: "smtp://a:25/x", from: a@b, to: [a@b] }]',
      '1:44: the URL must end after the server and its port, for example smtp://mail01.contoso.com:25 or smtps://mail01.contoso.com:465',
    ],
    [
      'notifiers: [{ name: a, type: webhook, urlFile: u, proxy: "http://a:3128/Geheim" }]',
      '1:58: the URL must end after the server and its port, for example http://proxy.contoso.com:3128',
    ],
    [
      'notifiers: [{ name: a, type: mail, server: "smtp://a", from: ab, to: [a@b] }]',
      '1:62: "ab" is not a mail address; write one, for example alerts@contoso.com or mailcertd <alerts@contoso.com>',
    ],
    [
      'notifiers: [{ name: a, type: mail, server: "smtp://a", from: a@b, to: ["a@b\\r\\nBcc: c@d"] }]',
      '1:72: "a@b\\r\\nBcc: c@d" is not a mail address; write one, for example alerts@contoso.com or mailcertd <alerts@contoso.com>',
    ],
    [
      'notifiers: [{ name: a, type: mail, server: "smtp://a", from: a@b, to: [c@d], user: u }]',
      '1:78: user requires passwordFile',
    ],
    [
      'notifiers: [{ name: a, type: alertmanager, url: "https://a", user: u, passwordFile: p, tokenFile: t }]',
      '1:88: tokenFile is only valid without user; remove one of them',
    ],
    [
      'notifiers: [{ name: a, type: heartbeat, url: "http://a", match: {} }]',
      '1:58: unknown key "match"; valid keys: type, name, timeout, url, urlFile, caFile, proxy, allowUnverified, interval',
    ],
    [
      'notifiers: [{ name: a, type: exec, directory: a }, { name: a, type: exec, directory: b }]',
      '1:60: two notifiers are named "a"; change one of them',
    ],
  ])('is reported, with its position: %s', (text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });

  it.each(['url', 'proxy', 'server'])('with a password in its %s is reported without it', (key) => {
    const scheme = key === 'server' ? 'smtp' : 'http';
    const of: Readonly<Record<string, string>> = {
      url: 'type: webhook',
      proxy: 'type: webhook, urlFile: u',
      server: 'type: mail, from: a@b, to: [a@b]',
    };
    const errors = errorsOf(`notifiers: [{ name: a, ${of[key]}, ${key}: "${scheme}://user:Geheim@a" }]`);
    expect(errors.join()).toContain(
      'the URL must not contain a user name or password; use the keys for separate files',
    );
    expect(errors.join()).not.toMatch(/Geheim|user:/);
  });
});

describe('a secret in the wrong place', () => {
  it.each([
    ['webhook', 'url: "htps://hooks.contoso.com/Geheim"'],
    ['webhook', 'url: "hooks.contoso.com/Geheim"'],
    ['webhook', 'url: "https://hooks.contoso.com/Geheim\u200f"'],
    ['webhook', `url: "https://hooks.contoso.com/${'Geheim'.repeat(400)}"`],
    ['webhook', 'urlFile: "https://hooks.contoso.com/Geheim"'],
    ['webhook', 'url: "https://a", secretFile: whsec_Geheim'],
    ['webhook', 'url: "https://a", secretFile: "whsec_Geheim\\n"'],
    ['webhook', 'url: "https://a", tokenFile: "Geheim\\n"'],
    ['webhook', 'url: "https://a", tokenFile: "~Geheim"'],
    ['webhook', 'url: "https://a", tokenFile: 4711'],
    ['webhook', 'url: "https://a", proxy: "socks5://user:Geheim@a"'],
    ['webhook', 'url: "https://a", secret: Geheim'],
    ['heartbeat', 'url: hc-ping.com/Geheim'],
    ['alertmanager', 'url: "https://a", user: u, passwordFile: [Geheim]'],
    ['mail', 'from: a@b, to: [a@b], server: "a:25/Geheim"'],
    ['mail', 'from: a@b, to: [a@b], server: "smtp://a", user: u, passwordFile: 4711'],
  ])('of a %s is reported without it: %s', (type, keys) => {
    const errors = errorsOf(`notifiers: [{ name: a, type: ${type}, ${keys} }]`);
    expect(errors).toHaveLength(1);
    expect(errors.join()).not.toMatch(/Geheim|4711/);
  });

  it('in place of a file is reported with the fix', () => {
    expect(errorsOf('notifiers: [{ name: a, type: webhook, urlFile: "https://a/b" }]')).toEqual([
      '1:48: expected a file path, but this looks like the secret itself; put it in a file readable only by mailcertd and give that path',
    ]);
  });
});

describe('a possible secret in an address', () => {
  const RIGHT = 'put the URL in a file readable only by mailcertd, and use urlFile instead of url';
  const messageFor = (name: string): string => `the value of "${name}=" looks like a secret`;
  const pathAt = (host: string): string => `the path of a URL at ${host} is a secret`;

  it.each([
    [messageFor('token'), 'https://a/in?token=Geheim'],
    [messageFor('access_token'), 'https://a/in?x=1&access_token=Geheim&y=2'],
    [messageFor('accessToken'), 'https://a/in?accessToken=Geheim'],
    [messageFor('API-Key'), 'https://a/in?API-Key=Geheim'],
    [messageFor('secret'), 'https://a/?secret=Geheim'],
    [messageFor('sig'), 'https://a/?sig=Geheim'],
    [messageFor('code'), 'https://mail.azurewebsites.net/api/alerts?code=Geheim'],
    [messageFor('api_key'), 'https://a/?api%5Fkey=Geheim'],
    [messageFor('password'), 'https://a/?password=Geheim#x'],
    [pathAt('hooks.slack.com'), 'https://hooks.slack.com/services/T0/B0/Geheim'],
    [pathAt('hooks.slack.com'), 'https://hooks.slack.com./services/T0/B0/Geheim'],
    [pathAt('discord.com'), 'https://discord.com/api/webhooks/1/Geheim'],
    [pathAt('hc-ping.com'), 'https://hc-ping.com/Geheim'],
    [pathAt('webhook.office.com'), 'https://contoso.webhook.office.com/webhookb2/Geheim'],
    ['the path of the URL looks like a secret', 'https://a/hooks/Geheim4711Geheim4711'],
    ['the path of the URL looks like a secret', 'https://a/0e3f63cd-5c4b-4f5e-9a44-2a4f1c3dbe21/Geheim'],
  ])('has a warning, %s, and is not printed', (what, url) => {
    for (const type of ['webhook', 'heartbeat']) {
      const configuration = configurationOf(`notifiers: [{ name: a, type: ${type}, url: "${url}" }]`);
      expect(linesOf(configuration.warnings)).toEqual([`1:${37 + type.length}: ${what}; ${RIGHT}`]);
      expect(showConfiguration(configuration, 'en')).not.toContain('Geheim');
      expect(showConfiguration(configuration, 'en')).toContain(`url: ${new URL(url).origin}/…\n`);
    }
  });

  it.each([
    'https://a',
    'https://a/',
    'https://a/in',
    'https://hooks.slack.com/',
    'https://nothooks.slack.com.contoso.com/in',
    'https://a/notifications-of-certificates',
    'https://a/token=x',
    'https://a/?monkey=1&keys=2&tokens=3&hotkey=4&codes=5',
    'https://a/?token',
    'https://a/?token=',
  ])('is not found in %s', (url) => {
    expect(configurationOf(`notifiers: [{ name: a, type: webhook, url: "${url}" }]`).warnings).toEqual([]);
  });

  it.each([
    ['webhook', 'https://a', 'https://a'],
    ['webhook', 'https://a/', 'https://a/'],
    ['webhook', 'https://a:8443/in', 'https://a:8443/…'],
    ['webhook', 'https://a/?x', 'https://a/…'],
    ['heartbeat', 'https://a/ping', 'https://a/…'],
    ['alertmanager', 'http://127.0.0.1:9093', 'http://127.0.0.1:9093'],
    ['alertmanager', 'https://a/Geheim', 'https://a/…'],
  ])('in a %s at %s is printed %s', (type, url, shown) => {
    const configuration = configurationOf(`notifiers: [{ name: a, type: ${type}, url: "${url}" }]`);
    expect(configuration.warnings).toEqual([]);
    expect(showConfiguration(configuration, 'en')).toContain(`url: ${shown}\n`);
  });

  it('that was omitted in the output must be written again', () => {
    expect(errorsOf('notifiers: [{ name: a, type: webhook, url: "https://a/…" }]')).toEqual([
      '1:44: the URL contains …, which config show prints instead of a secret; write the complete URL',
    ]);
  });

  it('is refused in the address of an Alertmanager, to which a path is added', () => {
    for (const more of ['?token=Geheim', '#x']) {
      const errors = errorsOf(`notifiers: [{ name: a, type: alertmanager, url: "https://a/am${more}" }]`);
      expect(errors).toEqual([
        '1:49: the URL must end with the path, because /api/v2/alerts is appended, for example http://127.0.0.1:9093',
      ]);
    }
  });

  it.each(['/api/v2/alerts', '/api/v2/alerts/', '/am/api/v2', '/api/v1/alerts'])(
    'is no reason to include the path of the API in the address of an Alertmanager: %s',
    (path) => {
      expect(errorsOf(`notifiers: [{ name: a, type: alertmanager, url: "http://a:9093${path}" }]`)).toEqual([
        '1:49: the URL must not contain the API path, which is appended, for example http://127.0.0.1:9093',
      ]);
    },
  );
});

it('files of secrets are listed with their positions', () => {
  const text = `notifiers:
  - { name: a, type: webhook, urlFile: a.url,
      secretFile: /run/a, tokenFile: b }
  - { name: b, type: mail, server: "smtp://a", from: a@b, to: [a@b], user: u, passwordFile: p }
  - { name: c, type: exec, directory: d }
`;
  expect(configurationOf(text).secretFiles).toEqual([
    {
      ...{ key: 'urlFile', path: '/etc/mailcertd/a.url', line: 2, column: 40 },
      protection: { allowUnverified: false, proxy: undefined },
    },
    { key: 'secretFile', path: '/run/a', line: 3, column: 19 },
    { key: 'tokenFile', path: '/etc/mailcertd/b', line: 3, column: 38 },
    { key: 'passwordFile', path: '/etc/mailcertd/p', line: 4, column: 93 },
  ]);
});

describe('the printed notifiers', () => {
  const read = (text: string): unknown => JSON.parse(JSON.stringify(notifiersOf(text)));

  it('are parsed to the same value, if no address has a path', () => {
    const text = SHORTEST.replace('contoso.com/in', 'contoso.com');
    expect(read(showConfiguration(configurationOf(text), 'en'))).toEqual(read(text));
  });

  it('have every default, and files only by their names', () => {
    const text = 'notifiers: [{ name: ops, type: webhook, url: "https://a/", secretFile: s }]';
    expect(showConfiguration(configurationOf(text), 'en')).toContain(`notifiers:
  - name: ops
    type: webhook
    url: https://a/
    match:
      levels:
        - Error
        - Warning
    changes:
      - raised
      - escalated
      - repeated
      - cleared
    allowUnverified: false
    secretFile: /etc/mailcertd/s
    body: standard
    locale: en
    groupWait: 2s
    holdFor: 0s
    retryFor: 2d
    timeout: 30s
`);
  });

  it('preserve any name, program and pattern that is accepted', () => {
    const text = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 4 }), text, (name, command, pattern) => {
        const written = JSON.stringify({ notifiers: [{ name, type: 'exec', command, match: { names: [pattern] } }] });
        fc.pre(errorsOf(written).length === 0);
        expect(read(showConfiguration(configurationOf(written), 'en'))).toEqual(read(written));
      }),
    );
  });
});
