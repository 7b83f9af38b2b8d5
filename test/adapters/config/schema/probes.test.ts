import { describe, expect, it } from 'vitest';
import { showConfiguration } from '../../../../src/adapters/config/show/show-configuration.ts';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { configurationOf, errorsOf, warningsOf } from '../mail01.ts';

const yaml = (keys: string, direction = 'receive'): string =>
  `connectors:\n  - name: A\n    direction: ${direction}\n    ${keys.replaceAll('\n', '\n    ')}\n`;

function connectorOf(keys: string, direction?: string): Connector {
  const [connector] = configurationOf(yaml(keys, direction)).inventory.connectors;
  if (connector === undefined) throw new Error('no connector');
  return connector;
}

describe('the probe of a connector', () => {
  it('is an address, with every default', () => {
    expect(connectorOf('probe: "smtp://127.0.0.1:25"')).toMatchObject({
      probe: {
        protocol: 'smtp',
        host: '127.0.0.1',
        port: 25,
        serverName: 'mail01.contoso.com',
        timeoutMs: 10 * SECOND,
        failureThreshold: 2,
        probesBothKeyTypes: false,
        client: undefined,
      },
      grace: 15 * MINUTE,
    });
  });

  it.each([
    ['stores: []\n', 'probe: smtp://mx.example.com', 'mx.example.com'],
    ['stores: []\n', 'probe: smtp://192.0.2.1', undefined],
    ['stores: []\n', 'fqdn: mail.example.com\nprobe: smtp://192.0.2.1', 'mail.example.com'],
    ['stores: []\n', 'certificateFile: mail.pem\nprobe: smtp://127.0.0.1', 'mail01.contoso.com'],
    ['stores: [{ name: A, path: a, personal: false }]\n', 'probe: smtp://mx.example.com', 'mx.example.com'],
    ['stores: [{ name: A, path: a }]\n', 'probe: smtp://mx.example.com', 'mail01.contoso.com'],
    ['', 'selectCertificate: false\nprobe: smtp://mx.example.com', 'mx.example.com'],
    ['stores: []\n', 'selectCertificate: true\nprobe: smtp://mx.example.com', 'mail01.contoso.com'],
    ['stores: []\ndiscover: { certbot: true }\n', 'probe: smtp://mx.example.com', 'mail01.contoso.com'],
  ])('with %j, of a Receive connector with %j probes for %s', (above, keys, serverName) => {
    const [connector] = configurationOf(`${above}${yaml(keys)}`).inventory.connectors;
    expect(connector?.probe?.serverName).toBe(serverName);
  });

  it('is a map with further settings', () => {
    const keys = `probe:
  url: imaps://mail.contoso.com
  timeout: 1500ms
  failureThreshold: 5
  name: Bücher.example
  keyTypes: [rsa, ecdsa]
  clientCertificateFile: client.pem
  clientKeyFile: /keys/client.key
reload: [systemctl, reload, dovecot]
grace: 1h
trust: [system, { enterprise: ca.pem }]
requireTls: true
selectCertificate: false`;
    expect(connectorOf(keys)).toMatchObject({
      probe: {
        protocol: 'imaps',
        host: 'mail.contoso.com',
        port: 993,
        serverName: 'xn--bcher-kva.example',
        timeoutMs: 1500,
        failureThreshold: 5,
        probesBothKeyTypes: true,
        client: { certificateFile: '/etc/mailcertd/client.pem', keyFile: '/keys/client.key' },
      },
      reload: ['systemctl', 'reload', 'dovecot'],
      grace: HOUR,
      trust: [{ kind: 'system' }, { kind: 'enterprise', path: '/etc/mailcertd/ca.pem' }],
      requireTls: true,
      selectCertificate: false,
    });
  });

  it.each([
    ['receive', 'fqdn: imap.contoso.com\nprobe: imaps://127.0.0.1', 'imap.contoso.com'],
    ['receive', 'probe: imaps://elsewhere.example', 'mail01.contoso.com'],
    ['receive', 'fqdn: a.example\nprobe: { url: imaps://127.0.0.1, name: b.example }', 'b.example'],
    ['send', 'fqdn: mail.contoso.com\nprobe: smtp://mx.fabrikam.com', 'mx.fabrikam.com'],
    ['send', 'probe: smtp://192.0.2.1', undefined],
    ['send', 'probe: "smtp://[2001:db8::1]"', undefined],
    ['send', 'probe: { url: "smtp://192.0.2.1", name: mx.fabrikam.com }', 'mx.fabrikam.com'],
  ])('of a %s connector with %j probes for %s', (direction, keys, serverName) => {
    expect(connectorOf(keys, direction).probe?.serverName).toBe(serverName);
  });

  it('has a client certificate whose key is in the same file', () => {
    const { probe } = connectorOf('probe: { url: smtp://mx.example, clientCertificateFile: a.pem }', 'send');
    expect(probe?.client).toEqual({ certificateFile: '/etc/mailcertd/a.pem', keyFile: '/etc/mailcertd/a.pem' });
  });

  it('is omitted if none is written, and its grace with it', () => {
    const connector = connectorOf('enabled: true');
    expect([connector.probe, connector.grace]).toEqual([undefined, undefined]);
  });

  it('can be of a server of the same organization', () => {
    expect(connectorOf('probe: smtp://mail02.contoso.com\ninternal: true', 'send').isInternal).toBe(true);
  });
});

