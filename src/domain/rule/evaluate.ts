import type { Assessment } from '../assessment/assess.ts';
import { isRenewing } from '../assessment/file-histories.ts';
import { ruleFailed } from '../event/catalog/rule-failed.ts';
import { connectorsAwaitingReload } from '../evidence/connectors-awaiting-reload.ts';
import { connectorsNotServingDisk } from '../evidence/connectors-not-serving-disk.ts';
import type { Finding } from '../evidence/finding.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { failureOfError } from '../failure/failure-of-error.ts';
import type { Command } from '../remedy/remedy.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import { ALL_RULES } from './all.ts';
import type { Rule } from './rule.ts';

/** The findings of all rules in one scan, and the conditions that the rules could not decide. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  /** IDs of events whose rule failed or was skipped: none of their conditions is cleared. */
  readonly unknown: ReadonlySet<number>;
  /**
   * Single conditions that a rule could not decide, by `conditionIdentityOf`. Left out only by
   * tests: there are none.
   */
  readonly undecided?: ReadonlySet<string>;
  /**
   * Connectors whose servers may not have loaded the certificate on disk yet, with the commands
   * that reload these servers. Left out only by tests: there are none.
   */
  readonly awaitingReload?: ReadonlyMap<string, readonly Command[]>;
  /**
   * Connectors whose servers are known not to serve the certificate on disk, so that no event about
   * files on disk covers what these servers serve. Left out only by tests: there are none.
   */
  readonly notServingDisk?: ReadonlySet<string>;
}

/** Returns the text that identifies a condition: its event and its subject. */
export function conditionIdentityOf(eventId: number, subject: string): string {
  return `${eventId} ${subject}`;
}

function failureFinding(rule: Rule, error: unknown): Finding {
  const problem = errorFacts({ reason: 'rule_failed', failure: failureOfError(error) });
  const failedEventId = String(rule.event.eventId);
  return {
    ...ruleFailed.contentOf({ eventId: failedEventId, detail: problem.detail }, problem),
    subject: failedEventId,
    remedy: [],
    clearingNeeds: [EVERY_INVENTORY],
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
  const isClockChangeOrRenewal = assessment.observation.service.clockStepMs !== 0 || isRenewing(assessment);
  for (const rule of rules) {
    if (rule.isSkippedDuringClockChangeOrRenewal && isClockChangeOrRenewal) {
      unknown.add(rule.event.eventId);
      continue;
    }
    try {
      const ruleFindings = rule.evaluate(assessment);
      // A finding only about addresses that name resolution no longer returns (unlisted) raises
      // nothing, but keeps its condition as it is.
      const unlistedSubjects = ruleFindings.flatMap(({ subject, isUnlisted }) => (isUnlisted ? [subject] : []));
      for (const subject of [...unlistedSubjects, ...(rule.undecidedSubjects?.(assessment) ?? [])])
        undecided.add(conditionIdentityOf(rule.event.eventId, subject));
      findings.push(...ruleFindings.filter(({ isUnlisted }) => isUnlisted === undefined));
    } catch (error) {
      unknown.add(rule.event.eventId);
      findings.push(failureFinding(rule, error));
    }
  }
  return {
    findings,
    unknown,
    undecided,
    awaitingReload: connectorsAwaitingReload(assessment),
    notServingDisk: connectorsNotServingDisk(assessment),
  };
}
