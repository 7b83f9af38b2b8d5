import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { probeUrl } from '../../domain/connector/probe-target.ts';
import {
  type RotatedAddress,
  type RotatedCertificate,
  type Rotation,
  type RotationSight,
  rotationFailure,
} from '../../domain/connector/rotation.ts';
import type { Problem } from '../../domain/problem.ts';
import { SECOND } from '../../domain/time.ts';
import { probeTarget, type TargetMeans } from '../ask/probe-target.ts';
import { LedgerError } from '../errors.ts';
import type { AnsweredEndpoint, ProbeAnswer, ReloadOrder, ReloadOutcome } from '../operations.ts';
import type { LedgerReader, Reloader, Rotations, Shard } from '../ports.ts';
import { pause } from '../tell/pause.ts';
import { waitForRecord } from './wait-for-record.ts';

/** A server that reloads in the background is looked at again when so much has gone by, ms. */
const LOOKS_AFTER: readonly number[] = [300, 1000, 3000, 5000];
/** Of what a command said, so much is told. */
const TOLD_CHARACTERS = 500;

/** What a reload works with. */
export interface ReloadMeans extends TargetMeans {
  readonly shard: Shard;
  /** Whose anchors count where a connector does not say. */
  readonly trust: readonly TrustSource[];
  readonly reloader: Reloader;
  /** undefined: no daemon has run here. @throws {LedgerError} */
  readonly reader: () => LedgerReader | undefined;
  /** @throws {LedgerError} for whoever may not write, and where no daemon has run. */
  readonly orders: () => Promise<Rotations & Disposable>;
  readonly isDaemonRunning: () => Promise<boolean>;
  /** Unlike any before. */
  readonly newRotationId: () => string;
  /** Left out: as above. */
  readonly looksAfter?: readonly number[];
}

const rotated = ({ thumbprint, serialNumber, notAfter }: RotatedCertificate): RotatedCertificate => {
  return { thumbprint, serialNumber, notAfter };
};

/** What an address presents; undefined: it could not be seen. */
function presented({ conversation }: AnsweredEndpoint): RotatedCertificate | undefined {
  if (conversation.kind !== 'seen' || !('chain' in conversation.value)) return undefined;
  const [{ certificate }] = conversation.value.chain;
  return certificate && rotated(certificate);
}

function problemOf({ conversation, address }: AnsweredEndpoint, { target }: ProbeAnswer): Problem {
  if (conversation.kind === 'blind') return conversation.problem;
  const location = probeUrl({ ...target, host: address });
  return 'answer' in conversation.value
    ? { reason: 'starttls_not_offered', location, detail: conversation.value.answer }
    : { reason: 'certificate_malformed', location, detail: 'its certificate cannot be read' };
}

/** Each address of both looks: what it presented in the first, and in the second. */
function compared(before: ProbeAnswer, after: ProbeAnswer): readonly RotatedAddress[] {
  return after.endpoints.map((endpoint) => {
    const { address, keyType } = endpoint;
    const earlier = before.endpoints.find((each) => each.address === address && each.keyType === keyType);
    const now = presented(endpoint);
    return {
      address,
      keyType,
      before: earlier && presented(earlier),
      after: now,
      problem: now === undefined ? problemOf(endpoint, after) : undefined,
    };
  });
}

function sightOf(before: ProbeAnswer, after: ProbeAnswer, due: readonly StoredCertificate[]): RotationSight {
  return {
    onDisk: due.map(({ certificate }) => rotated(certificate)),
    isReloaded: true,
    problem: after.resolution.kind === 'blind' ? after.resolution.problem : undefined,
    addresses: compared(before, after),
  };
}

/** What a connector's server presents now, and what it should. */
export async function beforeReload(
  { connector, due }: ReloadOrder,
  means: ReloadMeans,
  signal: AbortSignal,
): Promise<RotationSight> {
  const now = await probeTarget(connector.probe, connector.trust ?? means.trust, means, signal);
  return sightOf(now, now, due);
}

/** One line, however many a command has printed. */
function oneLine(text: string): string {
  const line = text.trim().replace(/\s*\n\s*/g, '; ');
  return line.length <= TOLD_CHARACTERS ? line : `${line.slice(0, TOLD_CHARACTERS - 1)}…`;
}

/** Reloads, and looks until what should be presented is, or it is of no use to wait any longer. */
async function rotate(order: ReloadOrder, means: ReloadMeans, signal: AbortSignal): Promise<RotationSight> {
  const { connector, due, waitMs } = order;
  const { probe: target, reload: command, trust = means.trust } = connector;
  const { clock, reloader, looksAfter = LOOKS_AFTER } = means;
  const before = await probeTarget(target, trust, means, signal);
  const outcome = await reloader.reload(command, signal);
  signal.throwIfAborted();
  const begun = clock.monotonicMs();
  for (let looks = 0; ; looks += 1) {
    await pause(looksAfter[Math.min(looks, looksAfter.length - 1)] ?? SECOND, signal);
    const left = waitMs - (clock.monotonicMs() - begun);
    const inTime = { ...target, timeoutMs: Math.min(target.timeoutMs, Math.max(left, SECOND)) };
    const sight = sightOf(before, await probeTarget(inTime, trust, means, signal), due);
    if (outcome.kind !== 'delivered') {
      const problem = { reason: outcome.reason, location: command.join(' '), detail: oneLine(outcome.detail) };
      return { ...sight, isReloaded: false, problem };
    }
    const failure = rotationFailure(sight);
    const isOver = clock.monotonicMs() - begun >= waitMs;
    if (failure === undefined || failure === 'unknown' || isOver) return sight;
  }
}

/**
 * Has a connector's server read its certificate again, looks at what it presents then, and leaves what came of it for the
 * daemon to tell of. That it cannot be left anywhere keeps nobody from reloading.
 */
export async function reloadConnector(
  order: ReloadOrder,
  means: ReloadMeans,
  signal: AbortSignal,
): Promise<ReloadOutcome> {
  const { connector, asked } = order;
  const sight = await rotate(order, means, signal);
  const rotation: Rotation = {
    ...sight,
    rotationId: means.newRotationId(),
    connector: connector.name,
    asked,
    command: connector.reload,
    at: means.clock.now(),
    failure: rotationFailure(sight),
  };
  try {
    return { rotation, told: await leave(rotation, means, signal) };
  } catch (error) {
    if (error instanceof LedgerError) return { rotation, told: { kind: 'not-kept', why: error.message } };
    throw error;
  }
}

/** Leaves it for the daemon, and waits for its word. @throws {LedgerError} */
async function leave(rotation: Rotation, means: ReloadMeans, signal: AbortSignal): Promise<ReloadOutcome['told']> {
  using orders = await means.orders();
  const ledger = means.reader();
  const since = (await ledger?.head()) ?? 0;
  await orders.recordRotation(means.shard, rotation);
  if (!(await means.isDaemonRunning())) return { kind: 'no-daemon' };
  if (ledger === undefined) return { kind: 'not-yet' };
  return await waitForRecord(ledger, { since, asked: rotation.asked }, signal);
}
