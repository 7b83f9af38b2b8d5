import { CONVERSATION_FAILURES } from '../../domain/failure/conversation-failures.ts';
import {
  type Dialogue,
  type DialogueAction,
  type DialogueEnd,
  type DialogueStep,
  endAsFailed,
  endWithoutTls,
  type LineEvaluator,
  shorten,
} from './dialogue.ts';
import { LineReader } from './line-reader.ts';

/** The next action or log line of the caller. */
export type DialogueEvent =
  /** A line of the server, without its line end. */
  | { readonly kind: 'received'; readonly line: string }
  /** A step begins. Send the line, if there is one. */
  | { readonly kind: 'step'; readonly step: DialogueStep; readonly line: string | undefined }
  /** Start TLS now; no more data is read. */
  | { readonly kind: 'upgrade' }
  /** The result. The dialogue ends with `done`, which can follow directly or later. */
  | { readonly kind: 'result'; readonly end: DialogueEnd }
  /** The dialogue is complete; no more data is read. */
  | { readonly kind: 'done' };

/**
 * The client side of a dialogue, without a connection: it converts received bytes to events, and
 * the caller sends and logs what the events say. It never throws, and its memory is limited.
 */
export class DialogueRunner {
  readonly #reader: LineReader;
  readonly #endsSession: Dialogue['endsSession'];
  /** Evaluates the next line; undefined: no line is expected. */
  #evaluateLine: LineEvaluator | undefined;
  /** True if the result is known. Later errors, such as at the end of the session, are ignored. */
  #isResultKnown: boolean;

  /** @param isResultKnown true within TLS, where only the end of the session remains */
  constructor(
    { mayContainLiterals, endsSession }: Pick<Dialogue, 'mayContainLiterals' | 'endsSession'>,
    isResultKnown: boolean,
  ) {
    this.#reader = new LineReader(mayContainLiterals);
    this.#endsSession = endsSession;
    this.#isResultKnown = isResultKnown;
  }

  /** Returns the first events. */
  begin(firstAction: DialogueAction): readonly DialogueEvent[] {
    return this.#perform(firstAction);
  }

  /** Returns the events that follow from received bytes; empty if a line is incomplete. */
  receive(bytes: Buffer): readonly DialogueEvent[] {
    const events: DialogueEvent[] = [];
    if (this.#evaluateLine !== undefined) this.#reader.add(bytes);
    while (this.#evaluateLine !== undefined) {
      const result = this.#reader.next();
      if (result === undefined) break;
      if (result.kind === 'too-large') {
        events.push(...this.#perform(endAsFailed('too_large', result.failure)));
      } else {
        events.push({ kind: 'received', line: result.line }, ...this.#perform(this.#evaluateLine(result.line)));
      }
    }
    return events;
  }

  #perform(action: DialogueAction): readonly DialogueEvent[] {
    this.#evaluateLine = undefined;
    switch (action.kind) {
      case 'read-line':
        this.#evaluateLine = action.evaluateLine;
        return [];
      case 'start-step':
        this.#evaluateLine = action.evaluateLine;
        return [{ kind: 'step', step: action.step, line: action.line }];
      case 'upgrade':
        return this.#reader.unreadByteCount === 0 ? [action] : this.#evaluateUnreadData();
      case 'done':
        return [action];
      case 'result': {
        const results: readonly DialogueEvent[] = this.#isResultKnown ? [] : [{ kind: 'result', end: action.end }];
        this.#isResultKnown = true;
        return [...results, ...this.#perform(action.quit ?? { kind: 'done' })];
      }
    }
  }

  /**
   * Evaluates data that follows the response to STARTTLS before TLS: the end of the session, or
   * injected data.
   */
  #evaluateUnreadData(): readonly DialogueEvent[] {
    const result = this.#reader.next();
    if (result?.kind !== 'line' || !this.#endsSession(result.line)) return this.#perform(PLAINTEXT_INJECTED);
    return [
      { kind: 'received', line: result.line },
      ...this.#perform(endWithoutTls('refused', shorten(result.line), undefined)),
    ];
  }
}

/** Data before TLS must not be taken as data within TLS. @see RFC 9051 section 11.1 */
const PLAINTEXT_INJECTED: DialogueAction = endAsFailed('plaintext_injected', CONVERSATION_FAILURES.data_before_tls);
