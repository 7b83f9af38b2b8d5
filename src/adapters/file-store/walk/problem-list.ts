import type { Problem } from '../../../domain/failure/problem.ts';
import { problemLocation } from '../../../domain/failure/problem-location.ts';

/** Collects problems in the order of discovery; the first one of each reason and location. */
export class ProblemList {
  readonly #problems: Map<string, Problem> = new Map();

  add(problem: Problem): void {
    const key = `${problem.reason} ${problemLocation(problem)}`;
    if (!this.#problems.has(key)) this.#problems.set(key, problem);
  }

  all(): readonly Problem[] {
    return [...this.#problems.values()];
  }
}
