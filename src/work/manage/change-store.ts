import type { Condition } from '../../domain/condition/condition.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { refusalOfOtherStore } from '../../domain/store-change/find-stored.ts';
import type { Plan } from '../../domain/store-change/plan.ts';
import { withResultingServices } from '../../domain/store-change/plan-enable.ts';
import type { Refusal } from '../../domain/store-change/refusal.ts';
import { stablePathOption } from '../../domain/store-change/stable-path-request.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';
import type { StoreCommand } from '../../domain/store-change/store-command.ts';
import { LedgerError } from '../errors.ts';
import type { ChangeOptions, ChangeOutcome, ChangeReport } from '../operations/store-operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { lastObservedReader } from '../query/last-observed-reader.ts';
import type { ScanOnceDependencies } from '../query/scan-once.ts';
import { scanOnce } from '../query/scan-once.ts';
import { treatUncreatedStoreAsEmpty } from '../query/treat-uncreated-store-as-empty.ts';
import { withLastObserved } from '../query/with-last-observed.ts';
import { evaluateScan } from '../scan/evaluate-scan.ts';
import type { OrderDependencies } from './order-dependencies.ts';
import { planOrder, type ReadOrder } from './plan-order.ts';
import { simulateChange } from './simulate-change.ts';
import { waitForRecord } from './wait-for-record.ts';

/**
 * Returns true if a daemon has scanned the store before. A directory that is missing now has then
 * been removed, and must not be created again.
 */
