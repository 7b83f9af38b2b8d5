import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { wildcardFor } from '../certificate/dns-name.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import { canonicalNamesOf } from '../certificate-index/name-index.ts';
import { exclusiveDirectoryOf, isInDirectory, leafOfIntermediate } from '../connector/exclusive-directory.ts';
import { findWritable, personalSnapshot, refusalOfMissing } from './find-stored.ts';
import { liveSuccessorsOf } from './live-successors.ts';
import { type Plan, type PlanContext, refused } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { RemoveOrder } from './store-order.ts';

/** Returns the connectors that use a certificate in the directory, also through a stable path. */
function connectorsUsing(stored: StoredCertificate, directory: string, context: PlanContext): readonly string[] {
  const { thumbprint } = stored.certificate;
  const isThisCertificate = (each: StoredCertificate): boolean =>
    isInDirectory(directory, each) ||
    (each.certificate.thumbprint === thumbprint && isInDirectory(`${context.personal.path}/live`, each));
  const { selections } = context.assessment;
  return selections.flatMap(({ connector, selection }) => {
    if (selection.kind !== 'chosen') return [];
    const certificates = [selection.chosen, ...(selection.alsoSelected ?? [])];
    return certificates.some(isThisCertificate) ? [connector.name] : [];
  });
}

/** Returns the names for which no other usable certificate exists, considering wildcards. */
function namesWithoutReplacement(
  stored: StoredCertificate,
  directory: string,
  { index, context }: Assessment,
): readonly string[] {
  if (stored.key.kind === 'missing' || stored.key.kind === 'differs') return [];
  const isUsable = (other: StoredCertificate): boolean =>
    context.isPersonal(other.store) &&
    !isInDirectory(directory, other) &&
    (other.key.kind === 'matches' || other.key.kind === 'unreadable') &&
    !isExpired(other.certificate, context.now) &&
    !isNotYetValid(other.certificate, context.now);
  return [...canonicalNamesOf(stored)].filter((name) => {
    const wildcard = wildcardFor(name);
    const others = [...index.find(name), ...(wildcard === undefined ? [] : index.find(wildcard))];
    return !others.some(isUsable);
  });
}

/** Returns why a certificate is still needed, or undefined if it is not. */
function needOf(stored: StoredCertificate, directory: string, context: PlanContext): Refusal | undefined {
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

/** Plans to remove a certificate or CSR from the personal store. */
export function planRemove(order: RemoveOrder, context: PlanContext): Plan {
  const snapshot = personalSnapshot(context);
  if (order.id.length === 64) {
    const request = snapshot.requests?.find(({ request: { sha256Fingerprint } }) => sha256Fingerprint === order.id);
    if (request === undefined) return refused(refusalOfMissing(order.id, context));
    return exclusiveDirectoryOf(request, context.personal, snapshot) === undefined
      ? refused({ reason: 'directory-shared', path: request.location.path })
      : { kind: 'change', change: { kind: 'remove', removed: request } };
  }
  const stored = findWritable(order.id, context);
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
  const refusal = context.isForced ? undefined : needOf(stored, directory, context);
  if (refusal !== undefined) return refused(refusal);
  const { now } = context.assessment.observation;
  const liveSuccessors = liveSuccessorsOf(stored, snapshot.certificates, context.personal.path, now);
  const change = { kind: 'remove', removed: stored } as const;
  return { kind: 'change', change: liveSuccessors.length === 0 ? change : { ...change, liveSuccessors } };
}
