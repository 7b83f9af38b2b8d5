/** The settings of the daemon in chaos-daemon.ts. */
export interface ChaosOrder {
  readonly stateDirectory: string;
  /** The base URL of receivers, with an ID of this life: `http://127.0.0.1:1234/7`. */
  readonly url: string;
  /** Number of scans. After the last scan, the daemon waits until all is delivered, and stops. */
  readonly passes: number;
  readonly intervalMs: number;
  /** The named point at which the daemon kills itself; undefined: it does not. */
  readonly point?: string;
  /** At which call of `point` the daemon kills itself: 1 is the first. */
  readonly occurrence?: number;
  /** True: record IDs become visible out of order, an error that tests must detect. */
  readonly isOutOfOrder?: boolean;
  /**
   * The `groupWait` of notifier `b` in ms; nine connectors then share a certificate. Notifier `a`
   * does not group.
   */
  readonly groupWait?: number;
  /**
   * An error in grouping that tests must detect. `late`: additions are stored after the cursor, in
   * a separate transaction. `separate`: each addition is an alert of its own.
   */
  readonly groupingDefect?: 'late' | 'separate';
  /** Name of the third notifier. The receiver never responds to `hangs`, the default. */
  readonly third?: string;
  /** A directory of hooks for two conditions; undefined: no hooks. */
  readonly hooks?: string;
  /** True: there is also an Alertmanager. */
  readonly isMirrored?: boolean;
  /**
   * The object that the third notifier blocks in each attempt, an error that tests must detect.
   * `loop`: the whole process for a time; `claim`: the claims of deliveries until the attempt ends.
   */
  readonly holds?: 'loop' | 'claim';
}

/**
 * Every named point: before and after each step from the commit of a record to the cursor of its
 * receiver.
 */
export const POINTS: readonly string[] = [
  'T1',
  'T2',
  'claim',
  'attempt',
  'settle',
  'hooks',
  'showing',
  'write',
  'cursor',
  'rotation',
].flatMap((step) => [`before ${step}`, `after ${step}`]);

/** The point between the two transactions of a grouping with `late` additions. */
export const DURING_T2 = 'during T2';
