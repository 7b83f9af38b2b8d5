import type { Assessment } from '../../src/domain/assessment/assess.ts';
import type { Condition } from '../../src/domain/condition/condition.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import type { Finding } from '../../src/domain/evidence/finding.ts';
import { ALL_RULES } from '../../src/domain/rule/all.ts';
import type { Rule } from '../../src/domain/rule/rule.ts';
import { ExpectedCoverage } from './expected-coverage.ts';
import { type History, worldsOf } from './histories.ts';
import { Life, type World } from './world.ts';

/** One scan of a history, with the data that the laws need. */
export interface Lived {
  readonly world: World;
  /** Events whose rule throws. */
  readonly failing: readonly number[];
  /** The conditions that were open before the scan, and after it. */
  readonly before: readonly Condition[];
  readonly after: readonly Condition[];
  readonly records: readonly NewEventRecord[];
  /** The findings of the rules that ran. */
  readonly findings: readonly Finding[];
  readonly expected: ExpectedCoverage;
  /** The conditions that the rules left undecided, by their `keyOf`; left out: none. */
  readonly undecided?: ReadonlySet<string>;
  /** Left out: nothing is probed. */
  readonly assessment?: Assessment | undefined;
  /** True if verdicts about time waited for a key that a renewal may still write. */
  readonly awaitsKey?: boolean;
}

/**
 * Returns all rules, changed so that they record their calls and results, and so that the rules of
 * `failing` throw.
 * @param findings to this list, the rules add their findings
 * @param called to this set, the rules add their event IDs
 * @param undecided to this set, the rules add the keys of the conditions that they cannot decide
 */
export function watchedRules(
  failing: readonly number[],
  findings: Finding[],
  called: Set<number> = new Set(),
  undecided: Set<string> = new Set(),
): readonly Rule[] {
  return ALL_RULES.map((rule) => ({
    ...rule,
    undecidedSubjects: (assessment) => {
      const subjects = rule.undecidedSubjects?.(assessment) ?? [];
      for (const subject of subjects) undecided.add(keyOf({ eventId: rule.event.eventId, subject }));
      return subjects;
    },
    evaluate: (assessment) => {
      called.add(rule.event.eventId);
      if (failing.includes(rule.event.eventId)) throw new Error('made to fail');
      const found = rule.evaluate(assessment);
      findings.push(...found);
      return found;
    },
  }));
}

/**
 * Runs a history, and calls `scan` after each scan.
 * @param passes returns the number of scans of each world
 */
export function live(
  history: History,
  scan: (lived: Lived) => void,
  passes: (index: number) => number = () => 1,
): Life {
  let life = new Life();
  const expected = new ExpectedCoverage();
  for (const [index, { step, world }] of worldsOf(history).entries()) {
    if (step.restart) {
      life = life.restarted();
      expected.restart();
    }
    for (let pass = 0; pass < passes(index); pass += 1) {
      const findings: Finding[] = [];
      const undecided = new Set<string>();
      const now = world.now + pass * 1000;
      // Until the next probe, a scan gets the probe results of the previous scan.
      const endpoints = pass === 0 ? world.endpoints : (life.assessment?.observation.endpoints ?? world.endpoints);
      const current: World = { ...world, now, endpoints, clockStepMs: pass === 0 ? world.clockStepMs : 0 };
      const before = life.open;
      expected.scan(current);
      const records = life.pass({ ...current, rules: watchedRules(step.failing, findings, new Set(), undecided) });
      const { open: after, assessment } = life;
      scan({
        world: current,
        failing: step.failing,
        before,
        after,
        records,
        findings,
        undecided,
        expected,
        assessment,
      });
    }
  }
  return life;
}

export const keyOf = ({ eventId, subject }: { readonly eventId: number; readonly subject: string }): string =>
  `${eventId} ${subject}`;
