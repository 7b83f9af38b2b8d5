import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { wildcardFor } from '../certificate/dns-name.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import { presentedNames } from '../certificate-index/name-index.ts';
import { liesIn, ownDirectory, servedWith } from '../connector/own-directory.ts';
import { findWritable, missing, personalSnapshot } from './find-stored.ts';
import { liveSuccessorsOf } from './live-successors.ts';
import { type Plan, type PlanContext, refused } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { RemoveOrder } from './store-order.ts';

/** Returns the connectors that use a certificate in the directory, also through a stable path. */
function usersOf(stored: StoredCertificate, directory: string, ground: PlanContext): readonly string[] {
  const { thumbprint } = stored.certificate;
  const isOwn = (each: StoredCertificate): boolean =>
    liesIn(directory, each) ||
    (each.certificate.thumbprint === thumbprint && liesIn(`${ground.personal.path}/live`, each));
  const { selections } = ground.assessment;
  return selections.flatMap(({ connector, selection }) => {
    if (selection.kind !== 'chosen') return [];
    const presented = [selection.chosen, ...(selection.presentedToo ?? [])];
    return presented.some(isOwn) ? [connector.name] : [];
  });
}

/** Returns the names for which no other usable certificate exists, considering wildcards. */
function lastNames(
  stored: StoredCertificate,
  directory: string,
  { index, context: ground }: Assessment,
): readonly string[] {
  if (stored.key.kind === 'missing' || stored.key.kind === 'differs') return [];
  const isUsable = (other: StoredCertificate): boolean =>
    ground.isPersonal(other.store) &&
    !liesIn(directory, other) &&
    (other.key.kind === 'matches' || other.key.kind === 'unreadable') &&
    !isExpired(other.certificate, ground.now) &&
    !isNotYetValid(other.certificate, ground.now);
  return [...presentedNames(stored)].filter((name) => {
    const wildcard = wildcardFor(name);
    const others = [...index.find(name), ...(wildcard === undefined ? [] : index.find(wildcard))];
    return !others.some(isUsable);
  });
}

/** Returns why a certificate is still needed, or undefined if it is not. */
function needOf(stored: StoredCertificate, directory: string, ground: PlanContext): Refusal | undefined {
  const { assessment } = ground;
  const connectors = usersOf(stored, directory, ground);
  if (connectors.length > 0) return { reason: 'in-use', stored, connectors };
  const { internalTransport } = assessment.observation;
  const isInternal =
    internalTransport.source === 'recorded' && internalTransport.thumbprint === stored.certificate.thumbprint;
  if (isInternal) return { reason: 'is-internal', stored };
  const names = lastNames(stored, directory, assessment);
  return names.length > 0 ? { reason: 'last-for-names', stored, names } : undefined;
}

/** Plans to remove a certificate or CSR from the personal store. */
export function planRemove(order: RemoveOrder, ground: PlanContext): Plan {
  const snapshot = personalSnapshot(ground);
  if (order.id.length === 64) {
    const request = snapshot.requests?.find(({ request: { sha256Fingerprint } }) => sha256Fingerprint === order.id);
    if (request === undefined) return refused(missing(order.id, ground));
    return ownDirectory(request, ground.personal, snapshot) === undefined
      ? refused({ reason: 'not-alone', path: request.location.path })
      : { kind: 'change', change: { kind: 'remove', removed: request } };
  }
  const stored = findWritable(order.id, ground);
  if ('reason' in stored) return refused(stored);
  const directory = ownDirectory(stored, ground.personal, snapshot);
  if (directory === undefined) {
    const along = servedWith(stored, ground.personal, snapshot);
    return refused(
      along === undefined
        ? { reason: 'not-alone', path: stored.location.path }
        : { reason: 'is-issuer', stored, along },
    );
  }
  const need = ground.isForced ? undefined : needOf(stored, directory, ground);
  if (need !== undefined) return refused(need);
  const { now } = ground.assessment.observation;
  const liveSuccessors = liveSuccessorsOf(stored, snapshot.certificates, ground.personal.path, now);
  const change = { kind: 'remove', removed: stored } as const;
  return { kind: 'change', change: liveSuccessors.length === 0 ? change : { ...change, liveSuccessors } };
}
