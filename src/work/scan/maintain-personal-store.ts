import { assess } from '../../domain/assessment/assess.ts';
import { internalReplacementOf } from '../../domain/assessment/internal-replacement.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { RecordPolicy } from '../../domain/condition/new-record.ts';
import { certificateNotRenewed } from '../../domain/event/catalog/certificate-not-renewed.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import { definedStores } from '../../domain/observation/defined-stores.ts';
import type { Observation, RenewalFailure, ServiceState } from '../../domain/observation/observation.ts';
import type { Instant } from '../../domain/time.ts';
import { StoreBusyError } from '../errors.ts';
import type { CertificateIssuer, PersonalStore, ScanScope } from '../ports/stores.ts';
import { installSelfSigned, rolesNeedCertificate, type SelfSignedOptions } from './install-self-signed.ts';
import { type RenewalResult, renewDue } from './renew-due.ts';
import type { IndexedObservation, ScanSources } from './scan-all.ts';
import type { StoreChangeLog } from './store-change-log.ts';

/** The dependencies of `maintainPersonalStore`. */
export interface MaintenanceDependencies {
  readonly scanSources: ScanSources;
  readonly settings: Settings;
  readonly selfSigned: SelfSignedOptions & {
    /** How long before expiry self-signed certificates are renewed, ms; undefined if never. */
    readonly renewBefore: number | undefined;
  };
  readonly issuer: CertificateIssuer;
}

/**
 * The failures of the maintenance, which the next observation contains: why there is no first
 * certificate, and which renewals failed.
 */
export type MaintenanceProblem = Pick<ServiceState, 'issueFailure' | 'renewalFailures'>;

const NO_PROBLEM: MaintenanceProblem = { issueFailure: undefined, renewalFailures: [] };

/** The scan during which the store is maintained. */
export interface MaintenanceContext {
  readonly startedAt: Instant;
  /** The conditions that were open before the scan. */
  readonly open: readonly Condition[];
  readonly policy: RecordPolicy;
  readonly storeChanges: StoreChangeLog;
  /**
   * Scans; the observation contains the problem. Without `scope`, reads as many files as the triggers
   * of the scan ask for.
   */
  readonly scan: (problem: MaintenanceProblem, scope?: ScanScope) => Promise<IndexedObservation>;
}

/** The result of the maintenance, with which the scan continues. */
export interface MaintenanceResult {
  /** The latest observation. */
  readonly indexed: IndexedObservation;
  /** The record of the first certificate, if issued. `storeChanges` finds all other changes. */
  readonly records: readonly NewEventRecord[];
  /**
   * True if the store or its first certificate could not be created. The scan then stores no size
   * of the store, so that the store still counts as never scanned, and the next scan tries again.
   */
  readonly isUnfinished: boolean;
}

/**
 * Returns true if the personal store never existed. A directory that was removed later is
 * unavailable, and is not created again.
 */
function wasNeverCreated({ personal }: ScanSources, { stores, memory }: Observation): boolean {
  if (personal === undefined || memory.storeSizes.has(personal.name)) return false;
  const result = stores.get(personal.name);
  return result?.kind === 'unavailable' && result.problem.reason === 'not_found' && result.last === undefined;
}

/**
 * Returns true if a first certificate must be issued: the personal store is empty and was never
 * scanned before. False if the store is unreadable, or if the host needs no internal transport
 * certificate.
 */
function needsFirstCertificate(scanSources: ScanSources, { stores, memory }: Observation): boolean {
  const { personal, computer, internalTransportCertificate } = scanSources;
  if (personal === undefined || internalTransportCertificate === 'none' || !rolesNeedCertificate(computer))
    return false;
  const result = stores.get(personal.name);
  if (result?.kind !== 'available' || memory.storeSizes.has(personal.name)) return false;
  // A file that could not be read may contain a certificate.
  return result.value.certificates.length === 0 && result.problems.length === 0;
}

/**
 * Changes the personal store. Never rejects. Returns:
 * - undefined: success
 * - `busy`: another process has locked the store
 * - a problem: the error of the change
 */
async function tryChange(personal: PersonalStore, change: () => Promise<void>): Promise<Problem | 'busy' | undefined> {
  try {
    await change();
    return undefined;
  } catch (error) {
    if (error instanceof StoreBusyError) return 'busy';
    return { reason: 'issue_failed', location: personal.name, failure: failureOfError(error) };
  }
}

/**
 * Returns the renewals that failed now, and those that failed in an earlier scan and were postponed
 * in this one. Without the latter, their open conditions would be cleared.
 */
function failuresToReport(
  { failures, postponed }: RenewalResult,
  open: readonly Condition[],
): readonly RenewalFailure[] {
  const openFailures = open.filter(({ eventId }) => eventId === certificateNotRenewed.eventId);
  return [
    ...failures,
    ...postponed.flatMap((stored): RenewalFailure[] => {
      const condition = openFailures.find(({ subject }) => subject === stored.certificate.thumbprint);
      if (condition === undefined) return [];
      // An event of an earlier version has only the text.
      const { detail = '', failure = SAID_FAILURES.said({ text: detail }) } = condition.facts;
      return [{ stored, problem: problemOfFailure('issue_failed', stored.location.path, failure) }];
    }),
  ];
}

