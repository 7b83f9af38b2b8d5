import type { AnchorsIdentity } from '../../domain/certificate/anchors-identity.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { resemblesIpAddress } from '../../domain/certificate/dns-name.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { type ProbeTarget, probeUrl } from '../../domain/connector/probe-target.ts';
import { CONVERSATION_FAILURES } from '../../domain/failure/conversation-failures.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import { continueResult, currentOrLastKnown, type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { type AddressToProbe, addressesToProbe } from '../../domain/served/addresses-to-probe.ts';
import { withAlternates } from '../../domain/served/alternating-certificates.ts';
import type { Endpoint, Served } from '../../domain/served/served.ts';
import { storableServed } from '../../domain/served/storable-served.ts';
import type { ConnectorProbe, Conversation, ConversationStep, ServedChainVerifier } from '../ports/probes.ts';
import type { ProbeLane } from './lane-capacity.ts';
import type { ProbeSlots } from './probe-slots.ts';
import type { ServedCache } from './served-cache.ts';

/** The dependencies of `probeConnector`. */
export interface ProbeDependencies {
  readonly probe: ConnectorProbe;
  /**
   * A slower client that reads all certificates that a server sends. It repeats a probe if an
   * intermediate certificate seems to be missing. Left out: `probe` itself reads all of them.
   */
  readonly exact?: ConnectorProbe;
  readonly verifier: ServedChainVerifier;
}

/** The target of a probe and the previous result. */
export interface ProbeInput {
  readonly target: ProbeTarget;
  /** The trust sources. */
  readonly trust: readonly TrustSource[];
  /** The previous result of the same URL; undefined: none. */
  readonly previous: ScanResult<readonly Endpoint[]> | undefined;
  /**
   * True: addresses that name resolution no longer returns are not probed, and their previous
   * results are kept. Default: false.
   */
  readonly isRetry?: boolean;
}

/** The state that all probes share. */
export interface ProbeResources {
  readonly slots: ProbeSlots;
  readonly servedCache: ServedCache;
}

type KeyType = Endpoint['keyType'];

const ANY_KEY_TYPE: readonly KeyType[] = ['any'];
const BOTH_KEY_TYPES: readonly KeyType[] = ['rsa', 'ecdsa'];

/**
 * Probes the addresses of a connector once, and verifies the served chains. The result of an
 * address continues its history: the time of its first failure, and its last answer. Rejects only
 * if canceled.
 */
export async function probeConnector(
  { target, trust, previous, isRetry = false }: ProbeInput,
  dependencies: ProbeDependencies,
  { slots, servedCache }: ProbeResources,
): Promise<ScanResult<readonly Endpoint[]>> {
  // An IP address needs no DNS query, and so no slot.
  const resolution = resemblesIpAddress(target.host)
    ? await dependencies.probe.resolve(target, slots.signal)
    : await runInSlot(slots, undefined, laneOf(previous), (signal) => dependencies.probe.resolve(target, signal));
  if (resolution.kind === 'unavailable') {
    // The last value of a resolution is a list of addresses, not of endpoints.
    const { last: _, ...rest } = resolution;
    return continueResult(previous, { ...rest, last: undefined });
  }
  const endpoints = previous === undefined ? [] : (currentOrLastKnown(previous)?.value ?? []);
  const addresses = addressesToProbe(resolution, endpoints);
  const unprobed = isRetry ? previousResultsOfUnlisted(addresses, endpoints) : [];
  const probed = isRetry ? addresses.filter(({ unlisted }) => unlisted === undefined) : addresses;
  const pendingEndpoints = probed.flatMap(({ address, ...listing }) =>
    (target.probesBothKeyTypes ? BOTH_KEY_TYPES : ANY_KEY_TYPE).map(async (keyType): Promise<Endpoint> => {
      const earlier = endpoints.find(
        (each) => each.address === address && each.keyType === keyType && each.isAlternate === undefined,
      );
      let durationMs: number | undefined;
      const converse = async (probe: ConnectorProbe): Promise<ScanResult<Served>> => {
        const { conversation, steps } = await runInSlot(slots, address, laneOf(earlier?.conversation), (signal) =>
          probe.converse(target, address, keyType, signal),
        );
        durationMs = durationOf(steps);
        return verifyAnswer(conversation, { target, address, trust }, dependencies);
      };
      const first = await converse(dependencies.probe);
      const fresh =
        dependencies.exact !== undefined && lacksIntermediate(first) ? await converse(dependencies.exact) : first;
      const previousAnswer = earlier && currentOrLastKnown(earlier.conversation)?.value;
      const result =
        fresh.kind === 'unavailable' ? fresh : { ...fresh, value: servedCache.keep(fresh.value, previousAnswer) };
      const conversation = continueResult(earlier?.conversation, result);
      // The last answer of an address that fails now stays outdated if it was.
      const isOutdated = conversation.kind === 'unavailable' && conversation.last !== undefined;
      return {
        address,
        keyType,
        conversation,
        ...listing,
        ...(durationMs === undefined ? {} : { durationMs }),
        ...(isOutdated ? outdatedOf(earlier) : {}),
      };
    }),
  );
  const { at, problems } = resolution;
  const value = dropIrrelevantFailures(await Promise.all(pendingEndpoints), unprobed).flatMap((current) =>
    withAlternates(
      current,
      endpoints.filter(({ address, keyType }) => address === current.address && keyType === current.keyType),
    ),
  );
  // Array.concat leaves no spare capacity, unlike flatMap and a spread. Thousands of these are
  // kept.
  return { kind: 'available', at, value: value.concat(unprobed), problems };
}

