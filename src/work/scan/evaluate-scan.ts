import { type Assessment, assess } from '../../domain/assessment/assess.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import { type AdvancedConditions, advanceConditions } from '../../domain/condition/advance-conditions.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { evidenceFinderIn } from '../../domain/condition/evidence-finder.ts';
import { coverageOf } from '../../domain/observation/coverage.ts';
import { evaluate } from '../../domain/rule/evaluate.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import { recordPolicy } from './record-policy.ts';
import type { IndexedObservation } from './scan-all.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/**
 * The evaluation of one scan: the assessment, new records, and conditions that are open after it.
 */
export interface ScanEvaluation extends AdvancedConditions {
  readonly assessment: Assessment;
}

/**
 * Evaluates a scan: assesses the observation, evaluates all rules, and advances the conditions.
 * Each step is pure, and the same for the daemon and the commands.
 */
export async function evaluateScan(
  { observation, index }: IndexedObservation,
  settings: Settings,
  open: readonly Condition[],
  rules?: readonly Rule[],
): Promise<ScanEvaluation> {
  const assessment = assess(observation, settings, index);
  await yieldToEventLoop();
  const coverage = coverageOf(assessment.observation);
  const policy = recordPolicy(settings, observation.computer.fqdn);
  const evaluation = evaluate(assessment, rules);
  const findEvidence = evidenceFinderIn(assessment, coverage);
  const advanced = advanceConditions(open, { evaluation, coverage, findEvidence, policy, now: observation.now });
  return { assessment, ...advanced };
}
