import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { probeUrl } from '../../domain/connector/probe-target.ts';
import { oneLine } from '../../domain/one-line.ts';
import type { Problem } from '../../domain/problem.ts';
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
  ReloadOrder,
  ReloadOutcome,
  TargetProbeResult,
  VerifiedEndpoint,
} from '../operations/connector-operations.ts';
import type { LedgerReader, Rotations, Shard } from '../ports/ledger.ts';
import type { Reloader } from '../ports/system.ts';
import { type ProbeTargetDependencies, probeTarget } from '../query/probe-target.ts';
import { waitForRecord } from './wait-for-record.ts';

/**
 * The delays between probes after a reload, ms: some servers reload in the background. The last one
 * repeats.
 */
const CHECKS_AFTER_MS: readonly number[] = [300, 1000, 3000, 5000];
/** The stored length of a command's output, in characters. */
const MAX_DETAIL_CHARACTERS = 500;
/** How many connectors are probed at the same time. */
const PROBED_AT_ONCE = 8;

/** The dependencies of `reloadServer`. */
export interface ReloadDependencies extends ProbeTargetDependencies {
  readonly shard: Shard;
  /** The trust sources of connectors that do not define their own. */
  readonly trust: readonly TrustSource[];
  readonly reloader: Reloader;
  /** Opens the event log; undefined: no daemon has run here. @throws {LedgerError} */
  readonly reader: () => LedgerReader | undefined;
  /**
   * Stores the result of a reload.
   * @throws {LedgerError} if the account may not write, or no daemon has run
   */
  readonly recordRotation: Rotations['recordRotation'];
  readonly isDaemonRunning: () => Promise<boolean>;
  /** Returns a unique ID. */
  readonly newRotationId: () => string;
  /** Left out: `CHECKS_AFTER_MS`. */
  readonly checksAfterMs?: readonly number[];
}

const rotated = ({ thumbprint, serialNumber, notAfter }: RotatedCertificate): RotatedCertificate => {
  return { thumbprint, serialNumber, notAfter };
};

/** Returns the certificate that an address served; undefined: unknown. */
function servedCertificateOf({ conversation }: VerifiedEndpoint): RotatedCertificate | undefined {
  if (conversation.kind !== 'available' || !('chain' in conversation.value)) return undefined;
  const [{ certificate }] = conversation.value.chain;
  return certificate && rotated(certificate);
}

function problemOf({ conversation, address }: VerifiedEndpoint, { target }: TargetProbeResult): Problem {
  if (conversation.kind === 'unavailable') return conversation.problem;
  const location = probeUrl({ ...target, host: address });
  return 'answer' in conversation.value
    ? { reason: 'starttls_not_offered', location, detail: conversation.value.answer }
    : { reason: 'certificate_malformed', location, detail: 'its certificate cannot be read' };
}

/** Returns each address of the second probe with its certificate in both probes. */
function compared(before: TargetProbeResult, after: TargetProbeResult): readonly RotatedAddress[] {
  return after.endpoints.map((endpoint) => {
    const { address, keyType } = endpoint;
    const earlier = before.endpoints.find((each) => each.address === address && each.keyType === keyType);
    const now = servedCertificateOf(endpoint);
    return {
      address,
      keyType,
      before: earlier && servedCertificateOf(earlier),
      after: now,
      problem: now === undefined ? problemOf(endpoint, after) : undefined,
    };
  });
}

type ReloadedConnector = ReloadOrder['connectors'][number];

function rotatedConnector(
  { connector, due }: ReloadedConnector,
  before: TargetProbeResult,
  after: TargetProbeResult,
): RotatedConnector {
  return {
    connector: connector.name,
    onDisk: due.map(({ certificate }) => rotated(certificate)),
    problem: after.resolution.kind === 'unavailable' ? after.resolution.problem : undefined,
    addresses: compared(before, after),
  };
}

/**
 * Probes every connector of an order: eight at a time, and connectors with the same target once.
 */
