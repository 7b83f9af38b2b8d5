import type { Assessment } from '../assessment/assess.ts';
import { mayHaveKey, type StoredCertificate } from '../certificate/certificate.ts';
import { wildcardFor } from '../certificate/dns-name.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import { canonicalNamesOf } from '../certificate-index/name-index.ts';
import { exclusiveDirectoryOf, isInDirectory, leafOfIntermediate } from '../connector/exclusive-directory.ts';
import { findWritable, personalSnapshot, refusalOfMissing } from './find-stored.ts';
import { type Plan, type PlanContext, refused } from './plan.ts';
import type { Refusal } from './refusal.ts';
import { stablePathSuccessors } from './stable-path-successors.ts';
import type { RemoveCommand } from './store-command.ts';

/** An ID of this length is the SHA-256 of a CSR; the thumbprint of a certificate has 40 digits. */
const SHA256_HEX_DIGITS = 64;

/**
 * Plans to remove a certificate or CSR from the personal store, the only store that mailcertd
 * writes to.
 */
export function planRemove({ id }: RemoveCommand, context: PlanContext): Plan {
  return id.length === SHA256_HEX_DIGITS ? planRemoveRequest(id, context) : planRemoveCertificate(id, context);
}

function planRemoveRequest(id: string, context: PlanContext): Plan {
  const snapshot = personalSnapshot(context);
  const stored = snapshot.requests?.find(({ request }) => request.sha256Fingerprint === id);
  if (stored === undefined) return refused(refusalOfMissing(id, context));
  return exclusiveDirectoryOf(stored, context.personal, snapshot) === undefined
    ? refused({ reason: 'directory-shared', path: stored.location.path })
    : { kind: 'change', change: { kind: 'remove', removed: stored } };
}

function planRemoveCertificate(id: string, context: PlanContext): Plan {
  const snapshot = personalSnapshot(context);
  const stored = findWritable(id, context);
  if ('reason' in stored) return refused(stored);
  const directory = exclusiveDirectoryOf(stored, context.personal, snapshot);
  if (directory === undefined) {
    const leaf = leafOfIntermediate(stored, context.personal, snapshot);
    return refused(
      leaf === undefined
        ? { reason: 'directory-shared', path: stored.location.path }
        : { reason: 'intermediate-certificate', stored, leaf },
    );
  }
  const refusal = context.isForced ? undefined : refusalIfNeeded(stored, directory, context);
  if (refusal !== undefined) return refused(refusal);
  const { now } = context.assessment.observation;
  const successors = stablePathSuccessors(stored, snapshot.certificates, context.personal.path, now);
  const change = { kind: 'remove', removed: stored } as const;
  return { kind: 'change', change: successors.length === 0 ? change : { ...change, stablePathSuccessors: successors } };
}

/** Returns why a certificate is still needed, or undefined if it is not. */
function refusalIfNeeded(stored: StoredCertificate, directory: string, context: PlanContext): Refusal | undefined {
  const { assessment } = context;
  const connectors = connectorsUsing(stored, directory, context);
  if (connectors.length > 0) return { reason: 'in-use', stored, connectors };
  const { internalTransport } = assessment.observation;
  const isInternal =
    internalTransport.source === 'recorded' && internalTransport.thumbprint === stored.certificate.thumbprint;
  if (isInternal) return { reason: 'internal-certificate', stored };
  const names = namesWithoutReplacement(stored, directory, assessment);
  return names.length > 0 ? { reason: 'last-for-names', stored, names } : undefined;
}

/** Returns the connectors that use a certificate in the directory, also through a stable path. */
function connectorsUsing(stored: StoredCertificate, directory: string, context: PlanContext): readonly string[] {
  const { thumbprint } = stored.certificate;
  const isThisCertificate = (selected: StoredCertificate): boolean =>
    isInDirectory(directory, selected) ||
    (selected.certificate.thumbprint === thumbprint && isInDirectory(`${context.personal.path}/live`, selected));
  const { selections } = context.assessment;
  return selections.flatMap(({ connector, selection }) => {
    if (selection.kind !== 'chosen') return [];
    const certificates = [selection.chosen, ...(selection.alsoSelected ?? [])];
    return certificates.some(isThisCertificate) ? [connector.name] : [];
  });
}

/**
 * Returns the names of a certificate that no other usable certificate matches, not even by a
 * wildcard. Empty if its key is missing or differs, because it is not usable itself.
 */
function namesWithoutReplacement(
  stored: StoredCertificate,
  directory: string,
  { index, context }: Assessment,
): readonly string[] {
  if (!mayHaveKey(stored.key)) return [];
  const isUsable = (other: StoredCertificate): boolean =>
    context.isSearched(other.store) &&
    !isInDirectory(directory, other) &&
    mayHaveKey(other.key) &&
    !isExpired(other.certificate, context.now) &&
    !isNotYetValid(other.certificate, context.now);
  return [...canonicalNamesOf(stored)].filter((name) => {
    const wildcard = wildcardFor(name);
    const others = [...index.find(name), ...(wildcard === undefined ? [] : index.find(wildcard))];
    return !others.some(isUsable);
  });
}
