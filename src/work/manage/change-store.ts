import type { Condition } from '../../domain/condition/condition.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { liesElsewhere } from '../../domain/store-change/find-stored.ts';
import { livenessAt } from '../../domain/store-change/live-order.ts';
import type { Plan } from '../../domain/store-change/plan.ts';
import { enablingElsewhere } from '../../domain/store-change/plan-enable.ts';
import type { Refusal } from '../../domain/store-change/refusal.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';
import type { StoreOrder } from '../../domain/store-change/store-order.ts';
import { LedgerError } from '../errors.ts';
import type { ChangeOptions, ChangeOutcome, ChangeReport } from '../operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { beforeFirstStart } from '../query/before-first-start.ts';
import type { ScanOnceDependencies } from '../query/scan-once.ts';
import { scanOnce } from '../query/scan-once.ts';
import { judge } from '../scan/judge.ts';
import type { OrderDependencies } from './order-dependencies.ts';
import { planOrder, type ReadOrder } from './plan-order.ts';
import { simulateChange } from './simulate-change.ts';
import { waitForRecord } from './wait-for-record.ts';

/** Whether a daemon has seen the store: then a folder that is not there has gone away, and is not made anew. */
async function wasThere(name: string, { ledger, surroundings }: OrderDependencies): Promise<boolean> {
  try {
    const state = await ledger()?.state(surroundings.computer.fqdn);
    return state?.memory.storeSizes.has(name) === true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/**
 * Whether the folder of the personal store is there, to be changed; where a first certificate is to come into it, it is made,
 * unless that is only rehearsed. undefined: it is ready.
 * @throws {IssueError} where it cannot be made; rehearsed, where it could not be changed either
 */
async function readyStore(
  { verb }: Pick<StoreOrder, 'verb'>,
  { store, definition }: NonNullable<OrderDependencies['personal']>,
  isRehearsed: boolean,
  means: OrderDependencies,
): Promise<Refusal | undefined> {
  const { path } = definition;
  const [rules] = await means.readAccessRules([path]);
  const isMade = verb !== 'enable' && verb !== 'remove';
  if (rules === undefined && (!isMade || (await wasThere(store.name, means)))) {
    return { reason: 'store-unseen', problem: { reason: 'not_found', location: path, detail: '' } };
  }
  if (isRehearsed) await means.assertChangeable(path);
  else if (rules === undefined) await store.create();
  return undefined;
}

/**
 * Whether what an order would alter lies in a store that is not written to: then it is no matter what is wrong with the one
 * that is. undefined: it lies in none, or the order alters nothing that is there.
 */
async function orderedElsewhere(
  order: ReadOrder,
  means: ScanOnceDependencies,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  if (order.verb !== 'enable' && order.verb !== 'remove') return undefined;
  const { observation, byName: index } = await scanOnce(means, means.clock.now(), signal);
  const id = order.verb === 'enable' ? order.thumbprint : order.id;
  const elsewhere = liesElsewhere(id, { observation, index }, means.surroundings.personal?.name);
  return elsewhere !== undefined && order.verb === 'enable' ? enablingElsewhere(elsewhere, order) : elsewhere;
}

/** A plan that nothing stands against. */
type AcceptedPlan = Extract<Plan, { kind: 'issue' | 'request' | 'change' }>;

/** The change that a plan comes to, once what it needs is issued. Nothing is written. @throws {IssueError} */
async function issuePlanned(
  plan: AcceptedPlan,
  { issuer, requests }: Pick<OrderDependencies, 'issuer' | 'requests'>,
): Promise<StoreChange> {
  switch (plan.kind) {
    case 'issue':
      return { kind: 'install', ...(await issuer.issue(plan.order)), issuers: [], answers: undefined, ...plan.install };
    case 'request':
      return { kind: 'request', ...(await requests.request(plan.order)), ...plan.keep };
    case 'change':
      return plan.change;
  }
}

/** What the daemon left before the change. */
interface LedgerBefore {
  /** undefined: none left any, or none that whoever asks may read. */
  readonly read: { readonly reader: LedgerReader; readonly head: number } | undefined;
  readonly open: readonly Condition[];
  /** What lay in the store is known to it, so that what changes since is told; taken for so where nobody can read it. */
  readonly knowsStore: boolean;
}

async function ledgerBefore({ ledger, surroundings, personal }: OrderDependencies): Promise<LedgerBefore> {
  try {
    const reader = ledger();
    if (reader === undefined) return { read: undefined, open: [], knowsStore: false };
    const { open, memory } = await reader.state(surroundings.computer.fqdn);
    const knowsStore = memory.holdings?.path === personal?.definition.path;
    return { read: { reader, head: await reader.head() }, open, knowsStore };
  } catch (error) {
    if (error instanceof LedgerError) return { read: undefined, open: [], knowsStore: true };
    throw error;
  }
}

/** Why a store cannot be changed: nobody sees what lies in it. */
function unseen({ stores }: Observation, name: string): Refusal | undefined {
  const look = stores.get(name);
  if (look?.kind !== 'blind') return undefined;
  return { reason: 'store-unseen', problem: look.problem };
}

const NOT_HELD: Disposable = { [Symbol.dispose]: () => undefined };

/** All but the waiting, and only while the store is held. */
async function change(
  order: ReadOrder,
  options: ChangeOptions,
  means: OrderDependencies,
  ledger: LedgerBefore,
  signal: AbortSignal,
): Promise<Exclude<ChangeOutcome, { kind: 'done' }> | Omit<Extract<ChangeOutcome, { kind: 'done' }>, 'told'>> {
  const { personal, settings, clock, defaults } = means;
  const withoutStore = async (refusal: Refusal): Promise<ChangeOutcome & { kind: 'refused' }> => {
    return { kind: 'refused', refusal: (await orderedElsewhere(order, means, signal)) ?? refusal };
  };
  if (personal === undefined) return withoutStore({ reason: 'no-personal-store' });
  const { asked, isRehearsed, isForced, internal } = options;
  const unready = await readyStore(order, personal, isRehearsed, means);
  if (unready !== undefined) return withoutStore(unready);
  using _held = isRehearsed ? NOT_HELD : await personal.store.hold();

  // Rehearsed, a store that is yet to be made is not there, and empty.
  const surroundings = isRehearsed ? beforeFirstStart(means.surroundings, async () => false) : means.surroundings;
  const sight = await scanOnce({ ...means, surroundings }, clock.now(), signal);
  const blind = unseen(sight.observation, personal.definition.name);
  if (blind !== undefined) return { kind: 'refused', refusal: blind };
  const before = await judge(sight, settings, []);
  const { assessment } = before;
  const planning = { assessment, personal: personal.definition, defaults, internal };
  const asIs = planOrder(order, { ...planning, isForced });
  // Nothing is changed by a rehearsal: what would come of it where it is forced is what somebody wants to see who was refused.
  const isRefused = asIs.kind === 'refused' && isRehearsed && !isForced;
  const plan = isRefused ? planOrder(order, { ...planning, isForced: true }) : asIs;
  if (plan.kind === 'refused' || plan.kind === 'asks') return plan;
  if (plan.kind === 'unchanged') {
    const { isLive } = livenessAt(plan.stored.certificate, assessment.observation.now);
    if (isRehearsed || order.verb !== 'enable' || isLive === false) return plan;
    const given = await personal.store.giveLivePath(plan.stored);
    if (given === undefined) return plan;
    const { livePath, isMoved } = given;
    return { kind: isMoved ? 'linked' : 'unchanged', stored: plan.stored, livePath };
  }
  const planned = await issuePlanned(plan, means);
  const ground = { personal: personal.definition, asked, open: ledger.open };
  const rehearsal = await simulateChange(planned, before, ground, means);
  if (isRehearsed) {
    return { kind: 'rehearsed', change: planned, rehearsal, ...(isRefused ? { refusal: asIs.refusal } : {}) };
  }
  signal.throwIfAborted();
  const applied = await personal.store.apply(planned, asked);
  return { kind: 'done', change: planned, ...applied, rehearsal };
}

/**
 * Carries an order out: takes the store, looks, plans, issues, rehearses, changes it in one commit, lets it go, and waits for
 * the daemon's word. A rehearsal does the same up to the change, and takes nothing.
 * @throws {StoreBusyError} @throws {IssueError}
 */
export async function changeStore(
  order: StoreOrder,
  options: ChangeOptions,
  means: OrderDependencies,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  // Opening a keystore takes a while: nobody has to wait for that.
  const read: ReadOrder =
    order.verb === 'import'
      ? { verb: 'import', order, bundle: await means.bundles.read(order.path, order.passwordFiles, signal) }
      : order;
  const ledger = await ledgerBefore(means);
  const outcome = await change(read, options, means, ledger, signal);
  if (outcome.kind !== 'done') return outcome;
  return { ...outcome, told: await told(options, means, ledger, signal) };
}

async function told(
  { asked }: ChangeOptions,
  { isDaemonRunning, waitsMs }: OrderDependencies,
  { read, knowsStore }: LedgerBefore,
  signal: AbortSignal,
): Promise<ChangeReport> {
  if (!isDaemonRunning()) return { kind: knowsStore ? 'no-daemon' : 'never-ran' };
  if (read === undefined) return { kind: 'not-yet' };
  const waits = waitsMs === undefined ? {} : { waitsMs };
  return waitForRecord(read.reader, { since: read.head, asked, ...waits }, signal);
}
