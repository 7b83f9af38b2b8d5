import type { Evaluation } from '../rule/evaluate.ts';
import type { Finding } from '../rule/finding.ts';
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

/**
 * Returns an open condition about a file with the parameters, facts and remedy of the latest scan;
 * undefined: they are the same, or a connector that is no longer found cannot be seen now.
 */
export function followFinding(finding: Finding, known: Condition, evidence: Evidence): Condition | undefined {
  const { groupedBy, parameters, facts, remedy } = finding;
  if (groupedBy === undefined) return undefined;
  const { raisedAt, escalation: _, ...stored } = known.facts;
  const isSame =
    JSON.stringify([parameters, facts, remedy]) === JSON.stringify([known.parameters, stored, known.remedy]);
  if (isSame || !isSeen(finding, known, evidence)) return undefined;
  return { ...known, parameters, facts: raisedAt === undefined ? facts : { ...facts, raisedAt }, remedy };
}
