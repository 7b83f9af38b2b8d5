import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { type ProbeTarget, probeUrl } from '../../domain/connector/probe-target.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { TargetProbeResult, VerifiedEndpoint } from '../operations/connector-operations.ts';
import type { ConnectorProbe, ProbedEndpoint, ServedChainVerifier } from '../ports/probes.ts';
import type { ReportProgress } from '../ports/progress.ts';
import type { Clock } from '../ports/system.ts';

/** The dependencies of `probeTarget`. */
export interface ProbeTargetDependencies {
  readonly probe: ConnectorProbe;
  readonly verifier: ServedChainVerifier;
  readonly clock: Clock;
  /** Receives how many addresses are probed; left out: progress is not shown. */
  readonly reportProgress?: ReportProgress | undefined;
}

/** Returns the verdict on a served chain; undefined if the server sent none. */
async function verdictOn(
  { conversation }: ProbedEndpoint,
  trust: readonly TrustSource[],
  verifier: ServedChainVerifier,
): Promise<ChainVerdict | undefined> {
  if (conversation.kind === 'unavailable' || !('chain' in conversation.value)) return undefined;
  const { anchors: _, ...verdict } = await verifier.verify(conversation.value, trust);
  return verdict;
}

/**
 * Probes every address of a target once: all addresses at the same time, and the key types of one
 * address one after the other.
 */
export async function probeTarget(
  target: ProbeTarget,
  trust: readonly TrustSource[],
  { probe, verifier, clock, reportProgress }: ProbeTargetDependencies,
  signal: AbortSignal,
): Promise<TargetProbeResult> {
  const report = (done: number, total?: number): void =>
    reportProgress?.({ activity: 'probe-server', name: probeUrl(target), done, total });
  report(0);
  const at = clock.now();
  const startedMs = clock.monotonicMs();
  const resolution = await probe.resolve(target, signal);
  const resolutionMs = clock.monotonicMs() - startedMs;
  const addresses = resolution.kind === 'available' ? resolution.value : [];
  const keyTypes: readonly Endpoint['keyType'][] = target.probesBothKeyTypes ? ['rsa', 'ecdsa'] : ['any'];
  let done = 0;
  report(done, addresses.length);
  const endpoints = addresses.map(async (address) => {
    const verifiedEndpoints: VerifiedEndpoint[] = [];
    for (const keyType of keyTypes) {
      const endpoint = await probe.converse(target, address, keyType, signal);
      verifiedEndpoints.push({ ...endpoint, chain: await verdictOn(endpoint, trust, verifier) });
    }
    done += 1;
    report(done, addresses.length);
    return verifiedEndpoints;
  });
  return { at, target, resolution, resolutionMs, endpoints: (await Promise.all(endpoints)).flat() };
}
