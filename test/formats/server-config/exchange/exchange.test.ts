import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { decodeText } from '../../../../src/formats/server-config/decode-text.ts';
import { exchangeCertificates } from '../../../../src/formats/server-config/exchange/exchange-certificates.ts';
import { exchangeConnectors } from '../../../../src/formats/server-config/exchange/exchange-connectors.ts';
import {
  type ExchangeExport,
  parseExchangeExport,
} from '../../../../src/formats/server-config/exchange/exchange-export.ts';
import { saying } from '../../../domain/failure/saying.ts';
import {
  CERTIFICATE,
  DEFAULT_FRONTEND,
  SAMPLE,
  SAMPLE_DER,
  SAMPLE_THUMBPRINT,
  TO_INTERNET,
} from './exchange-sample.ts';

type DiscoveredConnectors = ReturnType<typeof exchangeConnectors>;

const PATH = '/srv/connectors.json';

function exported(changes: Readonly<Record<string, unknown>> = {}): ExchangeExport {
  const parsed = parseExchangeExport(JSON.stringify({ ...SAMPLE, ...changes }));
  if ('failure' in parsed) throw new Error(failureText(parsed.failure, 'en'));
  return parsed;
}

const found = (changes: Readonly<Record<string, unknown>> = {}): DiscoveredConnectors =>
  exchangeConnectors(exported(changes), { inventory: 'exchange', path: PATH });

/** Returns the result for one Receive connector with these changes. */
const receiving = (changes: Readonly<Record<string, unknown>>): DiscoveredConnectors =>
  found({ ReceiveConnectors: [{ ...DEFAULT_FRONTEND, ...changes }], SendConnectors: [] });

const details = ({ problems }: Pick<DiscoveredConnectors, 'problems'>): readonly string[] =>
  problems.map(({ reason, location, failure }) => `${reason} ${location}: ${failureText(failure, 'en')}`);

describe('text in the encodings of Windows', () => {
  it.each([
    ['UTF-8', Buffer.from('{"ä":1}')],
    ['UTF-8 with a mark', Buffer.from('\ufeff{"ä":1}')],
    ['UTF-16, as PowerShell 5 writes it', Buffer.from('\ufeff{"ä":1}', 'utf16le')],
    ['UTF-16 the other way round', Buffer.from('\ufeff{"ä":1}', 'utf16le').swap16()],
  ])('is read in %s', (_what, bytes) => {
    expect(decodeText(bytes)).toBe('{"ä":1}');
  });

  it.each([
    ['another code page', Buffer.from([0x7b, 0xe4, 0x7d])],
    ['half a character', Buffer.from([0xff, 0xfe, 0x7b])],
  ])('is refused in %s', (_what, bytes) => {
    expect(decodeText(bytes)).toBeUndefined();
  });
});

const EXPORT_AGAIN = 'export it again with the command in docs/discovery.md';

