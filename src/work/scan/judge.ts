import { type Assessment, assess } from '../../domain/assessment/assess.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import { type Advanced, advance, type LifePolicy } from '../../domain/condition/advance.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { proofIn } from '../../domain/condition/proof.ts';
import { coverageOf } from '../../domain/observation/coverage.ts';
import { evaluate } from '../../domain/rule/evaluate.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { IndexedObservation } from './scan-all.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/** The result of evaluating an observation. */
export interface Judgement extends Advanced {
  readonly assessment: Assessment;
}

/** Returns the policy for the events of a computer. */
export function lifePolicy(settings: Settings, computer: string): LifePolicy {
  return { ...settings, computer };
}

/**
 * Assesses, evaluates and advances an observation. Each step is pure, and the same for the daemon
 * and the commands.
 */
export async function judge(
  { observation, byName }: IndexedObservation,
  settings: Settings,
  open: readonly Condition[],
  rules?: readonly Rule[],
): Promise<Judgement> {
  const assessment = assess(observation, settings, byName);
  await yieldToEventLoop();
  const coverage = coverageOf(assessment.observation);
  const policy = lifePolicy(settings, observation.computer.fqdn);
  const evaluation = evaluate(assessment, rules);
  return { assessment, ...advance(open, evaluation, coverage, proofIn(assessment, coverage), policy, observation.now) };
}
