/**
 * Returns a generator of numbers from 0 to 1. The same seed has the same numbers, so that a failure
 * can be reproduced.
 */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
