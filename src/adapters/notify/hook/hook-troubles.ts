import type { Hook } from './find-hooks.ts';
import type { HookTold } from './tell-hook.ts';

/** So many times as long as it ran is a hook that hung left alone: it takes a tenth of the time at most. */
const RESTS = 9;

/**
 * Which hooks of a folder failed when they were last run, whatever for: what one hook is in trouble with must cost the others neither
 * their turn nor their time. In memory: it is for their order alone.
 */
export class HookTroubles {
  /** Until when each rests, ms of the monotonic clock; in the order in which they were last run. */
  readonly #restsUntil: Map<string, number> = new Map();

  /** Those that are in no trouble as they come, then the others, whoever was run last at the end. Forgets hooks that are gone. */
  inOrder(hooks: readonly Hook[]): readonly Hook[] {
    const byName = new Map(hooks.map((hook) => [hook.name, hook]));
    const inTrouble = [...this.#restsUntil.keys()].flatMap((name) => byName.get(name) ?? []);
    for (const name of this.#restsUntil.keys()) if (!byName.has(name)) this.#restsUntil.delete(name);
    return [...hooks.filter(({ name }) => !this.#restsUntil.has(name)), ...inTrouble];
  }

  /** How long one that hung is still left alone, ms; 0 where it may be run. */
  restMs({ name }: Hook, nowMs: number): number {
    return Math.max(0, (this.#restsUntil.get(name) ?? 0) - nowMs);
  }

  /** What came of one that was run. */
  ran({ name }: Hook, { reason }: HookTold, startedMs: number, nowMs: number): void {
    this.#restsUntil.delete(name);
    if (reason === undefined) return;
    this.#restsUntil.set(name, reason === 'timed_out' ? nowMs + RESTS * (nowMs - startedMs) : nowMs);
  }
}