describe('the export of an Exchange server', () => {
  it.each([
    ['', `it is empty; ${EXPORT_AGAIN}`],
    ['Name : Default', `it is not valid JSON; ${EXPORT_AGAIN}`],
    ['[]', `it is a list instead of an object with ReceiveConnectors, SendConnectors, Certificates; ${EXPORT_AGAIN}`],
    [
      '1',
      `it is a single value instead of an object with ReceiveConnectors, SendConnectors, Certificates; ${EXPORT_AGAIN}`,
    ],
    ['{"Receive":[]}', `it has none of ReceiveConnectors, SendConnectors, Certificates; ${EXPORT_AGAIN}`],
    ['{"Certificates":[1]}', 'Certificates must contain only objects'],
    [
      '{"Certificates":[],"Fqdn":1}',
      'Fqdn must be text; docs/discovery.md has the command that exports it in this form',
    ],
    [`{"Certificates":[${'{},'.repeat(1000)}{}]}`, 'Certificates has 1001 items; the maximum is 1000'],
    ['['.repeat(100_000), `it is not valid JSON: it is incomplete after line 1, character 100001; ${EXPORT_AGAIN}`],
  ])('is distinguished from other files: %.40s', (text, error) => {
    const parsed = parseExchangeExport(text);
    expect('failure' in parsed && failureText(parsed.failure, 'en')).toBe(error);
  });

  it('has lists even if PowerShell writes them as one item, or as nothing', () => {
    expect(
      exported({ ReceiveConnectors: DEFAULT_FRONTEND, SendConnectors: null, Certificates: undefined }),
    ).toMatchObject({
      fqdn: 'MAIL01.contoso.com',
      exportedAt: Date.UTC(2026, 10, 24, 9),
      receiveConnectors: [{ Name: 'Default Frontend MAIL01' }],
      sendConnectors: [],
      certificates: [],
    });
    expect(exported({ ReceiveConnectors: { value: [DEFAULT_FRONTEND], Count: 1 } }).receiveConnectors).toHaveLength(1);
  });
});

