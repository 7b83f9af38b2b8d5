/** Step whose requests are coalesced. */
export interface CoalescedStep {
  /** Requests the step. All requests before its next start count as one. */
  readonly request: () => void;
  /** Resolves when no requested step is left. */
  readonly settled: () => Promise<void>;
}

/**
 * Returns a step that runs once at a time. A request has no effect while another one waits.
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
