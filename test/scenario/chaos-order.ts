/** The settings of the daemon in chaos-daemon.ts. */
export interface ChaosOrder {
  readonly stateDirectory: string;
  /** The base URL of receivers, with an ID of this life: `http://127.0.0.1:1234/7`. */
  readonly url: string;
  /** The number of scans; then it waits until all is delivered, and stops. */
  readonly passes: number;
  readonly intervalMs: number;
  /** The point where it kills itself, and at which call; undefined: never. */
  readonly point?: string;
  readonly occurrence?: number;
  /** True makes IDs visible out of order, which is an error. */
  readonly isOutOfOrder?: boolean;
  /**
   * The `groupWait` of notifier `b` in ms; nine connectors then share a certificate. Notifier `a`
   * does not group.
   */
  readonly groupWait?: number;
  /**
   * The error in grouping. `late`: additions are stored after the cursor, in a separate
   * transaction. `separate`: each addition is a separate alert.
   */
  readonly groupingDefect?: 'late' | 'separate';
  /** The name of the third notifier: `hangs` by default; any other name answers. */
  readonly third?: string;
  /** A directory of hooks for two conditions; undefined: no hooks. */
  readonly hooks?: string;
  /** True adds an Alertmanager. */
  readonly isMirrored?: boolean;
  /**
   * The resource that the third notifier blocks at each attempt, which is an error: the whole
   * process for a time, or claims.
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
