import { assess } from '../../domain/assessment/assess.ts';
import { internalReplacementOf } from '../../domain/assessment/internal-replacement.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import type { LifePolicy } from '../../domain/condition/advance.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { certificateNotRenewed } from '../../domain/event/catalog/certificate-not-renewed.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { messageOf } from '../../domain/message-of.ts';
import { definedStores } from '../../domain/observation/defined-stores.ts';
import type { Observation, RenewalFailure, ServiceState } from '../../domain/observation/observation.ts';
import type { Problem } from '../../domain/problem.ts';
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
    /** How long before expiry self-signed certificates are renewed, ms; undefined: never. */
    readonly renewBefore: number | undefined;
  };
  readonly issuer: CertificateIssuer;
}

/** The failures of maintenance, which the next observation contains. */
export type MaintenanceProblem = Pick<ServiceState, 'issueFailure' | 'renewalFailures'>;

/** The scan during which the store is maintained. */
export interface MaintenanceScan {
  readonly startedAt: Instant;
  /** The conditions that were open before the scan. */
  readonly open: readonly Condition[];
  readonly policy: LifePolicy;
  readonly storeChanges: StoreChangeLog;
  readonly scan: (problem: MaintenanceProblem, scope?: ScanScope) => Promise<IndexedObservation>;
}

/** The result, with which the scan continues. */
export interface MaintenanceResult {
  /** The latest observation. */
  readonly indexed: IndexedObservation;
  /** The records in addition to those of the store changes. */
  readonly records: readonly NewEventRecord[];
  /**
   * True: the first certificate was not created. The scan then forgets the store, so that the next
   * scan tries again.
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
 * Returns true if the personal store is empty for the first time, so that a first certificate is
 * issued. False if the store had contents before or is unreadable, or if no internal transport
 * certificate is wanted.
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
 * Changes the personal store, and returns an error as a problem. `busy`: another process has locked
 * the store.
 */
async function tryChange(personal: PersonalStore, change: () => Promise<void>): Promise<Problem | 'busy' | undefined> {
  try {
    await change();
    return undefined;
  } catch (error) {
    if (error instanceof StoreBusyError) return 'busy';
    const detail = messageOf(error);
    return { reason: 'issue_failed', location: personal.name, detail };
  }
}

/**
 * Returns the renewals that failed, and the postponed ones whose failure is already an open
 * condition.
 */
function renewalFailuresOf(
  { failures, postponed }: RenewalResult,
  open: readonly Condition[],
): readonly RenewalFailure[] {
  const reported = open.filter(({ eventId }) => eventId === certificateNotRenewed.eventId);
  return [
    ...failures,
    ...postponed.flatMap((stored): RenewalFailure[] => {
      const before = reported.find(({ subject }) => subject === stored.certificate.thumbprint);
      if (before === undefined) return [];
      const { detail = '' } = before.facts;
      return [{ stored, problem: { reason: 'issue_failed', location: stored.location.path, detail } }];
    }),
  ];
}

/**
 * Scans, and maintains the personal store. Scans again after each change. The steps are:
 * - finish the stable paths of a change whose process was killed
 * - create the store and its first certificate
 * - follow a renewal in place with the setting of the internal transport certificate
 * - renew certificates that are due
 */
export async function maintainPersonalStore(
  { scanSources, settings, selfSigned, issuer }: MaintenanceDependencies,
  { startedAt, open, policy, storeChanges, scan }: MaintenanceScan,
): Promise<MaintenanceResult> {
  const { personal, computer } = scanSources;
  let problem: MaintenanceProblem = { issueFailure: undefined, renewalFailures: [] };
  let records: readonly NewEventRecord[] = [];
  let isPutOff = false;
  // If another process has locked the store, or this account may not write, the next scan tries
  // again.
  if (personal !== undefined) await tryChange(personal, () => personal.finishLivePaths());
  let indexed = await scan(problem);
  if (personal === undefined) return { indexed, records, isUnfinished: false };
  await storeChanges.takeBaseline(indexed);
  const first = async (change: () => Promise<void>): Promise<void> => {
    const answer = await tryChange(personal, change);
    isPutOff = answer === 'busy';
    problem = { ...problem, issueFailure: answer === 'busy' ? undefined : answer };
    indexed = await scan(problem);
  };

  if (wasNeverCreated(scanSources, indexed.observation)) {
    await first(() => personal.create());
    await storeChanges.takeBaseline(indexed);
  }
  if (needsFirstCertificate(scanSources, indexed.observation)) {
    await first(async () => {
      const isStillNeeded = async (): Promise<boolean> =>
        needsFirstCertificate(scanSources, (await scan(problem, 'full')).observation);
      const installation = { issuer, personal, computer, options: selfSigned, isStillNeeded };
      const record = await installSelfSigned(installation, policy, startedAt);
      if (record === undefined) return;
      records = [record];
      storeChanges.forget();
    });
  }

  const followed = internalReplacementOf(indexed.observation, indexed.index);
  if (followed !== undefined) {
    // If this fails, event 12023 reports the certificate that is used instead.
    const failure = await tryChange(personal, async () => {
      using _held = await personal.hold();
      await personal.recordInternalTransport(followed.certificate.thumbprint);
    });
    if (failure === undefined) indexed = await scan(problem);
  }

  const definition = definedStores(indexed.observation).find(({ name }) => name === personal.name);
  if (selfSigned.renewBefore !== undefined && definition !== undefined) {
    const renewals = await renewDue(indexed.observation, indexed.index, {
      personal,
      definition,
      issuer,
      options: selfSigned,
      renewBefore: selfSigned.renewBefore,
      rescan: async () => {
        indexed = await scan(problem, 'full');
        return assess(indexed.observation, settings, indexed.index);
      },
    });
    problem = { ...problem, renewalFailures: renewalFailuresOf(renewals, open) };
    if (renewals.isChanged || problem.renewalFailures.length > 0) indexed = await scan(problem, 'full');
  }
  return { indexed, records, isUnfinished: isPutOff || problem.issueFailure !== undefined };
}
