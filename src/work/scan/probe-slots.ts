import type { ProbeLimits } from '../../domain/connector/probe-target.ts';
import { LANES, LaneCapacity, type ProbeLane } from './lane-capacity.ts';

/** The permission to connect to a server. The caller disposes it after the conversation. */
export interface ProbeSlot extends Disposable {
  /** Cancels the conversation. */
  readonly signal: AbortSignal;
}

/** A caller that waits for a slot. */
interface Waiter {
  /** undefined for a DNS query. */
  readonly host: string | undefined;
  readonly proceed: () => void;
}

/** A conversation that runs, with its slot or without one. */
interface RunningConversation {
  readonly lane: ProbeLane;
  /** True after a slow conversation has released its slot for others. */
  continuesWithoutSlot: boolean;
}

/**
 * The maximum number of conversations at once, and the minimum time between two contacts of one
 * host, ms.
 */
type SlotLimits = Pick<ProbeLimits, 'maxConcurrent' | 'hostIntervalMs'>;

/** A conversation that takes longer than this releases its slot for others, ms. */
const SLOW_AFTER_MS = 250;
/**
 * The number of slow conversations that can continue without a slot. Each costs little more than an
 * open socket.
 */
const MAX_CONVERSATIONS_WITHOUT_SLOT = 1000;

/**
 * Limits how many conversations run at the same time, and how soon one host is contacted again. A
 * slow conversation gives its slot to another one and continues, so silent servers delay no others.
 *
 * A lane contains the servers with the same history, for example those that did not answer the last
 * probe. The lanes take turns, so a lane with many servers does not delay another lane. Slower lanes
 * can use only a part of the slots.
 */
export class ProbeSlots {
  /** Cancels all conversations. */
  readonly signal: AbortSignal;
  #limits: SlotLimits;
  readonly #slots: LaneCapacity;
  readonly #withoutSlot: LaneCapacity = new LaneCapacity(MAX_CONVERSATIONS_WITHOUT_SLOT);
  readonly #waiting: Readonly<Record<ProbeLane, Set<Waiter>>> = {
    answering: new Set(),
    new: new Set(),
    failing: new Set(),
  };
  /** The lanes in the order of their turns. The lane whose last turn is longest ago is first. */
  #laneOrder: readonly ProbeLane[] = LANES;
  /** The slow conversations that still have their slot. */
  readonly #slowInSlot: Set<RunningConversation> = new Set();
  /** Hosts that were contacted less than the host interval ago. */
  readonly #recentHosts: Set<string> = new Set();
  /**
   * Called at the abort signal. With one listener for each callback, Node.js would warn of a leak.
   */
  readonly #abortCallbacks: Set<() => void> = new Set();

  /**
   * After the signal, waiting callers are released, conversations are canceled, and no slot is
   * given.
   */
  constructor(limits: SlotLimits, signal: AbortSignal) {
    this.#limits = limits;
    this.#slots = new LaneCapacity(limits.maxConcurrent);
    this.signal = signal;
    signal.addEventListener('abort', () => {
      for (const cancel of this.#abortCallbacks) cancel();
      for (const lane of LANES) for (const { proceed } of this.#waiting[lane]) proceed();
    });
  }

  set limits(limits: SlotLimits) {
    this.#limits = limits;
    this.#slots.limit = limits.maxConcurrent;
    this.#admit();
  }

  /**
   * Waits for a slot. Within a lane, slots for the same host are given in the order of the calls.
   * @param host undefined for a DNS query
   * @throws the signal's reason
   */
  async take(host: string | undefined, lane: ProbeLane): Promise<ProbeSlot> {
    this.signal.throwIfAborted();
    await new Promise<void>((proceed) => {
      this.#waiting[lane].add({ host, proceed });
      // Otherwise the timer of the host admits the caller when the host interval has elapsed.
      if (!this.#isRecent(host)) this.#admit();
    });
    this.signal.throwIfAborted();
    const cancellation = new AbortController();
    const cancel = (): void => cancellation.abort(this.signal.reason);
    this.#abortCallbacks.add(cancel);
    const conversation: RunningConversation = { lane, continuesWithoutSlot: false };
    const slowTimer = setTimeout(() => {
      this.#slowInSlot.add(conversation);
      this.#releaseSlow();
    }, SLOW_AFTER_MS);
    slowTimer.unref();
    return {
      signal: cancellation.signal,
      [Symbol.dispose]: () => {
        clearTimeout(slowTimer);
        this.#abortCallbacks.delete(cancel);
        this.#slowInSlot.delete(conversation);
        (conversation.continuesWithoutSlot ? this.#withoutSlot : this.#slots).leave(lane);
        this.#releaseSlow();
      },
    };
  }

  /**
   * Releases the slots of slow conversations, as long as few enough continue without a slot, and
   * admits others.
   */
  #releaseSlow(): void {
    for (const conversation of this.#slowInSlot) {
      if (!this.#withoutSlot.hasRoom(conversation.lane)) continue;
      this.#slowInSlot.delete(conversation);
      conversation.continuesWithoutSlot = true;
      this.#withoutSlot.enter(conversation.lane);
      this.#slots.leave(conversation.lane);
    }
    this.#admit();
  }

  /** Gives free slots to callers, each lane in its turn. */
  #admit(): void {
    if (this.signal.aborted) return;
    for (let lane = this.#admitOne(); lane !== undefined; lane = this.#admitOne()) this.#moveToEnd(lane);
  }

  /** Makes a lane the last one in the order of turns. */
  #moveToEnd(lane: ProbeLane): void {
    this.#laneOrder = [...this.#laneOrder.filter((other) => other !== lane), lane];
  }

  /**
   * Gives a slot to the caller that has waited longest in the next lane. Skips callers for hosts
   * that were contacted within the host interval. Returns the lane; undefined: no slot was given.
   */
  #admitOne(): ProbeLane | undefined {
    for (const lane of this.#laneOrder) {
      if (!this.#slots.hasRoom(lane)) continue;
      for (const waiter of this.#waiting[lane]) {
        if (this.#isRecent(waiter.host)) continue;
        this.#waiting[lane].delete(waiter);
        this.#slots.enter(lane);
        this.#noteContact(waiter.host);
        waiter.proceed();
        return lane;
      }
    }
    return undefined;
  }

  /** Returns true if the host was contacted within the host interval. */
  #isRecent(host: string | undefined): boolean {
    return host !== undefined && this.#recentHosts.has(host);
  }

  /** Starts the host interval of a host. */
  #noteContact(host: string | undefined): void {
    const { hostIntervalMs } = this.#limits;
    if (host === undefined || hostIntervalMs === 0) return;
    this.#recentHosts.add(host);
    const stopTimer = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      this.#abortCallbacks.delete(stopTimer);
      this.#recentHosts.delete(host);
      this.#admit();
    }, hostIntervalMs);
    this.#abortCallbacks.add(stopTimer);
  }
}
