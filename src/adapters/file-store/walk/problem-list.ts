import type { Problem } from '../../../domain/problem.ts';

/** Problems in the order of discovery, without duplicates of reason and location. */
export class ProblemList {
  readonly #met: Map<string, Problem> = new Map();

  add(problem: Problem): void {
    const key = `${problem.reason} ${problem.location}`;
    if (!this.#met.has(key)) this.#met.set(key, problem);
  }

  all(): readonly Problem[] {
    return [...this.#met.values()];
  }
}
