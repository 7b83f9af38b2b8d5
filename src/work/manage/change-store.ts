import type { Condition } from '../../domain/condition/condition.ts';
import { problemOfReason } from '../../domain/failure/problem-of-failure.ts';
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
import { planStoreCommand, type StoreCommandWithFile } from './plan-store-command.ts';
import { simulateChange } from './simulate-change.ts';
import type { StoreCommandDependencies } from './store-command-dependencies.ts';
import { waitForRecord } from './wait-for-record.ts';

/**
 * Returns true if a daemon has scanned the store before. If its directory is missing now, it was
 * removed, and must not be created again.
 */
async function wasStoreScanned(name: string, { ledger, scanSources }: StoreCommandDependencies): Promise<boolean> {
  try {
    const state = await ledger()?.state(scanSources.computer.fqdn);
    return state?.memory.storeSizes.has(name) === true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/**
 * Prepares the directory of the personal store, the only store that mailcertd writes to. Creates it
 * for a command that adds a certificate, except in a dry run.
 * @returns the refusal if the store is missing; undefined if it is ready
 * @throws {IssueError} if it cannot be created, or for a dry run, if it could not be changed
 */
async function prepareStore(
  { verb }: Pick<StoreCommand, 'verb'>,
  { store, definition }: NonNullable<StoreCommandDependencies['personal']>,
  isDryRun: boolean,
  dependencies: StoreCommandDependencies,
): Promise<Refusal | undefined> {
  const { path } = definition;
  const [rules] = await dependencies.readAccessRules([path]);
  const addsCertificate = verb !== 'enable' && verb !== 'remove';
  if (rules === undefined && (!addsCertificate || (await wasStoreScanned(store.name, dependencies)))) {
    return { reason: 'store-unavailable', problem: problemOfReason('not_found', path) };
  }
  if (isDryRun) await dependencies.assertChangeable(path);
  else if (rules === undefined) await store.create();
  return undefined;
}

/**
 * Returns the refusal if the certificate is in a store that mailcertd does not write to. This
 * refusal is more useful than a problem of the personal store.
 */
async function refusalInOtherStore(
  command: StoreCommandWithFile,
  dependencies: ScanOnceDependencies,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  if (command.verb !== 'enable' && command.verb !== 'remove') return undefined;
  const { observation, index } = await scanOnce(dependencies, dependencies.clock.now(), signal);
  const id = command.verb === 'enable' ? command.thumbprint : command.id;
  const refusal = refusalOfOtherStore(id, { observation, index }, dependencies.scanSources.personal?.name);
  return refusal !== undefined && command.verb === 'enable' ? withResultingServices(refusal, command) : refusal;
}

/** A plan that was not refused. */
type AcceptedPlan = Extract<Plan, { kind: 'issue' | 'request' | 'change' }>;

/**
 * Issues the certificate or CSR of a plan, and returns the change. Writes nothing.
 * @throws {IssueError}
 */
async function issuePlanned(
  plan: AcceptedPlan,
  { issuer, requestIssuer }: Pick<StoreCommandDependencies, 'issuer' | 'requestIssuer'>,
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
      return { kind: 'request', ...(await requestIssuer.request(plan.parameters)), ...plan.requestSettings };
    case 'change':
      return plan.change;
  }
}

/** The state of the event log before the change. */
interface PreviousLedger {
  /** The end of the log; undefined if there is no event log, or if this account may not read it. */
  readonly position: { readonly reader: LedgerReader; readonly lastRecordId: number } | undefined;
  /** The daemon's open conditions. */
  readonly open: readonly Condition[];
  /**
   * True if the daemon knows the contents of the store, so that it logs the change. Also true if
   * the log cannot be read.
   */
  readonly knowsStore: boolean;
}

/** Returns the state of the event log before the change. Rejects only with unexpected errors. */
async function readPreviousLedger({
  ledger,
  scanSources,
  personal,
}: StoreCommandDependencies): Promise<PreviousLedger> {
  try {
    const reader = ledger();
    if (reader === undefined) return { position: undefined, open: [], knowsStore: false };
    const { open, memory } = await reader.state(scanSources.computer.fqdn);
    const knowsStore = memory.storeHistory?.path === personal?.definition.path;
    return { position: { reader, lastRecordId: await reader.newestRecordId() }, open, knowsStore };
  } catch (error) {
    if (error instanceof LedgerError) return { position: undefined, open: [], knowsStore: true };
    throw error;
  }
}

/** Returns a refusal if the store could not be scanned. */
function refusalOfUnavailableStore({ stores }: Observation, name: string): Refusal | undefined {
  const result = stores.get(name);
  if (result?.kind !== 'unavailable') return undefined;
  return { reason: 'store-unavailable', problem: result.problem };
}

const NO_LOCK: Disposable = { [Symbol.dispose]: () => undefined };

/**
 * Plans and applies a command while the store is locked. A dry run applies nothing, and does not
 * lock the store. Returns the outcome; for an applied change, without the report of the daemon.
 */
async function planAndApply(
  command: StoreCommandWithFile,
  options: ChangeOptions,
  dependencies: StoreCommandDependencies,
  previousLedger: PreviousLedger,
  signal: AbortSignal,
): Promise<Exclude<ChangeOutcome, { kind: 'done' }> | Omit<Extract<ChangeOutcome, { kind: 'done' }>, 'report'>> {
  const { personal, settings, clock, defaults } = dependencies;
  const refuseWithoutStore = async (refusal: Refusal): Promise<ChangeOutcome & { kind: 'refused' }> => {
    return { kind: 'refused', refusal: (await refusalInOtherStore(command, dependencies, signal)) ?? refusal };
  };
  if (personal === undefined) return refuseWithoutStore({ reason: 'no-personal-store' });
  const { requestedBy, isDryRun, isForced, internal } = options;
  const storeRefusal = await prepareStore(command, personal, isDryRun, dependencies);
  if (storeRefusal !== undefined) return refuseWithoutStore(storeRefusal);
  using _lock = isDryRun ? NO_LOCK : await personal.store.lock();

  // For a dry run, a store that is not yet created is empty. `prepareStore` has already refused a
  // missing store that a daemon has scanned, so it is not checked again.
  const scanSources = isDryRun
    ? treatUncreatedStoreAsEmpty(dependencies.scanSources, async () => false)
    : dependencies.scanSources;
  const indexed = await scanOnce({ ...dependencies, scanSources }, clock.now(), signal);
  const scanRefusal = refusalOfUnavailableStore(indexed.observation, personal.definition.name);
  if (scanRefusal !== undefined) return { kind: 'refused', refusal: scanRefusal };
  // Without open conditions, because `simulateChange` gets those of the daemon.
  const before = await evaluateScan(indexed, settings, []);
  const { assessment } = before;
  const planning = { assessment, personal: personal.definition, defaults, internalConsent: internal };
  const requestedPlan = planStoreCommand(command, { ...planning, isForced });
  // A dry run of a refused change shows the result with --force.
  const showsForced = requestedPlan.kind === 'refused' && isDryRun && !isForced;
  const plan = showsForced ? planStoreCommand(command, { ...planning, isForced: true }) : requestedPlan;
  if (plan.kind === 'refused' || plan.kind === 'asks') return plan;
  if (plan.kind === 'unchanged') {
    const { hasStablePath } = stablePathOption(plan.stored.certificate, assessment.observation.now);
    if (isDryRun || command.verb !== 'enable' || hasStablePath === false) return plan;
    const assigned = await personal.store.assignStablePath(plan.stored);
    // undefined: the certificate can have no stable path now.
    if (assigned === undefined) return plan;
    const { stablePath, isMoved } = assigned;
    return { kind: isMoved ? 'linked' : 'unchanged', stored: plan.stored, stablePath };
  }
  const change = await issuePlanned(plan, dependencies);
  const context = { personal: personal.definition, requestedBy, open: previousLedger.open };
  const simulation = await simulateChange(change, before, context, dependencies);
  if (isDryRun) {
    return { kind: 'dry-run', change, simulation, ...(showsForced ? { refusal: requestedPlan.refusal } : {}) };
  }
  signal.throwIfAborted();
  const applied = await personal.store.apply(change, requestedBy);
  return { kind: 'done', change, ...applied, simulation };
}

/**
 * Returns dependencies that use the connectors and stores of the daemon's last scan for inventories
 * (lists of connectors and stores) that cannot be read now. A certificate that these connectors use
 * is then not treated as unused.
 */
function withLastObservedInventories(dependencies: StoreCommandDependencies): StoreCommandDependencies {
  const { scanSources } = dependencies;
  const readLastObserved = lastObservedReader(dependencies.ledger, scanSources.computer.fqdn);
  const inventories = scanSources.inventories.map((source) => withLastObserved(source, readLastObserved));
  return { ...dependencies, scanSources: { ...scanSources, inventories }, readLastObserved };
}

/**
 * Carries out a command: locks the store, scans, plans, issues, simulates, applies the change,
 * unlocks, and waits until the daemon has logged the change. A dry run stops before the change.
 * @throws {StoreBusyError}
 * @throws {IssueError}
 */
export async function changeStore(
  command: StoreCommand,
  options: ChangeOptions,
  storeDependencies: StoreCommandDependencies,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const dependencies = withLastObservedInventories(storeDependencies);
  // Opening a keystore is slow, so it is done before the store is locked.
  const commandWithFile: StoreCommandWithFile =
    command.verb === 'import'
      ? {
          verb: 'import',
          command,
          file: await dependencies.importFileReader.read(command.path, command.passwordFiles, signal),
        }
      : command;
  const previousLedger = await readPreviousLedger(dependencies);
  const outcome = await planAndApply(commandWithFile, options, dependencies, previousLedger, signal);
  if (outcome.kind !== 'done') return outcome;
  return { ...outcome, report: await awaitReport(options, dependencies, previousLedger, signal) };
}

/** Waits until the daemon has logged the change. */
async function awaitReport(
  { requestedBy }: ChangeOptions,
  { isDaemonRunning, recordTimeoutMs }: StoreCommandDependencies,
  { position, knowsStore }: PreviousLedger,
  signal: AbortSignal,
): Promise<ChangeReport> {
  if (!isDaemonRunning()) return { kind: knowsStore ? 'no-daemon' : 'never-ran' };
  if (position === undefined) return { kind: 'not-yet' };
  const timeout = recordTimeoutMs === undefined ? {} : { timeoutMs: recordTimeoutMs };
  return waitForRecord(position.reader, { afterRecordId: position.lastRecordId, requestedBy, ...timeout }, signal);
}
