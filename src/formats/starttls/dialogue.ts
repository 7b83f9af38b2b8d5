import { CONVERSATION_FAILURES } from '../../domain/failure/conversation-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Problem, Reason } from '../../domain/failure/problem.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';

/** A step of a dialogue: a command and the server's response, or the server's greeting. */
export type DialogueStep = 'greeting' | 'capabilities' | 'starttls' | 'quit';

/**
 * Evaluates the next line of the server, without its line end. Returns the client's next action.
 */
export type LineEvaluator = (line: string) => DialogueAction;

/** The result of a dialogue that does not reach TLS. */
export type DialogueEnd =
  | {
      /**
       * `not-offered`: STARTTLS is not in the capabilities. `refused`: STARTTLS is offered, but the
       * server rejected the command.
       */
      readonly starttls: 'not-offered' | 'refused';
      /** The server's response: one line, raw. */
      readonly answer: string;
    }
  | DialogueProblem;

/** The cause of a dialogue that failed. */
interface DialogueProblem extends Pick<Problem, 'failure'> {
  /** `refused`: the server rejected the session, so it is unknown if it offers STARTTLS. */
  readonly reason: Extract<Reason, 'refused' | 'response_malformed' | 'too_large' | 'plaintext_injected'>;
}

/** The next action of the client. */
export type DialogueAction =
  /** Starts a step: sends a line, if there is one, and waits for the response. */
  | {
      readonly kind: 'start-step';
      readonly step: DialogueStep;
      readonly line: string | undefined;
      readonly evaluateLine: LineEvaluator;
    }
  /** Waits for the next line of the response. */
  | { readonly kind: 'read-line'; readonly evaluateLine: LineEvaluator }
  /** Starts TLS. */
  | { readonly kind: 'upgrade' }
  /**
   * Reports the result, and then performs `quit`, which ends the session. undefined: the session is
   * not ended by a command.
   */
  | { readonly kind: 'result'; readonly end: DialogueEnd; readonly quit: DialogueAction | undefined }
  /** The dialogue is complete. */
  | { readonly kind: 'done' };

/**
 * The commands of a protocol that lead to TLS, and the commands within TLS that end the session.
 * The client waits for each response before it sends the next command.
 */
export interface Dialogue {
  /** The first action, before TLS. */
  readonly firstAction: DialogueAction;
  /** The first action within TLS: it ends the session. */
  readonly firstActionWithinTls: DialogueAction;
  /** True if lines can contain literals. @see LineReader */
  readonly mayContainLiterals: boolean;
  /**
   * Returns true if a line that follows the response to STARTTLS, before TLS, ends the session.
   * Dovecot accepts STARTTLS before it loads its certificate, and ends the session if it cannot.
   */
  readonly endsSession: (line: string) => boolean;
}

/** Returns the action that starts a step with a line to send. */
export function startStep(step: DialogueStep, line: string | undefined, evaluateLine: LineEvaluator): DialogueAction {
  return { kind: 'start-step', step, line, evaluateLine };
}

/** Returns the action that waits for the next line of the response. */
export function readNextLine(evaluateLine: LineEvaluator): DialogueAction {
  return { kind: 'read-line', evaluateLine };
}

/**
 * Ends the dialogue because the server rejects the session, which gives no information about TLS.
 */
export function endAsRejected(answer: string, quit: DialogueAction | undefined): DialogueAction {
  return endAsFailed('refused', SAID_FAILURES.said({ text: answer }), quit);
}

/** Ends the dialogue because the server does not start TLS. */
export function endWithoutTls(
  starttls: 'not-offered' | 'refused',
  answer: string,
  quit: DialogueAction | undefined,
): DialogueAction {
  return { kind: 'result', end: { starttls, answer }, quit };
}

/**
 * Ends the dialogue because a response is not valid.
 * @param command for example `EHLO`; undefined: the response is the greeting
 */
export function endAsMalformed(command: string | undefined, answer: string): DialogueAction {
  const line = shorten(answer);
  const failure =
    command === undefined
      ? CONVERSATION_FAILURES.greeting_not_valid({ line })
      : CONVERSATION_FAILURES.reply_not_valid({ command, line });
  return endAsFailed('response_malformed', failure);
}

/** Ends the dialogue with a problem. */
export function endAsFailed(
  reason: DialogueProblem['reason'],
  failure: Failure,
  quit?: DialogueAction,
): DialogueAction {
  return { kind: 'result', end: { reason, failure: failure }, quit };
}

/** The maximum length of a server's response in messages, characters. */
const MAX_ANSWER_CHARACTERS = 300;

/** Cuts a text to the maximum length. */
export function shorten(text: string): string {
  if (text.length <= MAX_ANSWER_CHARACTERS) return text;
  return `${[...text.slice(0, 2 * MAX_ANSWER_CHARACTERS)].slice(0, MAX_ANSWER_CHARACTERS).join('')}…`;
}
