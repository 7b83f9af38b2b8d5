import { expect, test } from 'vitest';
import { oldTlsProtocol } from '../../../src/domain/rule/old-tls-protocol.ts';
import { endpoint, seen, serves, target } from '../serving.ts';
import { CALM, connector, Life, NOON, notation, stored } from '../world.ts';

const LEAF = stored('A', { dnsNames: ['mail.contoso.com'] });

test.each([[['TLSv1', 'TLSv1.1']], [['TLSv1.1', 'TLSv1']], [['TLSv1.1', 'TLSv1.3', 'SSLv3']]])(
  '1409 names the newest obsolete version, in any order of addresses: %j',
  (protocols) => {
    const endpoints = protocols.map((protocol, index) =>
      endpoint(seen(NOON, serves(LEAF, { protocol })), `192.0.2.${index}`),
    );
    const records = new Life().pass({
      ...CALM,
      connectors: [connector('Edge', 'mail.contoso.com', { probe: target(), selectCertificate: false })],
      rules: [oldTlsProtocol],
      endpoints: new Map([['Edge', seen(NOON, endpoints)]]),
    });
    expect(records.map(notation)).toEqual(['1409(Edge; smtp://192.0.2.25:25; TLSv1.1)']);
  },
);