/**
 * Returns the previous results of the unlisted addresses (those that name resolution no longer
 * returns), with since when they are unlisted.
 */
function previousResultsOfUnlisted(
  addresses: readonly AddressToProbe[],
  endpoints: readonly Endpoint[],
): readonly Endpoint[] {
  return addresses.flatMap(({ address, unlisted }) =>
    unlisted === undefined
      ? []
      : endpoints.filter((each) => each.address === address).map((each) => ({ ...each, unlisted })),
  );
}

/** Returns the duration of a conversation in whole ms; undefined: it did not start. */
function durationOf(steps: readonly ConversationStep[]): number | undefined {
  return steps.length === 0 ? undefined : Math.round(steps.reduce((sum, { durationMs }) => sum + durationMs, 0));
}

/** Returns since when the earlier result is outdated, as a part of an endpoint; empty if it is not. */
function outdatedOf(earlier: Endpoint | undefined): Pick<Endpoint, 'outdatedAt'> {
  return earlier?.outdatedAt === undefined ? {} : { outdatedAt: earlier.outdatedAt };
}

/**
 * Removes failures that are not failures of the server, because another result shows that it
 * answers:
 * - TLS failed for one key type, and the address answers for the other one: the server has no
 *   certificate of this key type
 * - this host has no network of the address family, for example no IPv6, and another address
 *   answers; addresses that name resolution no longer returns do not count
 */
function dropIrrelevantFailures(endpoints: readonly Endpoint[], unprobed: readonly Endpoint[]): readonly Endpoint[] {
  const answering = [...endpoints, ...unprobed].filter(({ conversation }) => conversation.kind === 'available');
  const addresses = new Set(answering.map(({ address }) => address));
  const isListedAnswering = answering.some(({ unlisted }) => unlisted === undefined);
  return endpoints.filter(({ address, conversation }) => {
    if (conversation.kind === 'available' || conversation.last !== undefined) return true;
    const { reason } = conversation.problem;
    return !(reason === 'tls_failed' ? addresses.has(address) : reason === 'network_unreachable' && isListedAnswering);
  });
}

/** Returns the lane of a server by its previous result. */
function laneOf(previous: ScanResult<unknown> | undefined): ProbeLane {
  if (previous === undefined) return 'new';
  if (previous.kind === 'available') return 'answering';
  // Unavailable without a failed attempt: no probe was made since the start or a change.
  const isUnprobed = previous.times === 0;
  return isUnprobed ? 'new' : 'failing';
}

async function runInSlot<T>(
  slots: ProbeSlots,
  host: string | undefined,
  lane: ProbeLane,
  converse: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  using slot = await slots.take(host, lane);
  return await converse(slot.signal);
}

/**
 * Returns the answer with the verdict on its chain; unavailable if the certificate cannot be
 * parsed.
 */
async function verifyAnswer(
  result: ScanResult<Conversation>,
  { target, address, trust }: { target: ProbeTarget; address: string; trust: readonly TrustSource[] },
  { verifier }: ProbeDependencies,
): Promise<ScanResult<Served>> {
  if (result.kind === 'unavailable') return { ...result, last: undefined };
  let verdict: ChainVerdict | undefined;
  let anchors: AnchorsIdentity | undefined;
  const location = probeUrl({ ...target, host: address });
  if ('chain' in result.value) {
    try {
      ({ anchors, ...verdict } = await verifier.verify(result.value, trust));
    } catch (error) {
      return unavailable(result.at, { reason: 'io_error', location, failure: failureOfError(error) });
    }
  }
  const served = storableServed(result.value, verdict, target.serverName, anchors);
  if (served !== undefined) return { ...result, value: served };
  const failure = CONVERSATION_FAILURES.served_certificate_unreadable;
  return unavailable(result.at, problemOfFailure('certificate_malformed', location, failure));
}

/** Returns true if an intermediate certificate seems to be missing. */
function lacksIntermediate(result: ScanResult<Served>): boolean {
  const chain = result.kind === 'available' ? result.value.tls?.chain : undefined;
  return chain?.status === 'untrusted' && chain.missingIssuer !== undefined;
}
