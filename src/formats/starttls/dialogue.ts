import type { Reason } from '../../domain/problem.ts';

/** A step of a dialogue: from a command, or the server's greeting, to the end of its answer. */
export type DialogueStep = 'greeting' | 'capabilities' | 'starttls' | 'quit';

/** Evaluates the next line, which has no line end. */
export type Expect = (line: string) => Move;

/** The result of a dialogue that does not reach TLS. */
export type DialogueEnd =
  | {
      /**
       * `not-offered`: not in the capabilities; `refused`: offered, but the command was rejected.
       */
      readonly starttls: 'not-offered' | 'refused';
      /** The server's answer: one line, raw. */
      readonly answer: string;
    }
  | {
      readonly reason: Extract<Reason, 'refused' | 'response_malformed' | 'too_large' | 'plaintext_injected'>;
      readonly detail: string;
    };

/** The next action. */
export type Move =
  /** Starts a step: sends a line, if there is one, and waits for the answer. */
  | { readonly kind: 'ask'; readonly step: DialogueStep; readonly line: string | undefined; readonly expect: Expect }
  /** Waits for the next line of the answer. */
  | { readonly kind: 'more'; readonly expect: Expect }
  /** Starts TLS. */
  | { readonly kind: 'upgrade' }
  /** Ends with a result; `parting` ends the session, if the protocol allows it. */
  | { readonly kind: 'over'; readonly end: DialogueEnd; readonly parting: Move | undefined }
  /** The dialogue is complete. */
  | { readonly kind: 'done' };

/** The dialogue of a protocol before and after TLS. It never pipelines commands. */
export interface Dialogue {
  readonly open: Move;
  /** The action within TLS. */
  readonly parting: Move;
  /** True if lines can contain literals. */
  readonly literals: boolean;
  /**
   * Returns true if a line that follows the response to STARTTLS, before TLS, ends the session.
   * Dovecot accepts STARTTLS before it loads its certificate, and ends the session if it cannot.
   */
  readonly endsSession: (line: string) => boolean;
}

/** Starts a step with a line to send. */
export function ask(step: DialogueStep, line: string | undefined, expect: Expect): Move {
  return { kind: 'ask', step, line, expect };
}

/** Waits for the next line of the answer. */
export function more(expect: Expect): Move {
  return { kind: 'more', expect };
}

/** Ends: the server rejects the session, which gives no information about TLS. */
export function turnedAway(answer: string, parting: Move | undefined): Move {
  return { kind: 'over', end: { reason: 'refused', detail: answer }, parting };
}

/** Ends: mail to this server is sent without TLS. */
export function without(starttls: 'not-offered' | 'refused', answer: string, parting: Move | undefined): Move {
  return { kind: 'over', end: { starttls, answer }, parting };
}

/** Ends: the answer is not valid. @param what for example `the response to EHLO` */
export function malformedReply(what: string, line: string): Move {
  return {
    kind: 'over',
    end: { reason: 'response_malformed', detail: `${what} is "${short(line)}"` },
    parting: undefined,
  };
}

/** The maximum length of a server's answer in messages, characters. */
const MAX_ANSWER_CHARACTERS = 300;

/** Cuts a text to the maximum length. */
export function short(text: string): string {
  if (text.length <= MAX_ANSWER_CHARACTERS) return text;
  return `${[...text.slice(0, 2 * MAX_ANSWER_CHARACTERS)].slice(0, MAX_ANSWER_CHARACTERS).join('')}…`;
}
