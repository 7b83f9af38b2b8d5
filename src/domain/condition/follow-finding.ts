import type { Finding } from '../evidence/finding.ts';
import type { Evaluation } from '../rule/evaluate.ts';
import type { Coverage, Scope } from '../scope.ts';
import type { Condition } from './condition.ts';
import { isAwaitingReload } from './is-awaiting-reload.ts';

/**
 * The scopes that a scan has read (stores, inventories and probes), and the probe results that may
 * still change.
 */
export interface EvidenceCoverage {
  /** Connectors whose servers may not have loaded the files on disk yet. */
  readonly awaitingReload: Evaluation['awaitingReload'];
  readonly coverage: Coverage;
}

/**
 * Returns an open condition with the parameters, facts and remedy of a finding of this scan (the
 * result of a rule), although no new event record is written. Returns undefined if they stay the
 * same:
 * 1. A condition about a file of connectors is updated in each scan. A connector that is no longer
 *    affected is removed only when all evidence about it is available.
 * 2. A condition about several files or certificates of a store is updated when some of them are
 *    fixed.
 * 3. Other conditions keep the parameters and facts of their last record. Only the remedy is updated,
 *    because it was replaced by the reload of a server while the file on disk had no problem.
 */
export function followFinding(
  finding: Finding,
  condition: Condition,
  evidence: EvidenceCoverage,
): Condition | undefined {
  const { groupedBy, parameters, facts, remedy } = finding;
  const { raisedAt, escalation: _, ...reportedFacts } = condition.facts;
  if (groupedBy !== undefined) {
    const isSame =
      JSON.stringify([parameters, facts, remedy]) ===
      JSON.stringify([condition.parameters, reportedFacts, condition.remedy]);
    if (isSame || !isEvidenceAvailable(finding, condition, evidence)) return undefined;
  } else if (!isAboutStore(facts)) {
    const isSameRemedy = JSON.stringify(remedy) === JSON.stringify(condition.remedy);
    return isSameRemedy ? undefined : { ...condition, remedy };
  } else if (!isPartlyFixed(finding, condition, evidence)) return undefined;
  return { ...condition, parameters, facts: raisedAt === undefined ? facts : { ...facts, raisedAt }, remedy };
}

/**
 * Returns whether all evidence (stores, inventories and probes that the condition needs) is
 * available about the connectors that the finding no longer names. Probes of connectors that the
 * finding still names do not matter.
 */
function isEvidenceAvailable(
  { facts: { connectors = [] } }: Finding,
  condition: Condition,
  { coverage, awaitingReload }: EvidenceCoverage,
): boolean {
  const foundConnectors = new Set(connectors);
  const { connectors: previousConnectors = [] } = condition.facts;
  if (previousConnectors.every((name) => foundConnectors.has(name))) return true;
  const probes = new Set(connectors.map((name): Scope => `probe:${name}`));
  return condition.needs.every(
    (scope) => probes.has(scope) || (coverage(scope) !== 'unavailable' && !isAwaitingReload(scope, awaitingReload)),
  );
}

/** Returns whether a finding is about a number of files or certificates of a store. */
function isAboutStore({ store, count }: Finding['facts']): boolean {
  return store !== undefined && count !== undefined;
}

/**
 * Returns whether some files or certificates of a condition were fixed, and everything that the
 * condition needs was read.
 */
function isPartlyFixed(finding: Finding, condition: Condition, { coverage }: EvidenceCoverage): boolean {
  return hasFewer(finding, condition) && condition.needs.every((scope) => coverage(scope) !== 'unavailable');
}

/** Returns whether a file or certificate of a condition is no longer found. */
function hasFewer(
  { facts: { certificates = [], files = [], count = 0 } }: Finding,
  { facts: previous }: Condition,
): boolean {
  if (count < (previous.count ?? 0)) return true;
  const members = new Set([...certificates.map(({ thumbprint }) => thumbprint), ...files.map(({ path }) => path)]);
  const previousMembers = [
    ...(previous.certificates ?? []).map(({ thumbprint }) => thumbprint),
    ...(previous.files ?? []).map(({ path }) => path),
  ];
  return previousMembers.some((member) => !members.has(member));
}
