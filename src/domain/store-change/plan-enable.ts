import type { Assessment } from '../assessment/assess.ts';
import { isBarredFrom, type KeyBarrier, type StoredCertificate } from '../certificate/certificate.ts';
import { keyAccount } from '../connector/connector.ts';
import { ownDirectory, servedWith } from '../connector/own-directory.ts';
import { decideInternal } from './decide-internal.ts';
import { findWritable, personalSnapshot } from './find-stored.ts';
import { livenessAt } from './live-order.ts';
import { inOrder, type Plan, type PlanContext, refused } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { EnableOrder } from './store-order.ts';
import { wildcardRefusal } from './wildcard-refusal.ts';

/**
 * Returns the barriers that deny access to the key for the first account that would load it. Only
 * the accounts of connectors with a matching name are considered. Empty if one of them can read the
 * key, because event 1202 reports the others, or if there are none.
 */
function barriersOf({ certificate, key }: StoredCertificate, { selections }: Assessment): readonly KeyBarrier[] {
  const selecting = selections.filter(({ connector: { certificateFiles }, selection }) => {
    if (certificateFiles !== undefined || selection.kind === 'not-applicable') return false;
    const candidates = selection.rejected.map(({ candidate }) => candidate);
    if (selection.kind === 'chosen') candidates.push(selection.chosen);
    return candidates.some((candidate) => candidate.certificate.thumbprint === certificate.thumbprint);
  });
  const accounts = new Set(selecting.map(({ connector }) => keyAccount(connector)));
  if (![...accounts].every((account) => isBarredFrom(key, account))) return [];
  const account = key.access.barriers.find((barrier) => accounts.has(barrier.account))?.account;
  return key.access.barriers.filter((barrier) => barrier.account === account);
}

/** Adds the resulting services to the refusal for a certificate in another store. */
export function enablingElsewhere(
  refusal: Refusal,
  { services, replaces }: Pick<EnableOrder, 'services' | 'replaces'>,
): Refusal {
  if (refusal.reason !== 'store-read-only') return refusal;
  return { ...refusal, services: inOrder(replaces ? services : [...refusal.stored.services, ...services]) };
}

/**
 * Plans to enable a certificate of the personal store for additional services, or for only these
 * services.
 */
export function planEnable(order: EnableOrder, context: PlanContext): Plan {
  const stored = findWritable(order.thumbprint, context);
  if ('reason' in stored) return refused(enablingElsewhere(stored, order));
  const { certificate, key, location } = stored;
  const snapshot = personalSnapshot(context);
  if (ownDirectory(stored, context.personal, snapshot) === undefined) {
    const along = servedWith(stored, context.personal, snapshot);
    if (along !== undefined) return refused({ reason: 'intermediate-certificate', stored, along });
    const services = inOrder(order.replaces ? order.services : [...stored.services, ...order.services]);
    return refused({ reason: 'directory-shared', path: location.path, services });
  }
  if (order.services.length > 0) {
    const wildcard = wildcardRefusal(certificate, order.services);
    if (wildcard !== undefined) return refused(wildcard);
    if (key.kind !== 'matches') return refused({ reason: 'key-unusable', stored, kind: key.kind });
    const barriers = barriersOf(stored, context.assessment);
    if (barriers.length > 0) return refused({ reason: 'key-not-readable', stored, barriers });
  }
  const services = inOrder(order.replaces ? order.services : [...stored.services, ...order.services]);
  const recordsInternal = decideInternal(certificate, order.services, context);
  if (typeof recordsInternal !== 'boolean') return recordsInternal;
  const isSo = services.join(' ') === inOrder(stored.services).join(' ');
  if (isSo && !recordsInternal) return { kind: 'unchanged', stored };
  const liveness = livenessAt(certificate, context.assessment.observation.now);
  return { kind: 'change', change: { kind: 'services', stored, services, recordsInternal, ...liveness } };
}