async function probeAll(
  { connectors }: ReloadOrder,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
  timeoutMs = Number.POSITIVE_INFINITY,
): Promise<readonly TargetProbeResult[]> {
  const answers = new Map<string, Promise<TargetProbeResult>>();
  const all: TargetProbeResult[] = [];
  for (let at = 0; at < connectors.length; at += PROBED_AT_ONCE) {
    const probing = connectors.slice(at, at + PROBED_AT_ONCE).map(({ connector }) => {
      const { probe, trust = dependencies.trust } = connector;
      const key = JSON.stringify([probe, trust]);
      const target = { ...probe, timeoutMs: Math.min(probe.timeoutMs, timeoutMs) };
      const answer = answers.get(key) ?? probeTarget(target, trust, dependencies, signal);
      answers.set(key, answer);
      return answer;
    });
    all.push(...(await Promise.all(probing)));
  }
  return all;
}

function connectorsOf(
  { connectors }: ReloadOrder,
  before: readonly TargetProbeResult[],
  after: readonly TargetProbeResult[],
): readonly RotatedConnector[] {
  return connectors.flatMap((each, at) => {
    const [was, is] = [before[at], after[at]];
    return was === undefined || is === undefined ? [] : [rotatedConnector(each, was, is)];
  });
}

/** Probes which certificates the connectors of a server serve and should serve. Reloads nothing. */
export async function beforeReload(
  order: ReloadOrder,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
): Promise<RotationObservation> {
  const now = await probeAll(order, dependencies, signal);
  return { isReloaded: true, problem: undefined, connectors: connectorsOf(order, now, now) };
}

/**
 * Reloads once, and probes until every connector serves what is on disk, or the wait has elapsed.
 */
async function rotate(
  order: ReloadOrder,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
): Promise<RotationObservation> {
  const { command, waitMs } = order;
  const { clock, reloader, checksAfterMs = CHECKS_AFTER_MS } = dependencies;
  const before = await probeAll(order, dependencies, signal);
  const outcome = await reloader.reload(command, signal);
  signal.throwIfAborted();
  const begun = clock.monotonicMs();
  for (let checks = 0; ; checks += 1) {
    await pause(checksAfterMs[Math.min(checks, checksAfterMs.length - 1)] ?? SECOND, signal);
    const left = waitMs - (clock.monotonicMs() - begun);
    const after = await probeAll(order, dependencies, signal, Math.max(left, SECOND));
    const connectors = connectorsOf(order, before, after);
    if (outcome.kind !== 'delivered') {
      const problem = {
        reason: outcome.reason,
        location: command.join(' '),
        detail: oneLine(outcome.detail, MAX_DETAIL_CHARACTERS, '; '),
      };
      return { isReloaded: false, problem, connectors };
    }
    const rotation = { isReloaded: true, problem: undefined, connectors };
    const failure = rotationFailure(rotation);
    const isTimedOut = clock.monotonicMs() - begun >= waitMs;
    if (failure === undefined || failure === 'unknown' || isTimedOut) return rotation;
  }
}

/**
 * Reloads a server once, verifies what all its connectors serve afterwards, and stores the result.
 * The daemon writes one event for it. The reload is not undone if the result cannot be stored.
 */
export async function reloadServer(
  order: ReloadOrder,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
): Promise<ReloadOutcome> {
  const { requestedBy, command } = order;
  const rotationNow = await rotate(order, dependencies, signal);
  const rotation: Rotation = {
    ...rotationNow,
    rotationId: dependencies.newRotationId(),
    requestedBy,
    command,
    at: dependencies.clock.now(),
    failure: rotationFailure(rotationNow),
  };
  try {
    return { rotation, report: await leave(rotation, dependencies, signal) };
  } catch (error) {
    if (error instanceof LedgerError) return { rotation, report: { kind: 'not-kept', why: error.message } };
    throw error;
  }
}

/**
 * Stores the result for the daemon, and waits until the daemon has logged it.
 * @throws {LedgerError}
 */
async function leave(
  rotation: Rotation,
  dependencies: ReloadDependencies,
  signal: AbortSignal,
): Promise<ReloadOutcome['report']> {
  const ledger = dependencies.reader();
  const since = (await ledger?.head()) ?? 0;
  await dependencies.recordRotation(dependencies.shard, rotation);
  if (!(await dependencies.isDaemonRunning())) return { kind: 'no-daemon' };
  if (ledger === undefined) return { kind: 'not-yet' };
  return await waitForRecord(ledger, { since, requestedBy: rotation.requestedBy }, signal);
}
