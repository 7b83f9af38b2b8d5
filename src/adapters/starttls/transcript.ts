import type { ConversationStep } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';

/** Records a dialogue. Its readers limit the length of lines. */
export class Transcript {
  readonly #clock: Clock;
  readonly #ended: ConversationStep[] = [];
  #now: { readonly step: ConversationStep['step']; readonly since: number; readonly sent: readonly string[] };
  #received: string[] = [];
  #isFinished = false;

  /** Starts with the step `connect`. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#now = { step: 'connect', since: clock.monotonicMs(), sent: [] };
  }

  /** Ends the current step and starts the next one, with the line that is sent. */
  begin(step: ConversationStep['step'], line?: string): void {
    this.end();
    this.#now = { step, since: this.#clock.monotonicMs(), sent: line === undefined ? [] : [line] };
    this.#isFinished = false;
  }

  /** @param line may have several lines if it has literals */
  received(line: string): void {
    this.#received.push(...line.split(/\r?\n/));
  }

  end(): void {
    if (this.#isFinished) return;
    const { step, since, sent } = this.#now;
    this.#ended.push({ step, durationMs: this.#clock.monotonicMs() - since, sent, received: this.#received });
    this.#received = [];
    this.#isFinished = true;
  }

  /** The current action in words, for example `waiting for its greeting`. */
  get doing(): string {
    const { step, sent } = this.#now;
    if (step === 'connect') return 'connecting';
    if (step === 'handshake') return 'in the TLS handshake';
    const [line] = sent;
    return line === undefined ? 'waiting for its greeting' : `waiting for its response to ${line}`;
  }

  /** The completed steps, in order. */
  get steps(): readonly ConversationStep[] {
    return this.#ended;
  }
}
