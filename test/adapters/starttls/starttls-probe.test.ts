import { describe, expect, it } from 'vitest';
import { StarttlsProbe } from '../../../src/adapters/starttls/starttls-probe.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { PROBE_PROTOCOLS, type ProbeTarget } from '../../../src/domain/connector/probe-target.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { scriptedServer } from './scripted-server.ts';

const DAY = 86_400_000;
const [notBefore, notAfter] = [Date.now() - DAY, Date.now() + DAY];
const ISSUER = makeCertificate({ commonName: 'Contoso CA', isCa: true, notBefore, notAfter });
const LEAF = makeCertificate({ commonName: 'mx.contoso.com', issuer: ISSUER, notBefore, notAfter });
const NEVER = new AbortController().signal;

const TARGET: ProbeTarget = {
  protocol: 'smtp',
  host: '127.0.0.1',
  port: 0,
  serverName: undefined,
  timeoutMs: 5000,
  failuresBeforeUnreachable: 2,
  both: false,
  client: undefined,
};

const probe = new StarttlsProbe({ clientName: 'mail01.contoso.com', clock: systemClock });

describe('a server that speaks as it should', () => {
  it.each(PROBE_PROTOCOLS)('is seen over %s', async (protocol) => {
    await using server = await scriptedServer(protocol, LEAF);
    const target = { ...TARGET, protocol, port: server.port };
    const { conversation } = await probe.converse(target, '127.0.0.1', 'any', NEVER);
    expect(conversation).toMatchObject({
      kind: 'seen',
      value: {
        starttls: /s$/.test(protocol) ? 'implicit' : 'offered',
        protocol: 'TLSv1.3',
        chain: [{ certificate: { thumbprint: LEAF.thumbprint } }],
      },
    });
    await expect.poll(server.connections).toBe(0);
  });
});
