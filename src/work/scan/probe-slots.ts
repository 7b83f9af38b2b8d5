import type { ProbeLimits } from '../../domain/connector/probe-target.ts';
import { LANES, LaneRoom, type ProbeLane } from './lane-room.ts';

/** The permission to connect to a server; dispose it after the conversation. */
export interface ProbeSlot extends Disposable {
  /** Cancels the conversation. */
  readonly signal: AbortSignal;
}

/** A caller that waits for a slot. `host` undefined: a DNS query. */
interface Waiting {
  readonly host: string | undefined;
  readonly begin: () => void;
}

/** A slot in use. */
interface Taken {
  readonly lane: ProbeLane;
  isAside: boolean;
}

type SlotLimits = Pick<ProbeLimits, 'maxConcurrent' | 'hostIntervalMs'>;

/** A conversation that takes longer than this releases its slot for others, ms. */
const SLOW_AFTER = 250;
/**
 * The number of slow conversations that can continue without a slot. Each costs little more than an
 * open socket.
 */
const MOST_ASIDE = 1000;

/**
 * The limits of how many conversations run at the same time, and how soon one host is contacted
 * again. Slow conversations release their slots, so silent servers do not delay others. The lanes
 * take turns, so a lane with many servers does not delay another.
 */
export class ProbeSlots {
  /** Cancels all conversations. */
  readonly signal: AbortSignal;
  #limits: SlotLimits;
  readonly #slots: LaneRoom;
  readonly #aside: LaneRoom = new LaneRoom(MOST_ASIDE);
  readonly #waiting: Readonly<Record<ProbeLane, Set<Waiting>>> = {
    answering: new Set(),
    new: new Set(),
    doubtful: new Set(),
  };
  /** The lanes in the order of their turns: the one served longest ago is first. */
  #turns: readonly ProbeLane[] = LANES;
  readonly #slow: Set<Taken> = new Set();
  /** Hosts that were contacted less than the host interval ago. */
  readonly #resting: Set<string> = new Set();
  /**
   * The callbacks for the abort signal. One listener for each would be slow, and Node.js would
   * warn.
   */
  readonly #calledOff: Set<() => void> = new Set();

  /**
   * After the signal, waiting callers are released, conversations are canceled, and no slot is
   * given.
   */
  constructor(limits: SlotLimits, signal: AbortSignal) {
    this.#limits = limits;
    this.#slots = new LaneRoom(limits.maxConcurrent);
    this.signal = signal;
    signal.addEventListener('abort', () => {
      for (const callOff of this.#calledOff) callOff();
      for (const lane of LANES) for (const { begin } of this.#waiting[lane]) begin();
    });
  }

  set limits(limits: SlotLimits) {
    this.#limits = limits;
    this.#slots.size = limits.maxConcurrent;
    this.#admit();
  }

  /**
   * Waits for a slot. Within a lane, slots for the same host are given in the order of the calls.
   * @param host undefined: a DNS query
   * @throws the signal's reason
   */
  async take(host: string | undefined, lane: ProbeLane): Promise<ProbeSlot> {
    this.signal.throwIfAborted();
    await new Promise<void>((begin) => {
      this.#waiting[lane].add({ host, begin });
      // A caller for a host within its host interval is admitted when it has elapsed.
      if (!this.#isResting(host)) this.#admit();
    });
    this.signal.throwIfAborted();
    const ending = new AbortController();
    const callOff = (): void => ending.abort(this.signal.reason);
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
        (taken.isAside ? this.#aside : this.#slots).leave(lane);
        this.#stepAside();
      },
    };
  }

  /** Releases the slots of slow conversations while there is room, and admits others. */
  #stepAside(): void {
    for (const taken of this.#slow) {
      if (!this.#aside.hasPlace(taken.lane)) continue;
      this.#slow.delete(taken);
      taken.isAside = true;
      this.#aside.enter(taken.lane);
      this.#slots.leave(taken.lane);
    }
    this.#admit();
  }

  /** Gives free slots to callers, each lane in its turn. */
  #admit(): void {
    if (this.signal.aborted) return;
    for (let lane = this.#admitOne(); lane !== undefined; lane = this.#admitOne()) {
      const last = lane;
      this.#turns = [...this.#turns.filter((each) => each !== last), last];
    }
  }

  /**
   * Gives a slot to the caller that has waited longest in the next lane, except for hosts within
   * their interval. Returns the lane; undefined: none.
   */
  #admitOne(): ProbeLane | undefined {
    for (const lane of this.#turns) {
      if (!this.#slots.hasPlace(lane)) continue;
      for (const waiting of this.#waiting[lane]) {
        if (this.#isResting(waiting.host)) continue;
        this.#waiting[lane].delete(waiting);
        this.#slots.enter(lane);
        this.#rest(waiting.host);
        waiting.begin();
        return lane;
      }
    }
    return undefined;
  }

  #isResting(host: string | undefined): boolean {
    return host !== undefined && this.#resting.has(host);
  }

  #rest(host: string | undefined): void {
    const { hostIntervalMs } = this.#limits;
    if (host === undefined || hostIntervalMs === 0) return;
    this.#resting.add(host);
    const stop = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      this.#calledOff.delete(stop);
      this.#resting.delete(host);
      this.#admit();
    }, hostIntervalMs);
    this.#calledOff.add(stop);
  }
}
