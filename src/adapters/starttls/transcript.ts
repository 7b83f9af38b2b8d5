import type { ConversationStep } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';

/**
 * Records the steps of a dialogue with a server: connecting, the handshake, and each command with
 * its response. The callers limit the length of the lines.
 */
export class Transcript {
  readonly #clock: Clock;
  readonly #steps: ConversationStep[] = [];
  /** The current step. `since`: the monotonic time of its start, ms. */
  #current: { readonly step: ConversationStep['step']; readonly since: number; readonly sent: readonly string[] };
  #received: string[] = [];
  #hasEnded = false;

  /** Starts with the step `connect`. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#current = { step: 'connect', since: clock.monotonicMs(), sent: [] };
  }

  /** Ends the current step, and starts the next step with the line that is sent. */
  begin(step: ConversationStep['step'], line?: string): void {
    this.end();
    this.#current = { step, since: this.#clock.monotonicMs(), sent: line === undefined ? [] : [line] };
    this.#hasEnded = false;
  }

  /** @param line one line of a response; with IMAP literals, it contains line breaks */
  received(line: string): void {
    this.#received.push(...line.split(/\r?\n/));
  }

  /** Ends the current step, unless it has ended already. */
  end(): void {
    if (this.#hasEnded) return;
    const { step, since, sent } = this.#current;
    this.#steps.push({ step, durationMs: this.#clock.monotonicMs() - since, sent, received: this.#received });
    this.#received = [];
    this.#hasEnded = true;
  }

  /** The current action in words, for example `waiting for its greeting`, the server's greeting. */
  get currentAction(): string {
    const { step, sent } = this.#current;
    if (step === 'connect') return 'connecting';
    if (step === 'handshake') return 'in the TLS handshake';
    const [line] = sent;
    return line === undefined ? 'waiting for its greeting' : `waiting for its response to ${line}`;
  }

  /** The completed steps, in order. */
  get steps(): readonly ConversationStep[] {
    return this.#steps;
  }
}
