/** A step whose requests are coalesced. */
export interface CoalescedStep {
  /** Requests a run of the step. Several requests before the next run starts cause only one run. */
  readonly request: () => void;
  /** Resolves when all requested runs have ended. */
  readonly settled: () => Promise<void>;
}

/**
 * Returns a step that does not run twice at the same time. A request during a run causes one more
 * run.
 * @param step must not reject
 */
export function coalesce(step: () => Promise<void>): CoalescedStep {
  let isWaiting = false;
  let running: Promise<void> = Promise.resolve();
  return {
    request: () => {
      if (isWaiting) return;
      isWaiting = true;
      running = running.then(() => {
        isWaiting = false;
        return step();
      });
    },
    settled: () => running,
  };
}