/** The maintenance of the personal store, which may not exist yet, during one scan. */
class StoreMaintenance {
  readonly #dependencies: MaintenanceDependencies;
  readonly #personal: PersonalStore;
  readonly #context: MaintenanceContext;
  /** The latest observation. */
  #indexed: IndexedObservation;
  #problem: MaintenanceProblem = NO_PROBLEM;
  #records: readonly NewEventRecord[] = [];
  /** True if another process had locked the store during the last `#setUp`. */
  #wasStoreBusy = false;

  constructor(
    dependencies: MaintenanceDependencies,
    personal: PersonalStore,
    context: MaintenanceContext,
    indexed: IndexedObservation,
  ) {
    this.#dependencies = dependencies;
    this.#personal = personal;
    this.#context = context;
    this.#indexed = indexed;
  }

  get result(): MaintenanceResult {
    return {
      indexed: this.#indexed,
      records: this.#records,
      isUnfinished: this.#wasStoreBusy || this.#problem.issueFailure !== undefined,
    };
  }

  /** Creates the directory of the store if it never existed. */
  async createStore(): Promise<void> {
    if (!wasNeverCreated(this.#dependencies.scanSources, this.#indexed.observation)) return;
    await this.#setUp(() => this.#personal.create());
    await this.#context.storeChanges.takeBaseline(this.#indexed);
  }

  /** Issues the first certificate of the store. */
  async installFirstCertificate(): Promise<void> {
    const { scanSources, selfSigned, issuer } = this.#dependencies;
    const { startedAt, policy, storeChanges, scan } = this.#context;
    if (!needsFirstCertificate(scanSources, this.#indexed.observation)) return;
    const isStillNeeded = async (): Promise<boolean> =>
      needsFirstCertificate(scanSources, (await scan(this.#problem, 'full')).observation);
    const { computer } = scanSources;
    const installation = { issuer, personal: this.#personal, computer, options: selfSigned, isStillNeeded };
    await this.#setUp(async () => {
      const record = await installSelfSigned(installation, policy, startedAt);
      if (record === undefined) return;
      this.#records = [record];
      storeChanges.restartFromNextContents();
    });
  }

  /**
   * Sets the renewed certificate as the internal transport certificate, after a renewal in place.
   */
  async followInternalRenewal(): Promise<void> {
    const { scan } = this.#context;
    const findReplacement = (): StoredCertificate | undefined =>
      internalReplacementOf(this.#indexed.observation, this.#indexed.index);
    if (findReplacement() === undefined) return;
    // If the change fails, event 12023 reports the certificate that is used instead.
    const failure = await tryChange(this.#personal, async () => {
      using _lock = await this.#personal.lock();
      // A command may have set another certificate before the lock.
      this.#indexed = await scan(this.#problem, 'full');
      const replacement = findReplacement();
      if (replacement !== undefined) await this.#personal.recordInternalTransport(replacement.certificate.thumbprint);
    });
    if (failure === undefined) this.#indexed = await scan(this.#problem);
  }

  /** Renews the certificates that are due. */
  async renewCertificates(): Promise<void> {
    const { selfSigned, settings, issuer } = this.#dependencies;
    const { open, scan } = this.#context;
    const definition = definedStores(this.#indexed.observation).find(({ name }) => name === this.#personal.name);
    if (selfSigned.renewBefore === undefined || definition === undefined) return;
    const renewals = await renewDue(this.#indexed.observation, this.#indexed.index, {
      personal: this.#personal,
      definition,
      issuer,
      options: selfSigned,
      renewBefore: selfSigned.renewBefore,
      rescan: async () => {
        this.#indexed = await scan(this.#problem, 'full');
        return assess(this.#indexed.observation, settings, this.#indexed.index);
      },
    });
    this.#problem = { ...this.#problem, renewalFailures: failuresToReport(renewals, open) };
    const needsScan = renewals.isChanged || this.#problem.renewalFailures.length > 0;
    if (needsScan) this.#indexed = await scan(this.#problem, 'full');
  }

  /** Makes a change that sets the store up, notes its failure, and scans again. */
  async #setUp(change: () => Promise<void>): Promise<void> {
    const failure = await tryChange(this.#personal, change);
    this.#wasStoreBusy = failure === 'busy';
    this.#problem = { ...this.#problem, issueFailure: failure === 'busy' ? undefined : failure };
    this.#indexed = await this.#context.scan(this.#problem);
  }
}

/**
 * Scans, and maintains the personal store, the only store that mailcertd writes to. Scans again
 * after each change. The steps are:
 * - complete the symbolic links (stable paths) that a killed process left unfinished
 * - create the store and its first certificate
 * - if the internal transport certificate (for mail between Exchange servers) was replaced in its
 *   file: set the new certificate
 * - renew certificates that are due
 */
export async function maintainPersonalStore(
  dependencies: MaintenanceDependencies,
  context: MaintenanceContext,
): Promise<MaintenanceResult> {
  const { personal } = dependencies.scanSources;
  // A failure is not reported: if another process has locked the store, or this account may not
  // write, the next scan tries again.
  if (personal !== undefined) await tryChange(personal, () => personal.finishStablePaths());
  const indexed = await context.scan(NO_PROBLEM);
  if (personal === undefined) return { indexed, records: [], isUnfinished: false };
  await context.storeChanges.takeBaseline(indexed);
  const maintenance = new StoreMaintenance(dependencies, personal, context, indexed);
  await maintenance.createStore();
  await maintenance.installFirstCertificate();
  await maintenance.followInternalRenewal();
  await maintenance.renewCertificates();
  return maintenance.result;
}
