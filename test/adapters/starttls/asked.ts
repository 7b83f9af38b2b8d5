import { StarttlsProbe } from '../../../src/adapters/starttls/starttls-probe.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import type { ProbeTarget } from '../../../src/domain/connector/probe-target.ts';
import type { Endpoint } from '../../../src/domain/connector/served.ts';
import type { ProbedEndpoint } from '../../../src/work/ports.ts';
import { type CertificateWish, type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import type { ScriptedServer } from './scripted-server.ts';

const DAY = 86_400_000;
/** A day ago, and in a day. */
export const DATES: Pick<CertificateWish, 'notBefore' | 'notAfter'> = {
  notBefore: Date.now() - DAY,
  notAfter: Date.now() + DAY,
};
export const ISSUER: MadeCertificate = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...DATES });
export const LEAF: MadeCertificate = makeCertificate({ commonName: 'mx.contoso.com', issuer: ISSUER, ...DATES });
export const NEVER: AbortSignal = new AbortController().signal;
export const CLIENT_NAME = 'mail01.contoso.com';

export const PROBE: StarttlsProbe = new StarttlsProbe({ clientName: CLIENT_NAME, clock: systemClock, chain: 'linked' });
/** Shows all that is sent. */
export const ALL: StarttlsProbe = new StarttlsProbe({ clientName: CLIENT_NAME, clock: systemClock, chain: 'all' });

export function targetOf(port: number, target: Partial<ProbeTarget> = {}): ProbeTarget {
  return {
    protocol: 'smtp',
    host: '127.0.0.1',
    port,
    serverName: undefined,
    timeoutMs: 20_000,
    failuresBeforeUnreachable: 2,
    both: false,
    client: undefined,
    ...target,
  };
}

/** Speaks to a server once, and waits until that sees the connection gone. */
export async function ask(
  server: ScriptedServer,
  target: Partial<ProbeTarget> = {},
  keyType: Endpoint['keyType'] = 'any',
  probe: StarttlsProbe = PROBE,
): Promise<ProbedEndpoint> {
  const whole = targetOf(server.port, target);
  const endpoint = await probe.converse(whole, whole.host, keyType, NEVER);
  await server.gone();
  return endpoint;
}