describe('a connector of Exchange', () => {
  it('is checked by its FQDN and probed at its server', () => {
    const { connectors, problems } = found();
    expect(problems).toEqual([]);
    const usual = { timeoutMs: 10_000, failureThreshold: 2, probesBothKeyTypes: false, client: undefined };
    expect(connectors).toEqual([
      {
        name: 'Default Frontend MAIL01',
        direction: 'receive',
        fqdn: 'mail.contoso.com',
        enabled: true,
        starttls: true,
        probe: { ...usual, protocol: 'smtp', host: 'mail01.contoso.com', port: 25, serverName: 'mail.contoso.com' },
        source: { inventory: 'exchange', place: `${PATH}#ReceiveConnectors[0]` },
      },
      {
        name: 'To Internet',
        direction: 'send',
        fqdn: 'mail.contoso.com',
        enabled: true,
        starttls: true,
        probe: { ...usual, protocol: 'smtp', host: 'relay.contoso.com', port: 25, serverName: 'relay.contoso.com' },
        requireTls: true,
        source: { inventory: 'exchange', place: `${PATH}#SendConnectors[0]` },
      },
    ]);
  });

  it.each([
    [{ AuthMechanism: 'Tls' }, { starttls: true }],
    [{ AuthMechanism: 'BasicAuth, TLS' }, { starttls: true }],
    [{ AuthMechanism: 'BasicAuthRequireTLS, Integrated' }, { starttls: false }],
    [{ AuthMechanism: 'None' }, { starttls: false }],
    [{ AuthMechanism: { value: 'x', Value: 'Tls' } }, { starttls: true }],
    [{ RequireTLS: true }, { requireTls: true }],
    [{ RequireTLS: 'True' }, { requireTls: true }],
    [{ Enabled: false }, { enabled: false }],
    [
      { TlsCertificateName: '<I>CN=CA<S>CN=mail.contoso.com' },
      { tlsCertificateName: '<I>CN=CA<S>CN=mail.contoso.com' },
    ],
    [{ Fqdn: null }, { fqdn: 'mail01.contoso.com' }],
    [{ Fqdn: { value: 'x', Value: '' } }, { fqdn: 'mail01.contoso.com' }],
    [{ TlsCertificateName: { value: 'x', Value: '' } }, { fqdn: 'mail.contoso.com' }],
    [{ Name: 'a*b' }, { name: 'a_b' }],
    [{ Name: '' }, { name: 'ReceiveConnectors[0]' }],
    [{ Name: 'a\u001b[31m\nb' }, { name: 'a\u001b[31m\nb' }],
  ])('has its properties: %o', (changes, expected) => {
    const { connectors, problems } = receiving(changes);
    expect(problems).toEqual([]);
    expect(connectors).toMatchObject([expected]);
  });

  it.each([undefined, null, ''])(
    'with an unknown TLS offer (AuthMechanism %j) is not checked, and this is reported',
    (AuthMechanism) => {
      const answer = receiving({ AuthMechanism });
      expect(details(answer)).toEqual([
        `not_found ${PATH}#ReceiveConnectors[0]: the export has no AuthMechanism, so it is unknown whether the connector offers TLS; it is neither checked nor probed; docs/discovery.md has the export command`,
      ]);
      expect(answer.connectors).toMatchObject([{ starttls: true, fqdn: undefined, fqdnOrigin: 'discovered' }]);
      expect(answer.connectors[0]).not.toHaveProperty('probe');
      expect(receiving({ AuthMechanism, Enabled: false }).problems).toEqual([]);
    },
  );

  it.each([
    [
      { AuthMechanism: 1 },
      'AuthMechanism must be text; docs/discovery.md has the command that exports it in this form',
    ],
    [
      { Enabled: 'perhaps' },
      'Enabled must be true or false; docs/discovery.md has the command that exports it in this form',
    ],
    [{ TlsCertificateName: 'CN=mail' }, 'TlsCertificateName must have the form <I>issuer<S>subject'],
    [{ Bindings: ['all:25'] }, 'Bindings must contain only addresses with a port'],
    [{ Bindings: [{ Address: '0.0.0.0', Port: 0 }] }, 'Bindings must contain only addresses with a port'],
  ])('is omitted, and reported, if a property is invalid: %o', (changes, detail) => {
    const answer = receiving(changes);
    expect(answer.connectors).toEqual([]);
    expect(details(answer)).toEqual([`settings_malformed ${PATH}#ReceiveConnectors[0]: ${detail}`]);
  });

  it.each([
    [['192.0.2.1:2525'], 'smtp 192.0.2.1 2525'],
    [['[2001:db8::1]:25'], 'smtp 2001:db8::1 25'],
    ['0.0.0.0:587', 'smtp mail01.contoso.com 587'],
    [[{ Address: { IPAddressToString: '192.0.2.1' }, Port: 25 }], 'smtp 192.0.2.1 25'],
    [[], undefined],
  ])('is probed at its binding: %o', (bindings, probe) => {
    const { connectors, problems } = receiving({ Bindings: bindings });
    expect(problems).toEqual([]);
    const [connector] = connectors;
    const listed = connector?.probe && `${connector.probe.protocol} ${connector.probe.host} ${connector.probe.port}`;
    expect(listed).toBe(probe);
  });

  it('has its other bindings in the report, which are not probed', () => {
    const answer = receiving({ Bindings: ['0.0.0.0:25', '[::]:25', '0.0.0.0:2525'] });
    expect(details(answer)).toEqual([
      `not_probed ${PATH}#ReceiveConnectors[0]: it also listens on 0.0.0.0 port 2525, which is not probed`,
    ]);
  });

  it('is not probed if another one of its server listens at the same address', () => {
    const relay = { ...DEFAULT_FRONTEND, Name: 'Relay', Bindings: ['192.0.2.1:25'] };
    const answer = found({ ReceiveConnectors: [DEFAULT_FRONTEND, relay], SendConnectors: [] });
    expect(answer.connectors.map(({ probe }) => probe)).toEqual([undefined, undefined]);
    expect(details(answer)).toEqual([
      `not_probed ${PATH}#ReceiveConnectors[0]: it shares port 25 with "Relay": which of them answers depends on the client`,
      `not_probed ${PATH}#ReceiveConnectors[1]: it shares port 25 with "Default Frontend MAIL01": which of them answers depends on the client`,
    ]);
    for (const changes of [{ Enabled: false }, { Server: 'MAIL02' }, { Bindings: ['192.0.2.1:26'] }]) {
      const [first] = found({ ReceiveConnectors: [DEFAULT_FRONTEND, { ...relay, ...changes }] }).connectors;
      expect(first?.probe?.port).toBe(25);
    }
  });

  it.each([
    [{ Server: 'MAIL02' }, undefined],
    [{ Server: 'MAIL02', Fqdn: 'mail02.contoso.com' }, 'mail02.contoso.com'],
    [{ Server: undefined }, 'mail01.contoso.com'],
  ])('is probed at its own server, not at another one: %o', (changes, host) => {
    const answer = receiving(changes);
    expect(answer.connectors[0]?.probe?.host).toBe(host);
    expect(details(answer)).toEqual(
      host === undefined
        ? [`unresolved ${PATH}#ReceiveConnectors[0]: the FQDN of its server is unknown, so it is not probed`]
        : [],
    );
  });

  it('is not checked by the name of this computer if it and its server have none', () => {
    const answer = found({
      Fqdn: undefined,
      ReceiveConnectors: [{ ...DEFAULT_FRONTEND, Fqdn: 'MAIL01' }],
      SendConnectors: [],
    });
    expect(answer.connectors).toMatchObject([{ fqdn: undefined, fqdnOrigin: 'discovered' }]);
    expect(details(answer)).toEqual([
      `unresolved ${PATH}#ReceiveConnectors[0]: the FQDN of its server is unknown, so it is not probed`,
      `unresolved ${PATH}#ReceiveConnectors[0]: its Fqdn "MAIL01" is not a fully qualified domain name`,
      `unresolved ${PATH}#ReceiveConnectors[0]: its FQDN and that of its server are unknown, so no certificate is selected`,
    ]);
  });

  it('is named by its identity if several have one name', () => {
    const second = { ...DEFAULT_FRONTEND, Identity: 'MAIL02\\Default Frontend MAIL01', Server: 'MAIL02' };
    const { connectors } = found({ ReceiveConnectors: [DEFAULT_FRONTEND, second, second], SendConnectors: [] });
    expect(connectors.map(({ name }) => name)).toEqual([
      'MAIL01\\Default Frontend MAIL01',
      'MAIL02\\Default Frontend MAIL01',
      'ReceiveConnectors[2]',
    ]);
  });

  it.each([
    [{ SmartHosts: ['[192.0.2.9]'] }, { host: '192.0.2.9', port: 25, serverName: undefined }],
    [
      { SmartHosts: 'relay.contoso.com', Port: 587 },
      { host: 'relay.contoso.com', port: 587 },
    ],
    [{ TlsDomain: 'mx.contoso.com' }, { host: 'relay.contoso.com', serverName: 'mx.contoso.com' }],
    [{ TlsDomain: '*.contoso.com' }, { host: 'relay.contoso.com', serverName: 'relay.contoso.com' }],
  ])('that sends is probed at its smart host: %o', (changes, probe) => {
    const { connectors, problems } = found({ ReceiveConnectors: [], SendConnectors: [{ ...TO_INTERNET, ...changes }] });
    expect(problems).toEqual([]);
    expect(connectors).toMatchObject([{ probe }]);
  });

  it.each([
    [{ SmartHosts: [] }, true],
    [{ IgnoreSTARTTLS: true }, false],
  ])('that sends is not probed without one, or without TLS: %o', (changes, starttls) => {
    const { connectors, problems } = found({ ReceiveConnectors: [], SendConnectors: [{ ...TO_INTERNET, ...changes }] });
    expect(problems).toEqual([]);
    expect(connectors).toMatchObject([{ starttls }]);
    expect(connectors[0]).not.toHaveProperty('probe');
  });

  it('that sends has a report about smart hosts that are not probed, or invalid', () => {
    const several = found({ ReceiveConnectors: [], SendConnectors: [{ ...TO_INTERNET, SmartHosts: ['a.b', 'c.d'] }] });
    expect(details(several)).toEqual([
      `not_probed ${PATH}#SendConnectors[0]: only the first of its 2 smart hosts is probed`,
    ]);
    for (const [changes, detail] of [
      [{ SmartHosts: ['relay'] }, 'SmartHosts must contain only host names and addresses'],
      [{ Port: '25' }, 'Port must be a port number'],
    ] as const) {
      const answer = found({ ReceiveConnectors: [], SendConnectors: [{ ...TO_INTERNET, ...changes }] });
      expect(details(answer)).toEqual([`settings_malformed ${PATH}#SendConnectors[0]: ${detail}`]);
    }
  });
});

