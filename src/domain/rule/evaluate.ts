import type { Assessment } from '../assessment/assess.ts';
import { isRenewing } from '../assessment/file-histories.ts';
import { type ListedAssessment, withoutUnlisted } from '../assessment/without-unlisted.ts';
import { ruleFailed } from '../event/catalog/rule-failed.ts';
import { connectorsApart } from '../evidence/connectors-apart.ts';
import type { Finding } from '../evidence/finding.ts';
import { settlingConnectors } from '../evidence/settling-connectors.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import { ALL_RULES } from './all.ts';
import type { Rule } from './rule.ts';

/** Findings of the rules, and what they could not decide in this scan. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  /** Events whose rule failed or had to wait: their conditions are unknown, not cleared. */
  readonly unknown: ReadonlySet<number>;
  /**
   * Conditions that a rule could not decide, by `conditionIdentityOf`; omitted if there are none.
   */
  readonly undecided?: ReadonlySet<string>;
  /** Connectors whose servers may still load the certificate on disk; omitted if there are none. */
  readonly settling?: ReadonlySet<string>;
  /**
   * Connectors with served certificates that no event about files on disk reports; omitted if there
   * are none.
   */
  readonly apart?: ReadonlySet<string>;
}

/** Returns the identity of a condition. */
export function conditionIdentityOf(eventId: number, subject: string): string {
  return `${eventId} ${subject}`;
}

function failure(rule: Rule, error: unknown): Finding {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    event: ruleFailed,
    subject: String(rule.event.eventId),
    parameters: [String(rule.event.eventId), detail],
    facts: { reason: 'rule_failed', detail },
    remedy: [],
    needs: [EVERY_INVENTORY],
    step: 0,
  };
}

/**
 * Returns the subjects of findings that rest only on addresses that name resolution no longer
 * returns. Another server may be meant by now, so they raise nothing. They clear nothing either,
 * because DNS may return a part of the addresses each time.
 */
function unconfirmedSubjects(
  rule: Rule,
  found: readonly Finding[],
  listed: ListedAssessment | undefined,
): ReadonlySet<string> {
  if (listed === undefined || !found.some(({ needs }) => needs.some((need) => listed.probes.has(need)))) {
    return new Set();
  }
  const affected = rule.affected ?? ((of) => rule.evaluate(of).map(({ subject }) => subject));
  const confirmed = new Set(affected(listed.assessment));
  return new Set(found.flatMap(({ subject }) => (confirmed.has(subject) ? [] : [subject])));
}

/**
 * Evaluates all rules. If a rule throws, its event is unknown, the error is a finding, and the
 * other rules still run.
 */
export function evaluate(assessment: Assessment, rules: readonly Rule[] = ALL_RULES): Evaluation {
  const findings: Finding[] = [];
  const unknown = new Set<number>();
  const undecided = new Set<string>();
  const listed = withoutUnlisted(assessment);
  const isWaiting = assessment.observation.service.clockStepMs !== 0 || isRenewing(assessment);
  for (const rule of rules) {
    if (rule.timed && isWaiting) {
      unknown.add(rule.event.eventId);
      continue;
    }
    try {
      const found = rule.evaluate(assessment);
      const unconfirmed = unconfirmedSubjects(rule, found, listed);
      for (const subject of rule.undecided?.(assessment) ?? [])
        undecided.add(conditionIdentityOf(rule.event.eventId, subject));
      for (const subject of unconfirmed) undecided.add(conditionIdentityOf(rule.event.eventId, subject));
      for (const finding of found) if (!unconfirmed.has(finding.subject)) findings.push(finding);
    } catch (error) {
      unknown.add(rule.event.eventId);
      findings.push(failure(rule, error));
    }
  }
  return { findings, unknown, undecided, settling: settlingConnectors(assessment), apart: connectorsApart(assessment) };
}
