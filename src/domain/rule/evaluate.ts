import type { Assessment } from '../assessment/assess.ts';
import { isRenewing } from '../assessment/file-histories.ts';
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
 * Evaluates all rules. If a rule throws, its event is unknown, the error is a finding, and the
 * other rules still run.
 */
export function evaluate(assessment: Assessment, rules: readonly Rule[] = ALL_RULES): Evaluation {
  const findings: Finding[] = [];
  const unknown = new Set<number>();
  const undecided = new Set<string>();
  const isWaiting = assessment.observation.service.clockStepMs !== 0 || isRenewing(assessment);
  for (const rule of rules) {
    if (rule.timed && isWaiting) {
      unknown.add(rule.event.eventId);
      continue;
    }
    try {
      const ruleFindings = rule.evaluate(assessment);
      const unlisted = ruleFindings.flatMap(({ subject, isUnlisted }) => (isUnlisted ? [subject] : []));
      for (const subject of [...unlisted, ...(rule.undecided?.(assessment) ?? [])])
        undecided.add(conditionIdentityOf(rule.event.eventId, subject));
      findings.push(...ruleFindings.filter(({ isUnlisted }) => isUnlisted === undefined));
    } catch (error) {
      unknown.add(rule.event.eventId);
      findings.push(failure(rule, error));
    }
  }
  return { findings, unknown, undecided, settling: settlingConnectors(assessment), apart: connectorsApart(assessment) };
}
