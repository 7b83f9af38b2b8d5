import type { Assessment } from '../../domain/assessment/assess.ts';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { CertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import { ISSUE_FAILURES } from '../../domain/failure/issue-failures.ts';
import type { Observation, RenewalFailure } from '../../domain/observation/observation.ts';
import { requestedByRenewal } from '../../domain/store-change/automatic-renewal.ts';
import { dueRenewals } from '../../domain/store-change/due-renewals.ts';
import { planRenew } from '../../domain/store-change/plan-renew.ts';
import { IssueError, StoreBusyError } from '../errors.ts';
import type { CertificateIssuer, PersonalStore } from '../ports/stores.ts';
import type { SelfSignedOptions } from './install-self-signed.ts';

/** The maximum number of renewals in one scan. Creating keys is slow and delays monitoring. */
const MAX_RENEWALS_PER_SCAN = 10;

/** The dependencies of `renewDue`. */
export interface RenewalDependencies {
  readonly personal: PersonalStore;
  readonly definition: StoreDefinition;
  readonly issuer: CertificateIssuer;
  readonly options: SelfSignedOptions;
  /** How long before expiry certificates are renewed, ms. */
  readonly renewBefore: number;
  /** Scans all stores again, because another process may have changed them. */
  readonly rescan: () => Promise<Assessment>;
}

/** The result of the renewals that were due. */
export interface RenewalResult {
  readonly failures: readonly RenewalFailure[];
  /**
   * The due certificates that were not renewed: another process has locked the store, or too many
   * are due.
   */
  readonly postponed: readonly StoredCertificate[];
  /** True if a certificate was written. */
  readonly isChanged: boolean;
}

const NO_RENEWALS: RenewalResult = { failures: [], postponed: [], isChanged: false };

/**
 * Renews a certificate with the same contents. If it was set as the internal transport certificate
 * (for mail between Exchange servers), the new one replaces it there.
 * @throws {IssueError}
 */
async function renew(
  stored: StoredCertificate,
  assessment: Assessment,
  dependencies: RenewalDependencies,
): Promise<void> {
  const { personal, definition, issuer, options } = dependencies;
  const { thumbprint } = stored.certificate;
  const plan = planRenew(
    { verb: 'renew', thumbprint, years: options.years, isRequest: false },
    { assessment, personal: definition, defaults: options, isForced: false, internalConsent: 'keep' },
  );
  if (plan.kind !== 'issue') {
    const cause = plan.kind === 'refused' ? plan.refusal.reason : plan.kind;
    throw new IssueError(ISSUE_FAILURES.certificate_not_renewed({ thumbprint, cause }));
  }
  const issued = await issuer.issue(plan.parameters);
  await personal.apply(
    { kind: 'install', ...issued, issuers: [], csr: undefined, ...plan.installSettings },
    requestedByRenewal(thumbprint, assessment.observation.now),
  );
}

/**
 * Renews the certificates that are due. Locks the store and scans it again before anything is
 * written. Never rejects.
 */
export async function renewDue(
  observation: Observation,
  index: CertificateIndex,
  dependencies: RenewalDependencies,
): Promise<RenewalResult> {
  const { definition, personal, renewBefore } = dependencies;
  const due = dueRenewals(observation, index, definition, renewBefore);
  if (due.length === 0) return NO_RENEWALS;
  const failureOf = (stored: StoredCertificate, error: unknown): RenewalFailure => {
    return {
      stored,
      problem: { reason: 'issue_failed', location: stored.location.path, failure: failureOfError(error) },
    };
  };
  try {
    using _lock = await personal.lock();
    const assessment = await dependencies.rescan();
    const stillDue = dueRenewals(assessment.observation, assessment.index, definition, renewBefore);
    const failures: RenewalFailure[] = [];
    for (const stored of stillDue.slice(0, MAX_RENEWALS_PER_SCAN)) {
      try {
        await renew(stored, assessment, dependencies);
      } catch (error) {
        failures.push(failureOf(stored, error));
      }
    }
    return {
      failures,
      postponed: stillDue.slice(MAX_RENEWALS_PER_SCAN),
      isChanged: failures.length < Math.min(MAX_RENEWALS_PER_SCAN, stillDue.length),
    };
  } catch (error) {
    if (error instanceof StoreBusyError) return { ...NO_RENEWALS, postponed: due };
    return { ...NO_RENEWALS, failures: due.map((stored) => failureOf(stored, error)) };
  }
}
