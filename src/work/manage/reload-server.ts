import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { probeUrl } from '../../domain/connector/probe-target.ts';
import { serverProtocolOf } from '../../domain/connector/server-protocol.ts';
import { CHAIN_FAILURES } from '../../domain/failure/chain-failures.ts';
import { type Failure, mapFailureTexts } from '../../domain/failure/failure.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure, problemOfWords } from '../../domain/failure/problem-of-failure.ts';
import { oneLine } from '../../domain/one-line.ts';
import {
  type RotatedAddress,
  type RotatedCertificate,
  type RotatedConnector,
  type Rotation,
  type RotationObservation,
  rotationFailure,
} from '../../domain/served/rotation.ts';
import { SECOND } from '../../domain/time.ts';
import { pause } from '../deliver/pause.ts';
import { LedgerError } from '../errors.ts';
import type {
  ReloadOutcome,
  ReloadRequest,
  TargetProbeResult,
  VerifiedEndpoint,
} from '../operations/connector-operations.ts';
import type { LedgerReader, Rotations, Shard } from '../ports/ledger.ts';
import type { Reloader } from '../ports/system.ts';
import { type ProbeTargetDependencies, probeTarget } from '../query/probe-target.ts';
import { waitForRecord } from './wait-for-record.ts';

/**
 * The delays before the probes after a reload, ms, because some servers reload in the background.
 * The last delay repeats.
 */
const PROBE_DELAYS_MS: readonly number[] = [300, 1000, 3000, 5000];
/** The maximum length of a command's output that is stored, in characters. */
const MAX_DETAIL_CHARACTERS = 500;
/** The maximum number of connectors that are probed at the same time. */
const MAX_PROBED_AT_ONCE = 8;

/** The dependencies of `reloadServer`. */
export interface ReloadDependencies extends ProbeTargetDependencies {
  readonly shard: Shard;
  /** The trust sources of connectors that do not define their own. */
  readonly defaultTrust: readonly TrustSource[];
  readonly reloader: Reloader;
  /** Opens the event log; undefined if no daemon has run here. @throws {LedgerError} */
  readonly openReader: () => LedgerReader | undefined;
  /**
   * Stores the result of a reload.
   * @throws {LedgerError} if the account may not write, or no daemon has run
   */
  readonly recordRotation: Rotations['recordRotation'];
  readonly isDaemonRunning: () => Promise<boolean>;
  /** Returns a unique ID. */
  readonly newRotationId: () => string;
  /** Default: `PROBE_DELAYS_MS`. */
  readonly probeDelaysMs?: readonly number[];
}

/** Returns an error for storing: each text of it, such as the output of a command, in one line. */
function shortFailure(failure: Failure): Failure {
  return mapFailureTexts(failure, (text) => oneLine(text, MAX_DETAIL_CHARACTERS, '; '));
}

/** Returns only the fields that a stored reload result contains. */
const summaryOf = ({ thumbprint, serialNumber, notAfter }: RotatedCertificate): RotatedCertificate => {
  return { thumbprint, serialNumber, notAfter };
};

/** Returns the certificate that an address served; undefined if it is unknown. */
function servedCertificateOf({ conversation }: VerifiedEndpoint): RotatedCertificate | undefined {
  if (conversation.kind !== 'available' || !('chain' in conversation.value)) return undefined;
  const [{ certificate: leaf }] = conversation.value.chain;
  return leaf && summaryOf(leaf);
}

function problemOf({ conversation, address }: VerifiedEndpoint, { target }: TargetProbeResult): Problem {
  if (conversation.kind === 'unavailable') return conversation.problem;
  const location = probeUrl({ ...target, host: address });
  return 'answer' in conversation.value
    ? problemOfWords('starttls_not_offered', location, conversation.value.answer)
    : problemOfFailure('certificate_malformed', location, CHAIN_FAILURES.chain_certificate_unreadable);
}

/**
 * Returns each address of the second probe, with the certificates that it served in both probes.
 */
function compareAddresses(before: TargetProbeResult, after: TargetProbeResult): readonly RotatedAddress[] {
  return after.endpoints.map((endpoint) => {
    const { address, keyType } = endpoint;
    const previous = before.endpoints.find((other) => other.address === address && other.keyType === keyType);
    const certificate = servedCertificateOf(endpoint);
    return {
      address,
      keyType,
      before: previous && servedCertificateOf(previous),
      after: certificate,
      problem: certificate === undefined ? problemOf(endpoint, after) : undefined,
    };
  });
}

type RequestedConnector = ReloadRequest['connectors'][number];

/** Returns the certificates that a connector should serve, and those that it served. */
function rotatedConnector(
  { connector, expectedCertificates }: RequestedConnector,
  before: TargetProbeResult,
  after: TargetProbeResult,
): RotatedConnector {
  return {
    connector: connector.name,
    protocol: serverProtocolOf(connector) ?? connector.probe.protocol,
    onDisk: expectedCertificates.map(({ certificate }) => summaryOf(certificate)),
    problem: after.resolution.kind === 'unavailable' ? after.resolution.problem : undefined,
    addresses: compareAddresses(before, after),
  };
}

