/** A step that is requested, and the end of all that was requested so far. */
export interface CoalescedStep {
  /** Requests the step: one request that waits stands for all that come until its turn. */
  readonly request: () => void;
  /** Resolves when nothing requested is left. */
  readonly settled: () => Promise<void>;
}

/** Runs a step once at a time. Requests that come while one waits add nothing. @param step must not reject */
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
