import { type Expect, type Move, malformed, more, short } from './dialogue.ts';

/** One SMTP reply, of however many lines. */
export interface Reply {
  readonly code: number;
  /** Without codes; one at least. */
  readonly lines: readonly string[];
  /** In one line, bounded, the code before it. */
  readonly answer: string;
}

/**
 * Waits for the last line of a reply, which alone has a space, or nothing, behind its code; the last line's code counts.
 * @param what as in `the greeting` @see RFC 5321 section 4.2.1
 */
export function expectReply(what: string, judge: (reply: Reply) => Move): Expect {
  const after =
    (before: readonly string[]): Expect =>
    (line) => {
      const [, code, sign, text = ''] = /^([2-5]\d\d)(?:([ -])(.*))?$/s.exec(line) ?? [];
      if (code === undefined) return malformed(what, line);
      const lines = [...before, text];
      if (sign === '-') return more(after(lines));
      return judge({ code: Number(code), lines, answer: short([code, ...lines].join(' ')) });
    };
  return after([]);
}
