import type { Finding } from '../evidence/finding.ts';
import type { Evaluation } from '../rule/evaluate.ts';
import type { Coverage, Scope } from '../scope.ts';
import type { Condition } from './condition.ts';
import { isSettling } from './is-settling.ts';

/** What the evidence of a scan covers, and the connectors whose servers have not loaded their files yet. */
export interface Evidence {
  readonly settling: Evaluation['settling'];
  readonly coverage: Coverage;
}

/**
 * Returns whether all evidence is available about the connectors that are no longer found. The
 * probes of the connectors that are still found do not matter.
 */
function isSeen({ facts: { connectors = [] } }: Finding, known: Condition, { coverage, settling }: Evidence): boolean {
  const held = new Set(connectors);
  if (known.facts.connectors?.every((name) => held.has(name)) !== false) return true;
  const probes = new Set(connectors.map((name): Scope => `probe:${name}`));
  return known.needs.every(
    (scope) => probes.has(scope) || (coverage(scope) !== 'blind' && !isSettling(scope, settling)),
  );
}

/** Returns whether a finding is about the files or certificates of a store that it counts. */
function isOfStore({ store, count }: Finding['facts']): boolean {
  return store !== undefined && count !== undefined;
}

/** Returns whether a file or certificate of a condition is no longer found. */
function hasFewer(
  { facts: { certificates = [], files = [], count = 0 } }: Finding,
  { facts: known }: Condition,
): boolean {
  if (count < (known.count ?? 0)) return true;
  const found = new Set([...certificates.map(({ thumbprint }) => thumbprint), ...files.map(({ path }) => path)]);
  const listed = [
    ...(known.certificates ?? []).map(({ thumbprint }) => thumbprint),
    ...(known.files ?? []).map(({ path }) => path),
  ];
  return listed.some((member) => !found.has(member));
}

/** Returns whether the evidence of an open condition shows what a finding no longer has. */
function isRepaired(finding: Finding, known: Condition, { coverage }: Evidence): boolean {
  return hasFewer(finding, known) && known.needs.every((scope) => coverage(scope) !== 'blind');
}

/**
 * Returns an open condition with the parameters, facts and remedy of the latest scan; undefined: it
 * stays as it is. A condition about a file of connectors follows each scan. A condition about files
 * or certificates of a store follows when one of them is repaired. What is no longer found stays
 * until all evidence about it is available.
 */
export function followFinding(finding: Finding, known: Condition, evidence: Evidence): Condition | undefined {
  const { groupedBy, parameters, facts, remedy } = finding;
  const { raisedAt, escalation: _, ...stored } = known.facts;
  if (groupedBy !== undefined) {
    const isSame =
      JSON.stringify([parameters, facts, remedy]) === JSON.stringify([known.parameters, stored, known.remedy]);
    if (isSame || !isSeen(finding, known, evidence)) return undefined;
  } else if (!isOfStore(facts) || !isRepaired(finding, known, evidence)) return undefined;
  return { ...known, parameters, facts: raisedAt === undefined ? facts : { ...facts, raisedAt }, remedy };
}
