import type { Clock, ConversationStep } from '../../work/ports.ts';

type StepName = ConversationStep['step'];

/** Writes down a conversation while it goes on. What can be said in it is bounded by those who listen. */
export class Transcript {
  readonly #clock: Clock;
  readonly #steps: ConversationStep[] = [];
  #current: { step: StepName; since: number; sent: string[]; received: string[] } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends the step before. */
  begin(step: StepName, line?: string): void {
    this.end();
    this.#current = {
      step,
      since: this.#clock.monotonicMs(),
      sent: line === undefined ? [] : [line],
      received: [],
    };
  }

  received(line: string): void {
    this.#current?.received.push(...line.split(/\r?\n/));
  }

  /** What is waited for now, for people. */
  get awaited(): string {
    const { step, sent } = this.#current ?? { step: 'quit', sent: [] };
    if (step === 'connect') return 'the connection';
    if (step === 'handshake') return 'the TLS handshake';
    const [line] = sent;
    return line === undefined ? 'its greeting' : `its answer to ${line}`;
  }

  end(): void {
    if (this.#current === undefined) return;
    const { step, since, sent, received } = this.#current;
    this.#steps.push({ step, durationMs: this.#clock.monotonicMs() - since, sent, received });
    this.#current = undefined;
  }

  get steps(): readonly ConversationStep[] {
    return this.#steps;
  }
}
