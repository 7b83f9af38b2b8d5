import type { ServedChainMode } from '../../../src/adapters/starttls/served-chain.ts';
import { StarttlsProbe } from '../../../src/adapters/starttls/starttls-probe.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import type { ProbeTarget } from '../../../src/domain/connector/probe-target.ts';
import type { Endpoint } from '../../../src/domain/served/served.ts';
import type { ProbedEndpoint } from '../../../src/work/ports/probes.ts';
import { type CertificateWish, type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import type { ScriptedServer } from './scripted-server.ts';

const DAY = 86_400_000;
/** A validity from yesterday to tomorrow. */
export const DATES: Pick<CertificateWish, 'notBefore' | 'notAfter'> = {
  notBefore: Date.now() - DAY,
  notAfter: Date.now() + DAY,
};
export const ISSUER: MadeCertificate = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...DATES });
export const LEAF: MadeCertificate = makeCertificate({ commonName: 'mx.contoso.com', issuer: ISSUER, ...DATES });
export const NEVER: AbortSignal = new AbortController().signal;
export const CLIENT_NAME = 'mail01.contoso.com';

/** Returns a probe without results of earlier connections. */
export function newProbe(chain: ServedChainMode = 'linked'): StarttlsProbe {
  return new StarttlsProbe({ clientName: CLIENT_NAME, clock: systemClock, chain });
}

export const PROBE: StarttlsProbe = newProbe();
/** A probe that returns all certificates that a server sends. */
export const ALL: StarttlsProbe = newProbe('all');

export function targetOf(port: number, target: Partial<ProbeTarget> = {}): ProbeTarget {
  return {
    protocol: 'smtp',
    host: '127.0.0.1',
    port,
    serverName: undefined,
    timeoutMs: 20_000,
    failureThreshold: 2,
    probesBothKeyTypes: false,
    client: undefined,
    ...target,
  };
}

/** Probes a server once, and returns when the server has closed the connection. */
export async function ask(
  server: Pick<ScriptedServer, 'port' | 'gone'>,
  target: Partial<ProbeTarget> = {},
  keyType: Endpoint['keyType'] = 'any',
  probe: StarttlsProbe = PROBE,
): Promise<ProbedEndpoint> {
  const whole = targetOf(server.port, target);
  const endpoint = await probe.converse(whole, whole.host, keyType, NEVER);
  await server.gone();
  return endpoint;
}

/** Returns the result and the steps of a probe, without their times. */
export function timeless({ conversation, steps, ...endpoint }: ProbedEndpoint): {
  readonly result: object;
  readonly steps: object;
} {
  const result =
    conversation.kind === 'available' ? { ...conversation, at: undefined } : { ...conversation, since: undefined };
  return { ...endpoint, result, steps: steps.map((step) => ({ ...step, durationMs: undefined })) };
}