describe('a certificate of Exchange', () => {
  const certificates = (...changes: readonly Readonly<Record<string, unknown>>[]) =>
    exchangeCertificates(
      exported({ Certificates: changes.map((change) => ({ ...CERTIFICATE, ...change })) }),
      'exchange',
      PATH,
    );

  it('has the content of its bytes, and the services and the key in the export', () => {
    const answer = certificates({});
    expect(answer.problems).toEqual([]);
    expect(answer.certificates).toMatchObject([
      {
        certificate: { thumbprint: SAMPLE_THUMBPRINT, dnsNames: ['mail.contoso.com'] },
        store: 'exchange',
        location: { path: PATH, block: 0, alias: 'Microsoft Exchange' },
        services: ['IMAP', 'POP', 'IIS', 'SMTP'],
        key: { kind: 'matches', path: undefined },
      },
    ]);
    expect(answer.chains).toEqual(new Map([[SAMPLE_THUMBPRINT, { status: 'self-signed' }]]));
  });

  it.each([
    [{ HasPrivateKey: false }, { key: { kind: 'missing' } }],
    [{ Services: 'None' }, { services: [] }],
    [{ Services: 'SMTP, UMCallRouter' }, { services: ['SMTP'] }],
    [{ Services: 'SMTP, constructor, __proto__' }, { services: ['SMTP'] }],
    [{ RawData: [...SAMPLE_DER] }, { certificate: { thumbprint: SAMPLE_THUMBPRINT } }],
    [
      { RawData: { value: [...SAMPLE_DER], Count: SAMPLE_DER.length } },
      { certificate: { thumbprint: SAMPLE_THUMBPRINT } },
    ],
  ])('is read in its written form: %.60o', (changes, expected) => {
    const { certificates: read, problems } = certificates(changes);
    expect(problems).toEqual([]);
    expect(read).toMatchObject([expected]);
  });

  it.each([
    ['Valid', 'ThirdParty', { status: 'trusted', anchor: 'system' }],
    ['Valid', 'Enterprise', { status: 'trusted', anchor: 'enterprise' }],
    ['Valid', 'GroupPolicy', { status: 'trusted', anchor: 'enterprise' }],
    ['Untrusted', 'Unknown', undefined],
    ['DateInvalid', 'ThirdParty', undefined],
    [null, null, undefined],
  ])('has the chain status in the export: %s, %s', (Status, RootCAType, verdict) => {
    const { chains } = certificates({ IsSelfSigned: false, Status, RootCAType });
    expect(chains.get(SAMPLE_THUMBPRINT)).toEqual(verdict);
  });

  it.each([
    [{ RawData: null }, 'settings_malformed', 'RawData does not contain the certificate'],
    [{ RawData: 'no base64!' }, 'settings_malformed', 'RawData does not contain the certificate'],
    [{ RawData: [1, 256] }, 'settings_malformed', 'RawData does not contain the certificate'],
    [{ RawData: 'AAAA' }, 'der_malformed', /./],
    [
      { Services: 16 },
      'settings_malformed',
      'Services must be text; docs/discovery.md has the command that exports it in this form',
    ],
  ])('that cannot be read is reported with its position: %o', (changes, reason, detail) => {
    const { certificates: read, problems } = certificates({}, changes);
    expect(read).toHaveLength(1);
    expect(problems).toMatchObject([{ reason, location: `${PATH}#Certificates[1]`, failure: saying(detail) }]);
  });
});
