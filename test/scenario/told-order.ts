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
  /** The third notifier: `hangs`, unless another is named, which answers. */
  readonly third?: string;
}

/** Every named point: before and after each step between the commit of a record and the place of whoever was told of it. */
export const POINTS: readonly string[] = [
  'T1',
  'T2',
  'claim',
  'attempt',
  'settle',
  'write',
  'cursor',
  'rotation',
].flatMap((step) => [`before ${step}`, `after ${step}`]);
