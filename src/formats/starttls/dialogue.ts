import type { Reason } from '../../domain/problem.ts';

/** A part of what is said: from a command, or the first word of the server, to the end of what answers it. */
export type DialogueStep = 'greeting' | 'capabilities' | 'starttls' | 'quit';

/** What is made of the next line, which comes without its end. */
export type Expect = (line: string) => Move;

/** What a dialogue comes to, where it does not come to TLS. */
export type DialogueEnd =
  | {
      /** `not-offered`: it is not among what the server can do; `refused`: it is, and the server says no when it is asked. */
      readonly starttls: 'not-offered' | 'refused';
      /** What the server said instead, one line, raw. */
      readonly answer: string;
    }
  | {
      readonly reason: Extract<Reason, 'refused' | 'answer_malformed' | 'too_large' | 'plaintext_injected'>;
      readonly detail: string;
    };

/** What is done next. */
export type Move =
  /** Begins a step: says a line, unless the server speaks first, and listens. */
  | { readonly kind: 'ask'; readonly step: DialogueStep; readonly line: string | undefined; readonly expect: Expect }
  /** The answer goes on. */
  | { readonly kind: 'more'; readonly expect: Expect }
  /** Now TLS begins. */
  | { readonly kind: 'upgrade' }
  /** It is over; `parting` is how it is left, where the protocol allows to say anything. */
  | { readonly kind: 'over'; readonly end: DialogueEnd; readonly parting: Move | undefined }
  /** All is said. */
  | { readonly kind: 'done' };

/** How one protocol comes to TLS, and how it is left afterwards. Nothing is asked before the question before it is answered. */
export interface Dialogue {
  readonly open: Move;
  /** What is done within TLS. */
  readonly parting: Move;
  /** Whether lines may hold literals. */
  readonly literals: boolean;
  /**
   * Returns whether a line that follows the answer to STARTTLS, before TLS, ends the session.
   * Dovecot accepts STARTTLS before it loads its certificate, and ends the session if it cannot.
   */
  readonly endsSession: (line: string) => boolean;
}

export function ask(step: DialogueStep, line: string | undefined, expect: Expect): Move {
  return { kind: 'ask', step, line, expect };
}

export function more(expect: Expect): Move {
  return { kind: 'more', expect };
}

/** The server will not speak with us at all: that says nothing of its TLS. */
export function turnedAway(answer: string, parting: Move | undefined): Move {
  return { kind: 'over', end: { reason: 'refused', detail: answer }, parting };
}

/** An answer that says that mail goes on without TLS. */
export function without(starttls: 'not-offered' | 'refused', answer: string, parting: Move | undefined): Move {
  return { kind: 'over', end: { starttls, answer }, parting };
}

/** @param what as in `the answer to EHLO` */
export function malformedReply(what: string, line: string): Move {
  return {
    kind: 'over',
    end: { reason: 'answer_malformed', detail: `${what} is "${short(line)}"` },
    parting: undefined,
  };
}

/** What a server said, where it is told: as long as a person reads. */
const LONGEST = 300;

/** The beginning of a text, no longer than is told. */
export function short(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${[...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join('')}…`;
}
