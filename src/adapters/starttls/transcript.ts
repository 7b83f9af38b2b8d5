import type { ConversationStep } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';

/** Writes a conversation down while it goes on. What is said in it is bounded by those who listen. */
export class Transcript {
  readonly #clock: Clock;
  readonly #ended: ConversationStep[] = [];
  #now: { readonly step: ConversationStep['step']; readonly since: number; readonly sent: readonly string[] };
  #received: string[] = [];
  #isOver = false;

  /** Begins with the step `connect`. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#now = { step: 'connect', since: clock.monotonicMs(), sent: [] };
  }

  /** The step before is over, the next begins; the line, where there is one, is said in it. */
  begin(step: ConversationStep['step'], line?: string): void {
    this.end();
    this.#now = { step, since: this.#clock.monotonicMs(), sent: line === undefined ? [] : [line] };
    this.#isOver = false;
  }

  /** @param line with literals, which have lines of their own */
  received(line: string): void {
    this.#received.push(...line.split(/\r?\n/));
  }

  end(): void {
    if (this.#isOver) return;
    const { step, since, sent } = this.#now;
    this.#ended.push({ step, durationMs: this.#clock.monotonicMs() - since, sent, received: this.#received });
    this.#received = [];
    this.#isOver = true;
  }

  /** What is going on, for people, as in `waiting for its greeting`. */
  get doing(): string {
    const { step, sent } = this.#now;
    if (step === 'connect') return 'connecting';
    if (step === 'handshake') return 'in the TLS handshake';
    const [line] = sent;
    return line === undefined ? 'waiting for its greeting' : `waiting for its answer to ${line}`;
  }

  /** Those that are over, in order. */
  get steps(): readonly ConversationStep[] {
    return this.#ended;
  }
}