async function wasThere(name: string, { ledger, scanSources }: OrderDependencies): Promise<boolean> {
  try {
    const state = await ledger()?.state(scanSources.computer.fqdn);
    return state?.memory.storeSizes.has(name) === true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/**
 * Prepares the directory of the personal store. Creates it for an order that adds a first
 * certificate, except in a simulation.
 * @returns undefined: it is ready
 * @throws {IssueError} if it cannot be created, or in a simulation, if it could not be changed
 */
async function readyStore(
  { verb }: Pick<StoreCommand, 'verb'>,
  { store, definition }: NonNullable<OrderDependencies['personal']>,
  isDryRun: boolean,
  dependencies: OrderDependencies,
): Promise<Refusal | undefined> {
  const { path } = definition;
  const [rules] = await dependencies.readAccessRules([path]);
  const isMade = verb !== 'enable' && verb !== 'remove';
  if (rules === undefined && (!isMade || (await wasThere(store.name, dependencies)))) {
    return { reason: 'store-unavailable', problem: { reason: 'not_found', location: path, detail: '' } };
  }
  if (isDryRun) await dependencies.assertChangeable(path);
  else if (rules === undefined) await store.create();
  return undefined;
}

/**
 * Returns the refusal if the order would change a certificate in a store that mailcertd does not
 * write to. This refusal is more useful than a problem of the personal store.
 */
async function orderedElsewhere(
  order: ReadOrder,
  dependencies: ScanOnceDependencies,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  if (order.verb !== 'enable' && order.verb !== 'remove') return undefined;
  const { observation, index } = await scanOnce(dependencies, dependencies.clock.now(), signal);
  const id = order.verb === 'enable' ? order.thumbprint : order.id;
  const elsewhere = refusalOfOtherStore(id, { observation, index }, dependencies.scanSources.personal?.name);
  return elsewhere !== undefined && order.verb === 'enable' ? withResultingServices(elsewhere, order) : elsewhere;
}

/** A plan that was not refused. */
type AcceptedPlan = Extract<Plan, { kind: 'issue' | 'request' | 'change' }>;

/**
 * Issues the certificate or CSR of a plan, and returns the change. Writes nothing.
 * @throws {IssueError}
 */
async function issuePlanned(
  plan: AcceptedPlan,
  { issuer, requests }: Pick<OrderDependencies, 'issuer' | 'requests'>,
): Promise<StoreChange> {
  switch (plan.kind) {
    case 'issue':
      return {
        kind: 'install',
        ...(await issuer.issue(plan.parameters)),
        issuers: [],
        csr: undefined,
        ...plan.installSettings,
      };
    case 'request':
      return { kind: 'request', ...(await requests.request(plan.parameters)), ...plan.requestSettings };
    case 'change':
      return plan.change;
  }
}

/** The state of the event log before the change. */
interface LedgerBefore {
  /** undefined: there is no event log, or this account may not read it. */
  readonly read: { readonly reader: LedgerReader; readonly head: number } | undefined;
  readonly open: readonly Condition[];
  /**
   * True if the daemon knows the contents of the store, so that it logs the change. Also true if
   * the log cannot be read.
   */
  readonly knowsStore: boolean;
}

async function ledgerBefore({ ledger, scanSources, personal }: OrderDependencies): Promise<LedgerBefore> {
  try {
    const reader = ledger();
    if (reader === undefined) return { read: undefined, open: [], knowsStore: false };
    const { open, memory } = await reader.state(scanSources.computer.fqdn);
    const knowsStore = memory.storeHistory?.path === personal?.definition.path;
    return { read: { reader, head: await reader.head() }, open, knowsStore };
  } catch (error) {
    if (error instanceof LedgerError) return { read: undefined, open: [], knowsStore: true };
    throw error;
  }
}

/** Returns a refusal if the store could not be scanned. */
function refusalOf({ stores }: Observation, name: string): Refusal | undefined {
  const result = stores.get(name);
  if (result?.kind !== 'unavailable') return undefined;
  return { reason: 'store-unavailable', problem: result.problem };
}

const NOT_HELD: Disposable = { [Symbol.dispose]: () => undefined };

/** Runs a change up to its commit, while the store is locked. */
async function change(
  order: ReadOrder,
  options: ChangeOptions,
  dependencies: OrderDependencies,
  ledger: LedgerBefore,
  signal: AbortSignal,
): Promise<Exclude<ChangeOutcome, { kind: 'done' }> | Omit<Extract<ChangeOutcome, { kind: 'done' }>, 'report'>> {
  const { personal, settings, clock, defaults } = dependencies;
  const withoutStore = async (refusal: Refusal): Promise<ChangeOutcome & { kind: 'refused' }> => {
    return { kind: 'refused', refusal: (await orderedElsewhere(order, dependencies, signal)) ?? refusal };
  };
  if (personal === undefined) return withoutStore({ reason: 'no-personal-store' });
  const { requestedBy, isDryRun, isForced, internal } = options;
  const unready = await readyStore(order, personal, isDryRun, dependencies);
  if (unready !== undefined) return withoutStore(unready);
  using _held = isDryRun ? NOT_HELD : await personal.store.hold();

  // In a simulation, a store that is not yet created counts as empty.
  const scanSources = isDryRun
    ? treatUncreatedStoreAsEmpty(dependencies.scanSources, async () => false)
    : dependencies.scanSources;
  const indexed = await scanOnce({ ...dependencies, scanSources }, clock.now(), signal);
  const refusal = refusalOf(indexed.observation, personal.definition.name);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  const before = await evaluateScan(indexed, settings, []);
  const { assessment } = before;
  const planning = { assessment, personal: personal.definition, defaults, internalConsent: internal };
  const asIs = planOrder(order, { ...planning, isForced });
  // A simulation of a refused change shows the result with --force.
  const isRefused = asIs.kind === 'refused' && isDryRun && !isForced;
  const plan = isRefused ? planOrder(order, { ...planning, isForced: true }) : asIs;
  if (plan.kind === 'refused' || plan.kind === 'asks') return plan;
  if (plan.kind === 'unchanged') {
    const { hasStablePath } = stablePathOption(plan.stored.certificate, assessment.observation.now);
    if (isDryRun || order.verb !== 'enable' || hasStablePath === false) return plan;
    const given = await personal.store.giveLivePath(plan.stored);
    if (given === undefined) return plan;
    const { livePath, isMoved } = given;
    return { kind: isMoved ? 'linked' : 'unchanged', stored: plan.stored, livePath };
  }
  const planned = await issuePlanned(plan, dependencies);
  const context = { personal: personal.definition, requestedBy, open: ledger.open };
  const simulation = await simulateChange(planned, before, context, dependencies);
  if (isDryRun) {
    return { kind: 'dry-run', change: planned, simulation, ...(isRefused ? { refusal: asIs.refusal } : {}) };
  }
  signal.throwIfAborted();
  const applied = await personal.store.apply(planned, requestedBy);
  return { kind: 'done', change: planned, ...applied, simulation };
}

/**
 * Returns dependencies that know the connectors and stores of the daemon's last scan. While an
 * inventory or a part of it cannot be read, its connectors still use their certificates.
 */
function withStored(given: OrderDependencies): OrderDependencies {
  const { scanSources } = given;
  const readLastObserved = lastObservedReader(given.ledger, scanSources.computer.fqdn);
  const inventories = scanSources.inventories.map((source) => withLastObserved(source, readLastObserved));
  return { ...given, scanSources: { ...scanSources, inventories }, readLastObserved };
}

/**
 * Carries out an order: locks the store, scans, plans, issues, simulates, commits, unlocks, and
 * waits until the daemon has logged the change. A simulation stops before the commit and does not
 * lock.
 * @throws {StoreBusyError}
 * @throws {IssueError}
 */
export async function changeStore(
  order: StoreCommand,
  options: ChangeOptions,
  given: OrderDependencies,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const dependencies = withStored(given);
  // Opening a keystore is slow, so it is done before the store is locked.
  const read: ReadOrder =
    order.verb === 'import'
      ? { verb: 'import', order, bundle: await dependencies.bundles.read(order.path, order.passwordFiles, signal) }
      : order;
  const ledger = await ledgerBefore(dependencies);
  const outcome = await change(read, options, dependencies, ledger, signal);
  if (outcome.kind !== 'done') return outcome;
  return { ...outcome, report: await report(options, dependencies, ledger, signal) };
}

async function report(
  { requestedBy }: ChangeOptions,
  { isDaemonRunning, waitsMs }: OrderDependencies,
  { read, knowsStore }: LedgerBefore,
  signal: AbortSignal,
): Promise<ChangeReport> {
  if (!isDaemonRunning()) return { kind: knowsStore ? 'no-daemon' : 'never-ran' };
  if (read === undefined) return { kind: 'not-yet' };
  const waits = waitsMs === undefined ? {} : { waitsMs };
  return waitForRecord(read.reader, { since: read.head, requestedBy, ...waits }, signal);
}