describe('the probing settings', () => {
  it.each([
    ['', { intervalMs: 15 * MINUTE, maxConcurrent: 32, hostIntervalMs: 100 }],
    [
      'probing: { interval: 1m, maxConcurrent: 8, hostInterval: 0s }',
      { intervalMs: MINUTE, maxConcurrent: 8, hostIntervalMs: 0 },
    ],
    [
      'probing: { interval: 10s, hostInterval: 1m }',
      { intervalMs: 10 * SECOND, maxConcurrent: 32, hostIntervalMs: MINUTE },
    ],
    [
      'probing: { interval: 24d, maxConcurrent: 512 }',
      { intervalMs: 24 * DAY, maxConcurrent: 512, hostIntervalMs: 100 },
    ],
  ])('%j are parsed', (text, limits) => {
    expect(configurationOf(text).probing).toEqual(limits);
  });
});

describe('an error in a probe', () => {
  const FORM = 'for example smtp://127.0.0.1:25, imaps://mail.contoso.com or smtp://[2001:db8::1]:2525';

  it.each([
    ['probe: 127.0.0.1', `4:12: "127.0.0.1" is not the URL of a server; ${FORM}`],
    ['probe: "smtp://a b"', `4:12: "smtp://a b" has no valid host; ${FORM}`],
    ['probe: "smtp://\\e[31ma"', `4:12: "smtp://\\u001b[31ma" has no valid host; ${FORM}`],
    ['probe: tls://a.example', `4:12: "tls://a.example" requires a port, because tls has no default port; ${FORM}`],
    ['probe: smtp://a.example:0', `4:12: "smtp://a.example:0" must have a port from 1 to 65535; ${FORM}`],
    ['probe: smtp://a.example/x', `4:12: "smtp://a.example/x" must end after the host and the port; ${FORM}`],
    [
      'probe: imsp://a.example',
      '4:12: the protocol of probe must be smtp, lmtp, sieve, imap, pop3, smtps, imaps, pop3s or tls, not "imsp"; did you mean imap?',
    ],
    ...['smtp://me:secret@a.example', 'smtp://me:sec/ret@a.example', 'me:secret@a.example'].map(
      (address): [string, string] => [
        `probe: "${address}"`,
        '4:12: the URL must not contain a user name or password, because a probe does not log in',
      ],
    ),
    ['probe: 25', '4:12: probe must be an address such as smtp://127.0.0.1:25, or { url: ADDRESS }, not 25'],
    [
      'probe: [smtp://a.example]',
      '4:12: probe must be an address such as smtp://127.0.0.1:25, or { url: ADDRESS }, not a list',
    ],
    ['probe:', '4:5: probe must have a value; for the default, remove the key'],
    ['probe: {}', '4:12: url is required; write an address such as smtp://127.0.0.1:25'],
    ['probe: { url: smtp://a.example, timeuot: 5s }', '4:37: unknown key "timeuot"; did you mean timeout?'],
    ['probe: { url: smtp://a.example, timeout: 999ms }', '4:46: "999ms" is not between 1s and 5m'],
    ['probe: { url: smtp://a.example, timeout: 301s }', '4:46: "301s" is not between 1s and 5m'],
    [
      'probe: { url: smtp://a.example, timeout: soon }',
      '4:46: "soon" is not a duration; write a whole number and ms, s, m, h or d, as in 100ms, 10s or 15m',
    ],
    ['probe: { url: smtp://a.example, failureThreshold: 0 }', '4:55: failureThreshold must be at least 1, not 0'],
    [
      'probe: { url: smtp://a.example, name: 192.0.2.1 }',
      '4:43: "192.0.2.1" is an IP address; write a DNS name, for example mail.contoso.com',
    ],
    [
      'probe: { url: smtp://a.example, name: "" }',
      '4:43: name must not be empty; leave the key out for the default name',
    ],
    ['probe: { url: smtp://a.example, clientKeyFile: a }', '4:37: clientKeyFile requires clientCertificateFile'],
    [
      'reload: systemctl reload postfix',
      '4:13: reload must be a list of a program and its arguments, for example [systemctl, reload, postfix], not "systemctl reload postfix"',
    ],
    ['reload: []', '4:13: reload must have at least one item'],
    ['reload: [""]', '4:14: the program must not be empty; write its path'],
    ['reload: [~/reload]', '4:14: ~ is not expanded; write the absolute path of the program'],
    ['reload: [sleep, 5]', '4:21: reload must be text, not 5'],
    ['reload: ["a\\0b"]', '4:14: the word "a\\u0000b" must not contain invisible characters'],
    ['grace: -1s', '4:12: "-1s" is not a duration; write a whole number and ms, s, m, h or d, as in 100ms, 10s or 15m'],
    ['requireTls: yes', '4:17: requireTls must be true or false, not "yes"'],
    ['trust: [sytem]', '4:13: trust must be system or { enterprise: PATH }, not "sytem"'],
    ['internal: true', '4:5: internal is only valid for Send connectors; remove it'],
    ['requireClientCertificate: true', '4:5: requireClientCertificate is only valid for Send connectors; remove it'],
    [
      'selectCertificate: false',
      '4:5: selectCertificate: false requires a probe, for example probe: "smtp://mx.example.com:25"',
    ],
    [
      'selectCertificate: false\ncertificateFile: /a.pem',
      '4:5: selectCertificate must not be false if certificateFile is set; remove one of them',
    ],
  ])('%s is reported', (keys, error) => {
    expect(errorsOf(yaml(keys))).toEqual([error]);
  });

  it.each([
    [
      'selectCertificate: false',
      '4:5: selectCertificate is only valid for Receive connectors; use requireClientCertificate',
    ],
    [
      'requireClientCertificate: false\ntlsCertificateName: "<I>CN=A<S>CN=B"',
      '4:5: requireClientCertificate must not be false if tlsCertificateName is set; remove one of them',
    ],
  ])('of a Send connector %s is reported', (keys, error) => {
    expect(errorsOf(yaml(keys, 'send'))).toEqual([error]);
  });

  it.each([
    ['probing: { interval: 9s }', '1:22: "9s" is not between 10s and 24d'],
    ['probing: { interval: 25d }', '1:22: "25d" is not between 10s and 24d'],
    ['probing: { maxConcurrent: 0 }', '1:27: maxConcurrent must be at least 1, not 0'],
    ['probing: { maxConcurrent: 513 }', '1:27: maxConcurrent must be at most 512, not 513'],
    ['probing: { hostInterval: 61s }', '1:26: "61s" is not between 0s and 1m'],
    ['probing: { hostIntervall: 1s }', '1:12: unknown key "hostIntervall"; did you mean hostInterval?'],
    ['probing: off', '1:10: probing must be a map of keys, not "off"'],
  ])('%s is reported', (text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });

  it.each([
    ['grace: 1h', 'grace'],
    ['trust: [system]', 'trust'],
    ['internal: true', 'internal'],
  ])('%s without a probe is a warning', (keys, key) => {
    expect(warningsOf(yaml(keys, 'send'))).toEqual([
      `4:5: ${key} requires a probe, for example probe: "smtp://127.0.0.1:25"`,
    ]);
  });

  it('is a warning if no TLS is offered', () => {
    expect(warningsOf(yaml('starttls: false\nprobe: smtp://a.example'))).toEqual([
      '5:5: probe is not valid with starttls: false; remove one of them',
    ]);
  });
});

