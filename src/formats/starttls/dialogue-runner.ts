import {
  type Dialogue,
  type DialogueEnd,
  type DialogueStep,
  type Expect,
  type Move,
  short,
  without,
} from './dialogue.ts';
import { LineReader } from './line-reader.ts';

/** The events of a dialogue, in order. */
export type DialogueEvent =
  | { readonly kind: 'heard'; readonly line: string }
  /** A step begins. Send the line, if there is one. */
  | { readonly kind: 'step'; readonly step: DialogueStep; readonly line: string | undefined }
  /** Start TLS now; no more data is read. */
  | { readonly kind: 'upgrade' }
  /** The result. Without a `done` directly after it, the dialogue continues. */
  | { readonly kind: 'over'; readonly end: DialogueEnd }
  /** The dialogue is complete; no more data is read. */
  | { readonly kind: 'done' };

/**
 * The client side of a dialogue: it takes received bytes, and returns what to do. It never throws,
 * and its reader limits its memory.
 */
export class DialogueRunner {
  readonly #reader: LineReader;
  readonly #endsSession: Dialogue['endsSession'];
  #expect: Expect | undefined;
  /** True: the result is known, so later errors are ignored. */
  #isParting: boolean;

  /** @param isParting true if only the end of the session remains */
  constructor({ literals, endsSession }: Pick<Dialogue, 'literals' | 'endsSession'>, isParting: boolean) {
    this.#reader = new LineReader(literals);
    this.#endsSession = endsSession;
    this.#isParting = isParting;
  }

  begin(first: Move): readonly DialogueEvent[] {
    return this.#make(first);
  }

  take(bytes: Buffer): readonly DialogueEvent[] {
    const events: DialogueEvent[] = [];
    if (this.#expect !== undefined) this.#reader.add(bytes);
    while (this.#expect !== undefined) {
      const read = this.#reader.next();
      if (read === undefined) break;
      if ('tooLarge' in read) {
        events.push(...this.#make(tooLarge(read.tooLarge)));
      } else {
        events.push({ kind: 'heard', line: read.line }, ...this.#make(this.#expect(read.line)));
      }
    }
    return events;
  }

  #make(move: Move): readonly DialogueEvent[] {
    this.#expect = undefined;
    switch (move.kind) {
      case 'more':
        this.#expect = move.expect;
        return [];
      case 'ask':
        this.#expect = move.expect;
        return [{ kind: 'step', step: move.step, line: move.line }];
      case 'upgrade':
        return this.#reader.rest === 0 ? [move] : this.#evaluateRest();
      case 'done':
        return [move];
      case 'over': {
        const over: readonly DialogueEvent[] = this.#isParting ? [] : [{ kind: 'over', end: move.end }];
        this.#isParting = true;
        return [...over, ...this.#make(move.parting ?? { kind: 'done' })];
      }
    }
  }

  /**
   * Evaluates data that was received with the answer before TLS: the end of the session, or
   * injected data.
   */
  #evaluateRest(): readonly DialogueEvent[] {
    const read = this.#reader.next();
    if (read === undefined || 'tooLarge' in read || !this.#endsSession(read.line)) return this.#make(INJECTED);
    return [{ kind: 'heard', line: read.line }, ...this.#make(without('refused', short(read.line), undefined))];
  }
}

function tooLarge(detail: string): Move {
  return { kind: 'over', end: { reason: 'too_large', detail }, parting: undefined };
}

/** Data before TLS must not be taken as data within TLS. @see RFC 9051 section 11.1 */
const INJECTED: Move = {
  kind: 'over',
  end: { reason: 'plaintext_injected', detail: 'unencrypted data after the response that starts TLS' },
  parting: undefined,
};
