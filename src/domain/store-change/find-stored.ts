import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import { exclusiveDirectoryOf } from '../connector/exclusive-directory.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { problemOfReason } from '../failure/problem-of-failure.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import type { PlanContext } from './plan.ts';
import type { Refusal } from './refusal.ts';

type StoreContext = Pick<PlanContext, 'assessment' | 'personal'>;

/**
 * Returns the last known contents of the personal store (the only store that mailcertd writes to);
 * empty if they are unknown.
 */
export function personalSnapshot({ assessment, personal }: StoreContext): StoreSnapshot {
  const result = assessment.observation.stores.get(personal.name);
  const snapshot = result && currentOrLastKnown(result)?.value;
  return (
    snapshot ?? { name: personal.name, certificates: [], isGlob: false, unreadablePaths: [], unreadableSinceStart: [] }
  );
}

/**
 * Returns the refusal for a certificate or CSR that was not found in the personal store. If part of
 * the store is unreadable, the object may be there, so the refusal is `store-unavailable`.
 * @param id the thumbprint of the certificate, or the SHA-256 of the CSR
 */
export function refusalOfMissing(id: string, { assessment, personal }: StoreContext): Refusal {
  const result = assessment.observation.stores.get(personal.name);
  const [unreadablePath] = result?.kind === 'available' ? result.value.unreadablePaths : [];
  if (result?.kind !== 'available' || unreadablePath === undefined) return { reason: 'not-found', id };
  const problem = result.problems.find(({ location }) => location === unreadablePath);
  return {
    reason: 'store-unavailable',
    problem: problem ?? problemOfReason('permission_denied', unreadablePath),
  };
}

/**
 * Returns the certificate with a thumbprint, or undefined if no store contains it. Of several
 * locations, one in the personal store is preferred, and then one with the private key.
 * @param personal the name of the personal store; undefined: there is none
 */
export function findStored(
  thumbprint: Thumbprint,
  { withThumbprint }: Pick<CertificateIndex, 'withThumbprint'>,
  personal: string | undefined,
): StoredCertificate | undefined {
  /** Lower is preferred. The store counts more than the key. */
  const rank = ({ store, key }: StoredCertificate): number =>
    (store === personal ? 0 : 2) + (key.kind === 'matches' ? 0 : 1);
  return withThumbprint(thumbprint).toSorted((a, b) => rank(a) - rank(b))[0];
}

/**
 * Returns the refusal for a certificate that is only in other stores, or undefined if it is in the
 * personal store or in none.
 * @param personal the name of the personal store; undefined: there is none
 */
export function refusalOfOtherStore(
  thumbprint: Thumbprint,
  { observation, index }: Pick<Assessment, 'observation' | 'index'>,
  personal: string | undefined,
): Refusal | undefined {
  const stored = findStored(thumbprint, index, personal);
  const store = definedStores(observation).find(({ name }) => name === stored?.store);
  if (stored === undefined || store === undefined || store.name === personal) return undefined;
  return { reason: 'store-read-only', stored, store };
}

/**
 * Returns the certificate with a thumbprint in the personal store, or a refusal. Of several
 * locations, one with the private key is preferred, and then one in a directory of its own.
 */
export function findWritable(thumbprint: Thumbprint, context: StoreContext): StoredCertificate | Refusal {
  const { assessment, personal } = context;
  const stored = findStored(thumbprint, assessment.index, personal.name);
  if (stored === undefined) return refusalOfMissing(thumbprint, context);
  if (stored.store === personal.name) {
    const hasKey = ({ key }: StoredCertificate): boolean => key.kind === 'matches';
    const sameCertificate = assessment.index
      .withThumbprint(thumbprint)
      .filter((each) => each.store === personal.name && hasKey(each) === hasKey(stored));
    const snapshot = personalSnapshot(context);
    return sameCertificate.find((each) => exclusiveDirectoryOf(each, personal, snapshot) !== undefined) ?? stored;
  }
  return refusalOfOtherStore(thumbprint, assessment, personal.name) ?? refusalOfMissing(thumbprint, context);
}