describe('probes of one host', () => {
  const probed = (count: number, keys = '', probing = ''): string =>
    `${probing}connectors:\n${Array.from({ length: count }, (_, at) => `  - { name: c${at}, direction: send, probe: { url: "smtp://mx.contoso.com:${1000 + at}"${keys} } }\n`).join('')}`;

  it.each([
    [probed(100, '', 'probing: { interval: 10s }\n'), []],
    [
      probed(101, '', 'probing: { interval: 10s }\n'),
      [
        '1:22: 101 probes of "mx.contoso.com" at hostInterval 100ms take 11s, longer than probing.interval (10s); increase interval or reduce hostInterval',
      ],
    ],
    [
      probed(16, ', keyTypes: [ecdsa, rsa]', 'probing: { hostInterval: 30s }\n'),
      [
        '1:26: 32 probes of "mx.contoso.com" at hostInterval 30s take 16m, longer than probing.interval (15m); increase interval or reduce hostInterval',
      ],
    ],
    [probed(3, '', 'probing: { interval: 10s, hostInterval: 0s }\n'), []],
  ])('that exceed the interval cause a warning', (text, warnings) => {
    expect(warningsOf(text)).toEqual(warnings);
  });

  it('are counted separately for each host', () => {
    const text = ['a', 'b'].map((host) => `  - { name: ${host}, direction: send, probe: "smtp://${host}.example" }\n`);
    expect(warningsOf(`probing: { interval: 10s, hostInterval: 8s }\nconnectors:\n${text.join('')}`)).toEqual([]);
  });
});

