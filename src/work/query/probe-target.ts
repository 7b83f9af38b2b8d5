import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { AnsweredEndpoint, ProbeAnswer } from '../operations/connector-operations.ts';
import type { ConnectorProbe, ServedChainVerifier } from '../ports/probes.ts';
import type { Clock } from '../ports/system.ts';

/** The dependencies of `probeTarget`. */
export interface TargetDependencies {
  readonly probe: ConnectorProbe;
  readonly verifier: ServedChainVerifier;
  readonly clock: Clock;
}

/**
 * Probes every address of a target once: all addresses at the same time, and the key types of one
 * address one after the other.
 */
export async function probeTarget(
  target: ProbeTarget,
  trust: readonly TrustSource[],
  { probe, verifier, clock }: TargetDependencies,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const at = clock.now();
  const begun = clock.monotonicMs();
  const resolution = await probe.resolve(target, signal);
  const resolutionMs = clock.monotonicMs() - begun;
  const addresses = resolution.kind === 'available' ? resolution.value : [];
  const keyTypes: readonly Endpoint['keyType'][] = target.both ? ['rsa', 'ecdsa'] : ['any'];
  const endpoints = addresses.map(async (address) => {
    const answered: AnsweredEndpoint[] = [];
    for (const keyType of keyTypes) {
      const endpoint = await probe.converse(target, address, keyType, signal);
      const { conversation } = endpoint;
      const isShown = conversation.kind === 'available' && 'chain' in conversation.value;
      const verdict = isShown ? await verifier.verify(conversation.value, trust) : undefined;
      if (verdict === undefined) answered.push({ ...endpoint, chain: undefined });
      else {
        const { anchors: _, ...chain } = verdict;
        answered.push({ ...endpoint, chain });
      }
    }
    return answered;
  });
  return { at, target, resolution, resolutionMs, endpoints: (await Promise.all(endpoints)).flat() };
}
