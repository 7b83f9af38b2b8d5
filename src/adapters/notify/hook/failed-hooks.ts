import type { Hook } from './find-hooks.ts';
import type { HookRun } from './run-hook.ts';

/**
 * A hook that timed out is paused for its run time multiplied by this factor, so that it uses at
 * most a tenth of the time.
 */
const PAUSE_FACTOR = 9;

/**
 * Remembers which hooks of a directory failed in their last run, for any alert: they run after the
 * other hooks, so that they do not delay them. A hook that timed out is also paused. Only in
 * memory, because a restart may try every hook again.
 */
export class FailedHooks {
  /**
   * For each failed hook, the end of its pause, ms of the monotonic clock. For a hook that did not
   * time out, this is the time of its failure, so it is not paused. In the order of their last run.
   */
  readonly #pausedUntilMs: Map<string, number> = new Map();

  /**
   * Returns working hooks in their order, then failed hooks, least recently run first. Forgets
   * removed hooks.
   */
  inRunOrder(hooks: readonly Hook[]): readonly Hook[] {
    const byName = new Map(hooks.map((hook) => [hook.name, hook]));
    const failedHooks = [...this.#pausedUntilMs.keys()].flatMap((name) => byName.get(name) ?? []);
    for (const name of this.#pausedUntilMs.keys()) if (!byName.has(name)) this.#pausedUntilMs.delete(name);
    return [...hooks.filter(({ name }) => !this.#pausedUntilMs.has(name)), ...failedHooks];
  }

  /** Returns the remaining pause of a hook that timed out, ms; 0 if it may run. */
  pauseMs({ name }: Hook, nowMs: number): number {
    return Math.max(0, (this.#pausedUntilMs.get(name) ?? 0) - nowMs);
  }

  /** Remembers a failed run, and forgets an earlier failure if the run succeeded. */
  recordRun({ name }: Hook, { reason }: HookRun, startedMs: number, nowMs: number): void {
    // Deleted first, so that a hook that fails again becomes the last in the map.
    this.#pausedUntilMs.delete(name);
    if (reason === undefined) return;
    this.#pausedUntilMs.set(name, reason === 'timed_out' ? nowMs + PAUSE_FACTOR * (nowMs - startedMs) : nowMs);
  }
}