describe('a connector with a probe', () => {
  it('is printed as it is parsed, and parsed as it is printed', () => {
    const written = `connectors:
  - { name: A, direction: receive, probe: "smtp://[::1]", reload: [postfix, reload, ""], grace: 0s, requireTls: false }
  - { name: B, direction: send, probe: { url: "smtp://192.0.2.1", timeout: 1500ms, keyTypes: [rsa, ecdsa], clientCertificateFile: a }, internal: true, trust: [{ enterprise: b }] }
  - { name: C, direction: receive, fqdn: c.example, probe: { url: "tls://c.example:12345", name: d.example } }
  - { name: D, direction: send, requireClientCertificate: true }
  - { name: E, direction: receive, selectCertificate: false, probe: "smtp://mx.example.com" }
probing: { interval: 90s, maxConcurrent: 3, hostInterval: 250ms }
`;
    const configuration = configurationOf(written);
    const again = configurationOf(showConfiguration(configuration, 'en'));
    expect(again.inventory.connectors.map(({ source: _, ...rest }) => rest)).toEqual(
      configuration.inventory.connectors.map(({ source: _, ...rest }) => rest),
    );
    expect(again.probing).toEqual(configuration.probing);
    expect(showConfiguration(configuration, 'en')).toContain(
      'probing:\n  interval: 90s\n  maxConcurrent: 3\n  hostInterval: 250ms\n',
    );
  });
});
