/** What the daemon of told-daemon.ts is to do. */
export interface ToldOrder {
  readonly stateDirectory: string;
  /** Of the receivers, with what tells this life from others: `http://127.0.0.1:1234/7`. */
  readonly url: string;
  /** How many passes it makes before it waits until all is told, and stops. */
  readonly passes: number;
  readonly everyMs: number;
  /** Where it kills itself, and at the how-manieth time; undefined: nowhere. */
  readonly point?: string;
  readonly occurrence?: number;
  /** Whether ids become visible out of order, as they must not. */
  readonly isOutOfOrder?: boolean;
  /** How long what is told to `b` waits for company, ms; then nine connectors share a certificate, too. `a` is told one by one. */
  readonly groupWithin?: number;
  /**
   * What is planted in the grouping: `late`, additions are stored behind the cursor, in a transaction of their own; `alone`,
   * each addition is told by itself.
   */
  readonly groupingFault?: 'late' | 'alone';
  /** The third notifier: `hangs`, unless another is named, which answers. */
  readonly third?: string;
  /** A folder of hooks that are told of two conditions; undefined: nobody is told by hooks. */
  readonly hooks?: string;
  /** Whether an Alertmanager is shown what is open. */
  readonly isMirrored?: boolean;
  /** What the third takes from the others at each of its attempts, as it must not: all of the process for a while, or their turn to take what is due. */
  readonly holds?: 'loop' | 'claim';
}

/** Every named point: before and after each step between the commit of a record and the place of whoever was told of it. */
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

/** Between the two transactions of a grouping whose additions are `late`. */
export const AMID_T2 = 'amid T2';
