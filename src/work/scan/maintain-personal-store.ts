import { assess } from '../../domain/assessment/assess.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import type { LifePolicy } from '../../domain/condition/advance.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { certificateNotRenewed } from '../../domain/event/catalog/certificate-not-renewed.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { definedStores } from '../../domain/observation/coverage.ts';
import { followedInternal } from '../../domain/observation/follow-internal.ts';
import type { Observation, RenewalFailure, ServiceState } from '../../domain/observation/observation.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Instant } from '../../domain/time.ts';
import { StoreBusyError } from '../errors.ts';
import { installSelfSigned, rolesWantCertificate, type SelfSignedOrder } from '../manage/install-self-signed.ts';
import { type Renewals, renewDue } from '../manage/renew-due.ts';
import type { CertificateIssuer, PersonalStore, ScanScope } from '../ports/stores.ts';
import type { IndexedObservation, Surroundings } from './scan-all.ts';
import type { StoreChangeLog } from './store-change-log.ts';

/** What the personal store is tended with. */
export interface MaintenanceDependencies {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  readonly selfSigned: SelfSignedOrder & {
    /** How long before their end self-signed certificates are renewed, ms; undefined: never. */
    readonly renewBefore: number | undefined;
  };
  readonly issuer: CertificateIssuer;
}

/** What went wrong with the store; the next look says so. */
export type MaintenanceProblem = Pick<ServiceState, 'issueFailure' | 'renewalFailures'>;

/** The pass in which it is done. */
export interface MaintenanceScan {
  readonly startedAt: Instant;
  /** What was open before it. */
  readonly open: readonly Condition[];
  readonly policy: LifePolicy;
  readonly news: StoreChangeLog;
  readonly look: (trouble: MaintenanceProblem, attention?: ScanScope) => Promise<IndexedObservation>;
}

/** What the pass goes on with. */
export interface MaintenanceResult {
  /** As it is now. */
  readonly sight: IndexedObservation;
  /** What is told of it besides what the store's news tell. */
  readonly records: readonly NewEventRecord[];
  /** Whether the first start is still to come: as if the store had not been seen, so that the next pass tries again. */
  readonly isUnfinished: boolean;
}

/** Whether the personal store was never there: a folder that went away later is blindness, and is left alone. */
function neverCreated({ personal }: Surroundings, { stores, before }: Observation): boolean {
  if (personal === undefined || before.storeSizes.has(personal.name)) return false;
  const look = stores.get(personal.name);
  return look?.kind === 'blind' && look.problem.reason === 'not_found' && look.last === undefined;
}

/**
 * Whether the personal store is empty for the first time: never after it held something, never when
 * it cannot be seen. Where no internal transport certificate is wanted, none is issued.
 */
function isFirstStart(surroundings: Surroundings, { stores, before }: Observation): boolean {
  const { personal, computer, internalTransportCertificate } = surroundings;
  if (personal === undefined || internalTransportCertificate === 'none' || !rolesWantCertificate(computer))
    return false;
  const look = stores.get(personal.name);
  if (look?.kind !== 'seen' || before.storeSizes.has(personal.name)) return false;
  // What could not be read may be a certificate: such a store is not empty.
  return look.value.certificates.length === 0 && look.problems.length === 0;
}

/** Does something to the personal store; trouble is a problem that the pass tells of, `busy` that somebody else holds it. */
async function attempt(personal: PersonalStore, change: () => Promise<void>): Promise<Problem | 'busy' | undefined> {
  try {
    await change();
    return undefined;
  } catch (error) {
    if (error instanceof StoreBusyError) return 'busy';
    const detail = error instanceof Error ? error.message : String(error);
    return { reason: 'issue_failed', location: personal.name, detail };
  }
}

/** What failed, and what was not tried and is told of as failing: a try that was put off mends nothing. */
function stillFailing({ failures, putOff }: Renewals, open: readonly Condition[]): readonly RenewalFailure[] {
  const told = open.filter(({ eventId }) => eventId === certificateNotRenewed.eventId);
  return [
    ...failures,
    ...putOff.flatMap((stored): RenewalFailure[] => {
      const before = told.find(({ subject }) => subject === stored.certificate.thumbprint);
      if (before === undefined) return [];
      const { detail = '' } = before.facts;
      return [{ stored, problem: { reason: 'issue_failed', location: stored.location.path, detail } }];
    }),
  ];
}

/**
 * Looks, and does to the personal store what a pass has to do: finishes the stable paths of a killed change, makes the
 * store and its first certificate, lets the record of the internal one follow a renewal in place, renews what is due. After each change it looks again.
 */
export async function maintainPersonalStore(
  { surroundings, settings, selfSigned, issuer }: MaintenanceDependencies,
  { startedAt, open, policy, news, look }: MaintenanceScan,
): Promise<MaintenanceResult> {
  const { personal, computer } = surroundings;
  let trouble: MaintenanceProblem = { issueFailure: undefined, renewalFailures: [] };
  let records: readonly NewEventRecord[] = [];
  let isPutOff = false;
  // If another process changes the store, or this one may not, the next scan tries again.
  if (personal !== undefined) await attempt(personal, () => personal.finishLivePaths());
  let sight = await look(trouble);
  if (personal === undefined) return { sight, records, isUnfinished: false };
  await news.learn(sight);
  const first = async (change: () => Promise<void>): Promise<void> => {
    const answer = await attempt(personal, change);
    isPutOff = answer === 'busy';
    trouble = { ...trouble, issueFailure: answer === 'busy' ? undefined : answer };
    sight = await look(trouble);
  };

  if (neverCreated(surroundings, sight.observation)) {
    await first(() => personal.create());
    await news.learn(sight);
  }
  if (isFirstStart(surroundings, sight.observation)) {
    await first(async () => {
      const isWanted = async (): Promise<boolean> =>
        isFirstStart(surroundings, (await look(trouble, 'everything')).observation);
      const installing = { issuer, personal, computer, order: selfSigned, isWanted };
      const record = await installSelfSigned(installing, policy, startedAt);
      if (record === undefined) return;
      records = [record];
      news.forget();
    });
  }

  const followed = followedInternal(sight.observation, sight.byName);
  if (followed !== undefined) {
    // Where it cannot be recorded, 12023 says what is used instead.
    const failure = await attempt(personal, async () => {
      using _held = await personal.hold();
      await personal.recordInternalTransport(followed.certificate.thumbprint);
    });
    if (failure === undefined) sight = await look(trouble);
  }

  const definition = definedStores(sight.observation).find(({ name }) => name === personal.name);
  if (selfSigned.renewBefore !== undefined && definition !== undefined) {
    const renewals = await renewDue(sight.observation, sight.byName, {
      personal,
      definition,
      issuer,
      order: selfSigned,
      renewBefore: selfSigned.renewBefore,
      look: async () => {
        sight = await look(trouble, 'everything');
        return assess(sight.observation, settings, sight.byName);
      },
    });
    trouble = { ...trouble, renewalFailures: stillFailing(renewals, open) };
    if (renewals.isChanged || trouble.renewalFailures.length > 0) sight = await look(trouble, 'everything');
  }
  return { sight, records, isUnfinished: isPutOff || trouble.issueFailure !== undefined };
}
