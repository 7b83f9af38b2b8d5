import type { ProbePace } from '../../domain/connector/probe-target.ts';

/** A server that answered when it was last spoken to; or one that did not, or never was spoken to. */
export type ProbeLane = 'answering' | 'doubtful';

/** Leave to speak to a server; disposed when that is over. */
export interface ProbeSlot extends Disposable {
  /** Calls the conversation off. */
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly number: number;
  readonly begin: () => void;
}

/** Of so many slots one is kept for servers that answer. */
const ONE_IN = 4;
/** A server that takes longer than this is waited for aside: its slot is another's, ms. */
const SLOW_AFTER = 250;
/** So many are waited for aside, all together. */
const MOST_ASIDE = 500;

/** A slot that is taken. */
interface Taken {
  readonly lane: ProbeLane;
  isAside: boolean;
}

/**
 * How many conversations there are at one time, and how close one with a host follows the last. Servers that are silent are
 * waited for to the end, aside: those that answer do not have to wait for them. Where even that room is full, they never take
 * all of the slots.
 */
export class ProbeSlots {
  pace: Pick<ProbePace, 'inFlight' | 'spacingMs'>;
  readonly #signal: AbortSignal;
  readonly #waiting: Readonly<Record<ProbeLane, Waiting[]>> = { answering: [], doubtful: [] };
  readonly #taken: Record<ProbeLane, number> = { answering: 0, doubtful: 0 };
  readonly #slow: Set<Taken> = new Set();
  #aside = 0;
  readonly #hosts: Map<string, Promise<void>> = new Map();
  /** What is to be done at once when all is called off: one signal with a listener for each would be slow, and warn. */
  readonly #calledOff: Set<() => void> = new Set();
  #number = 0;

  /** With the signal whoever waits is let go, conversations are called off, and nobody is let in again. */
  constructor(pace: Pick<ProbePace, 'inFlight' | 'spacingMs'>, signal: AbortSignal) {
    this.pace = pace;
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      for (const callOff of this.#calledOff) callOff();
      for (const { begin } of Object.values(this.#waiting).flat()) begin();
    });
  }

  /**
   * Waits for a slot. Those of a host are given in the order in which they are asked for.
   * @param host undefined: none is spoken to yet @throws the signal's reason
   */
  async take(host: string | undefined, lane: ProbeLane): Promise<ProbeSlot> {
    const begun = host === undefined ? undefined : await this.#turnOf(host);
    if (!this.#signal.aborted) await this.#slot(lane);
    begun?.();
    this.#signal.throwIfAborted();
    const ending = new AbortController();
    const callOff = (): void => ending.abort(this.#signal.reason);
    this.#calledOff.add(callOff);
    const taken: Taken = { lane, isAside: false };
    const slow = setTimeout(() => {
      this.#slow.add(taken);
      this.#stepAside();
    }, SLOW_AFTER);
    slow.unref();
    return {
      signal: ending.signal,
      [Symbol.dispose]: () => {
        clearTimeout(slow);
        this.#calledOff.delete(callOff);
        this.#slow.delete(taken);
        if (taken.isAside) this.#aside -= 1;
        else this.#taken[lane] -= 1;
        this.#stepAside();
      },
    };
  }

  /** Lets those that are slow go aside as long as there is room, and others into their slots. */
  #stepAside(): void {
    for (const taken of this.#slow) {
      if (this.#aside >= MOST_ASIDE) break;
      this.#slow.delete(taken);
      taken.isAside = true;
      this.#aside += 1;
      this.#taken[taken.lane] -= 1;
    }
    this.#admit();
  }

  /** Waits until the conversation with the host before this one has begun, and the spacing. Answers what says that this one has. */
  async #turnOf(host: string): Promise<() => void> {
    const before = this.#hosts.get(host);
    let begun: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      begun = resolve;
    }).then(async () => {
      await this.#spacing();
      if (this.#hosts.get(host) === over) this.#hosts.delete(host);
    });
    this.#hosts.set(host, over);
    await before;
    return begun;
  }

  async #spacing(): Promise<void> {
    const { spacingMs } = this.pace;
    if (spacingMs === 0 || this.#signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#calledOff.delete(end);
        resolve();
      };
      const timer = setTimeout(end, spacingMs);
      this.#calledOff.add(end);
    });
  }

  async #slot(lane: ProbeLane): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting[lane].push({ number: this.#number++, begin: resolve });
      this.#admit();
    });
  }

  #admit(): void {
    for (let lane = this.#next(); lane !== undefined; lane = this.#next()) {
      this.#taken[lane] += 1;
      this.#waiting[lane].shift()?.begin();
    }
  }

  /** Whose turn it is, if a slot is free for them: who has waited longest. */
  #next(): ProbeLane | undefined {
    const { inFlight } = this.pace;
    const { answering, doubtful } = this.#taken;
    if (answering + doubtful >= inFlight) return undefined;
    const [first] = this.#waiting.answering;
    const [other] = this.#waiting.doubtful;
    const kept = Math.floor(inFlight / ONE_IN);
    if (other === undefined || doubtful >= inFlight - kept) return first && 'answering';
    return first !== undefined && first.number < other.number ? 'answering' : 'doubtful';
  }
}
