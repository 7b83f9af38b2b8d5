import type { ProbePace } from '../../domain/served/probe-target.ts';
import { LANES, LaneRoom, type ProbeLane } from './lane-room.ts';

/** Leave to speak to a server; disposed when that is over. */
export interface ProbeSlot extends Disposable {
  /** Calls the conversation off. */
  readonly signal: AbortSignal;
}

/** Who waits to speak to a host; undefined: to none yet. */
interface Waiting {
  readonly host: string | undefined;
  readonly begin: () => void;
}

/** A slot that is taken. */
interface Taken {
  readonly lane: ProbeLane;
  isAside: boolean;
}

type Pace = Pick<ProbePace, 'inFlight' | 'spacingMs'>;

/** A server that takes longer than this is waited for aside: its slot is another's, ms. */
const SLOW_AFTER = 250;
/** So many are waited for aside, all together: each is an open socket, and little more. */
const MOST_ASIDE = 1000;

/**
 * How many conversations there are at one time, and how close one with a host follows the last. Servers that are silent are
 * waited for to the end, aside: others do not have to wait for them. Servers that answer, those that are new and those that
 * failed come in turn, and none of these has to wait because of how many there are of another, be it at the same host.
 */
export class ProbeSlots {
  /** Calls all of it off. */
  readonly signal: AbortSignal;
  #pace: Pace;
  readonly #slots: LaneRoom;
  readonly #aside: LaneRoom = new LaneRoom(MOST_ASIDE);
  readonly #waiting: Readonly<Record<ProbeLane, Set<Waiting>>> = {
    answering: new Set(),
    new: new Set(),
    doubtful: new Set(),
  };
  /** Whose turn it is first: who was let in longest ago. */
  #turns: readonly ProbeLane[] = LANES;
  readonly #slow: Set<Taken> = new Set();
  /** Hosts that were spoken to just now. */
  readonly #resting: Set<string> = new Set();
  /** What is to be done at once when all is called off: one signal with a listener for each would be slow, and warn. */
  readonly #calledOff: Set<() => void> = new Set();

  /** With the signal whoever waits is let go, conversations are called off, and nobody is let in again. */
  constructor(pace: Pace, signal: AbortSignal) {
    this.#pace = pace;
    this.#slots = new LaneRoom(pace.inFlight);
    this.signal = signal;
    signal.addEventListener('abort', () => {
      for (const callOff of this.#calledOff) callOff();
      for (const lane of LANES) for (const { begin } of this.#waiting[lane]) begin();
    });
  }

  set pace(pace: Pace) {
    this.#pace = pace;
    this.#slots.size = pace.inFlight;
    this.#admit();
  }

  /**
   * Waits for a slot. Those of a lane with a host are given in the order in which they are asked for.
   * @param host undefined: none is spoken to yet @throws the signal's reason
   */
  async take(host: string | undefined, lane: ProbeLane): Promise<ProbeSlot> {
    this.signal.throwIfAborted();
    await new Promise<void>((begin) => {
      this.#waiting[lane].add({ host, begin });
      // Whoever waits for a host that rests is let in after that.
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

  /** Lets those that are slow go aside as long as there is room, and others into their slots. */
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

  /** Lets in whoever may be spoken to, each lane in its turn. */
  #admit(): void {
    if (this.signal.aborted) return;
    for (let lane = this.#admitOne(); lane !== undefined; lane = this.#admitOne()) {
      const last = lane;
      this.#turns = [...this.#turns.filter((each) => each !== last), last];
    }
  }

  /** Of the lane whose turn it is who has waited longest, and whose host does not rest; undefined: there is none. */
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
    const { spacingMs } = this.#pace;
    if (host === undefined || spacingMs === 0) return;
    this.#resting.add(host);
    const stop = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      this.#calledOff.delete(stop);
      this.#resting.delete(host);
      this.#admit();
    }, spacingMs);
    this.#calledOff.add(stop);
  }
}