/**
 * Probes every connector of a request. Connectors with the same target share one probe. The results
 * are in the order of the connectors.
 * @param maxTimeoutMs limits the timeout of each probe
 */
async function probeAll(
  { connectors }: ReloadRequest,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
  maxTimeoutMs = Number.POSITIVE_INFINITY,
): Promise<readonly TargetProbeResult[]> {
  const probesByTarget = new Map<string, Promise<TargetProbeResult>>();
  const results: TargetProbeResult[] = [];
  for (let start = 0; start < connectors.length; start += MAX_PROBED_AT_ONCE) {
    const batch = connectors.slice(start, start + MAX_PROBED_AT_ONCE).map(({ connector }) => {
      const { probe, trust = dependencies.defaultTrust } = connector;
      const key = JSON.stringify([probe, trust]);
      const target = { ...probe, timeoutMs: Math.min(probe.timeoutMs, maxTimeoutMs) };
      const result = probesByTarget.get(key) ?? probeTarget(target, trust, dependencies, signal);
      probesByTarget.set(key, result);
      return result;
    });
    results.push(...(await Promise.all(batch)));
  }
  return results;
}

/** @param before in the order of the connectors, as `after` */
function rotatedConnectors(
  { connectors }: ReloadRequest,
  before: readonly TargetProbeResult[],
  after: readonly TargetProbeResult[],
): readonly RotatedConnector[] {
  return connectors.flatMap((connector, index) => {
    const [probedBefore, probedAfter] = [before[index], after[index]];
    if (probedBefore === undefined || probedAfter === undefined) return [];
    return [rotatedConnector(connector, probedBefore, probedAfter)];
  });
}

/**
 * Returns which certificates the connectors of a server serve and should serve. Reloads nothing.
 */
export async function observeBeforeReload(
  request: ReloadRequest,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
): Promise<readonly RotatedConnector[]> {
  const results = await probeAll(request, dependencies, signal);
  return rotatedConnectors(request, results, results);
}

/**
 * Reloads once, and probes until every connector serves what is on disk, or the wait has elapsed.
 * Also stops if the expected certificate is unknown. After a failed reload, probes only once.
 */
async function reloadAndVerify(
  request: ReloadRequest,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
): Promise<RotationObservation> {
  const { command, waitMs } = request;
  const { clock, reloader, probeDelaysMs = PROBE_DELAYS_MS } = dependencies;
  const before = await probeAll(request, dependencies, signal);
  const outcome = await reloader.reload(command, signal);
  signal.throwIfAborted();
  const reloadedMs = clock.monotonicMs();
  for (let attempt = 0; ; attempt += 1) {
    await pause(probeDelaysMs[Math.min(attempt, probeDelaysMs.length - 1)] ?? SECOND, signal);
    const remainingMs = waitMs - (clock.monotonicMs() - reloadedMs);
    const after = await probeAll(request, dependencies, signal, Math.max(remainingMs, SECOND));
    const connectors = rotatedConnectors(request, before, after);
    if (outcome.kind !== 'delivered') {
      const problem = problemOfFailure(outcome.reason, command.join(' '), shortFailure(outcome.failure));
      return { isReloaded: false, problem, connectors };
    }
    const rotation = { isReloaded: true, problem: undefined, connectors };
    const failure = rotationFailure(rotation);
    const isTimedOut = clock.monotonicMs() - reloadedMs >= waitMs;
    if (failure === undefined || failure === 'unknown' || isTimedOut) return rotation;
  }
}

/**
 * Reloads a server once, verifies what all its connectors serve afterwards, and stores the result.
 * The daemon writes one event for it. The reload is not undone if the result cannot be stored.
 */
export async function reloadServer(
  request: ReloadRequest,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
): Promise<ReloadOutcome> {
  const { requestedBy, command } = request;
  const observed = await reloadAndVerify(request, dependencies, signal);
  const rotation: Rotation = {
    ...observed,
    rotationId: dependencies.newRotationId(),
    requestedBy,
    command,
    at: dependencies.clock.now(),
    failure: rotationFailure(observed),
  };
  try {
    return { rotation, report: await storeAndAwaitRecord(rotation, dependencies, signal) };
  } catch (error) {
    if (error instanceof LedgerError) return { rotation, report: { kind: 'not-stored', failure: error.failure } };
    throw error;
  }
}

/**
 * Stores the result for the daemon, and waits until the daemon has logged it.
 * @throws {LedgerError}
 */
async function storeAndAwaitRecord(
  rotation: Rotation,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
): Promise<ReloadOutcome['report']> {
  const ledger = dependencies.openReader();
  const afterRecordId = (await ledger?.newestRecordId()) ?? 0;
  await dependencies.recordRotation(dependencies.shard, rotation);
  if (!(await dependencies.isDaemonRunning())) return { kind: 'no-daemon' };
  if (ledger === undefined) return { kind: 'not-yet' };
  return await waitForRecord(ledger, { afterRecordId, requestedBy: rotation.requestedBy }, signal);
}
