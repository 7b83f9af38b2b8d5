import type { Assessment } from '../assessment/assess.ts';
import { type AccessDenial, isAccessDenied, type StoredCertificate } from '../certificate/certificate.ts';
import { keyAccount } from '../connector/connector.ts';
import { exclusiveDirectoryOf, leafOfIntermediate } from '../connector/exclusive-directory.ts';
import { decideInternal } from './decide-internal.ts';
import { findWritable, personalSnapshot } from './find-stored.ts';
import { type Plan, type PlanContext, refused, sortServices } from './plan.ts';
import type { Refusal } from './refusal.ts';
import { stablePathOption } from './stable-path-request.ts';
import type { EnableCommand } from './store-command.ts';
import { wildcardRefusal } from './wildcard-refusal.ts';

/**
 * Returns the accounts of the connectors for which a certificate is selected, or was considered and
 * rejected. Leaves out connectors that name files.
 */
function accountsSelecting({ certificate }: StoredCertificate, { selections }: Assessment): ReadonlySet<string> {
  const selecting = selections.filter(({ connector: { certificateFiles }, selection }) => {
    if (certificateFiles !== undefined || selection.kind === 'not-applicable') return false;
    const candidates = selection.rejected.map(({ candidate }) => candidate);
    if (selection.kind === 'chosen') candidates.push(selection.chosen);
    return candidates.some((candidate) => candidate.certificate.thumbprint === certificate.thumbprint);
  });
  return new Set(selecting.map(({ connector }) => keyAccount(connector)));
}

/**
 * Returns what denies the first account access to the key, if none of the accounts that would load
 * the key can read it. Empty if one of the accounts can read it: event 1202 then reports the
 * others. Also empty if no connector can select the certificate.
 */
function denialsOfFirstAccount(stored: StoredCertificate, assessment: Assessment): readonly AccessDenial[] {
  const { key } = stored;
  const accounts = accountsSelecting(stored, assessment);
  if (![...accounts].every((account) => isAccessDenied(key, account))) return [];
  const firstDenial = key.access.denials.find(({ account }) => accounts.has(account));
  return key.access.denials.filter(({ account }) => account === firstDenial?.account);
}

/** Returns the services for which a certificate is enabled after a command. */
function resultingServices(
  { services, isExclusive }: Pick<EnableCommand, 'services' | 'isExclusive'>,
  stored: StoredCertificate,
): StoredCertificate['services'] {
  return sortServices(isExclusive ? services : [...stored.services, ...services]);
}

/** Adds the requested services to a refusal `store-read-only`; returns other refusals unchanged. */
export function withResultingServices(
  refusal: Refusal,
  command: Pick<EnableCommand, 'services' | 'isExclusive'>,
): Refusal {
  if (refusal.reason !== 'store-read-only') return refusal;
  return { ...refusal, services: resultingServices(command, refusal.stored) };
}

/** Returns why a certificate cannot be enabled for additional services, or undefined if it can. */
function refusalOfServices(
  stored: StoredCertificate,
  { services }: EnableCommand,
  { assessment }: PlanContext,
): Refusal | undefined {
  if (services.length === 0) return undefined;
  const wildcard = wildcardRefusal(stored.certificate, services);
  if (wildcard !== undefined) return wildcard;
  if (stored.key.kind !== 'matches') return { reason: 'key-unusable', stored, kind: stored.key.kind };
  const denials = denialsOfFirstAccount(stored, assessment);
  return denials.length > 0 ? { reason: 'key-not-readable', stored, denials } : undefined;
}

/**
 * Plans to enable a certificate of the personal store (the only store that mailcertd writes to) for
 * additional services, or for only these services.
 */
export function planEnable(command: EnableCommand, context: PlanContext): Plan {
  const stored = findWritable(command.thumbprint, context);
  if ('reason' in stored) return refused(withResultingServices(stored, command));
  const { certificate, location } = stored;
  const services = resultingServices(command, stored);
  const snapshot = personalSnapshot(context);
  if (exclusiveDirectoryOf(stored, context.personal, snapshot) === undefined) {
    const leaf = leafOfIntermediate(stored, context.personal, snapshot);
    return refused(
      leaf === undefined
        ? { reason: 'directory-shared', path: location.path, services }
        : { reason: 'intermediate-certificate', stored, leaf },
    );
  }
  const refusal = refusalOfServices(stored, command, context);
  if (refusal !== undefined) return refused(refusal);
  const decision = decideInternal(certificate, command.services, context);
  if (decision.kind === 'asks') return decision;
  const { recordsInternal } = decision;
  const isUnchanged = services.join(' ') === sortServices(stored.services).join(' ');
  if (isUnchanged && !recordsInternal) return { kind: 'unchanged', stored };
  const stablePath = stablePathOption(certificate, context.assessment.observation.now);
  return { kind: 'change', change: { kind: 'services', stored, services, recordsInternal, ...stablePath } };
}
