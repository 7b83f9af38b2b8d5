import { CONVERSATION_FAILURES } from '../../domain/failure/conversation-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { ConversationStep } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';

/** The failures of a step. */
interface StepFailures {
  readonly failed: (cause: Failure | string) => Failure;
  readonly timedOut: (seconds: number) => Failure;
  /** The server closed the connection. */
  readonly closed: Failure;
}

const CONNECT_FAILURES: StepFailures = {
  failed: (cause) => CONVERSATION_FAILURES.not_connected({ cause }),
  timedOut: (seconds) => CONVERSATION_FAILURES.not_connected_in_time({ seconds }),
  closed: CONVERSATION_FAILURES.closed_while_connecting,
};

const HANDSHAKE_FAILURES: StepFailures = {
  failed: (cause) => CONVERSATION_FAILURES.handshake_failed({ cause }),
  timedOut: (seconds) => CONVERSATION_FAILURES.handshake_not_in_time({ seconds }),
  closed: CONVERSATION_FAILURES.closed_in_handshake,
};

const GREETING_FAILURES: StepFailures = {
  failed: (cause) => CONVERSATION_FAILURES.greeting_not_received({ cause }),
  timedOut: (seconds) => CONVERSATION_FAILURES.greeting_not_in_time({ seconds }),
  closed: CONVERSATION_FAILURES.closed_before_greeting,
};

function replyFailures(command: string): StepFailures {
  return {
    failed: (cause) => CONVERSATION_FAILURES.reply_not_received({ command, cause }),
    timedOut: (seconds) => CONVERSATION_FAILURES.reply_not_in_time({ command, seconds }),
    closed: CONVERSATION_FAILURES.closed_before_reply({ command }),
  };
}

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

  /** The failures that end the current step. */
  get failures(): StepFailures {
    const { step, sent } = this.#current;
    if (step === 'connect') return CONNECT_FAILURES;
    if (step === 'handshake') return HANDSHAKE_FAILURES;
    const [command] = sent;
    return command === undefined ? GREETING_FAILURES : replyFailures(command);
  }

  /** The completed steps, in order. */
  get steps(): readonly ConversationStep[] {
    return this.#steps;
  }
}
