import {
  ask,
  type Dialogue,
  type Expect,
  type Move,
  malformedReply,
  more,
  short,
  turnedAway,
  without,
} from './dialogue.ts';

/** An SMTP reply of one or several lines. */
interface Reply {
  readonly code: number;
  /** Without codes, at least one. */
  readonly lines: readonly string[];
  /** One line of limited length, with the code. */
  readonly answer: string;
}

/**
 * Waits for the last line of a reply, which has a space or nothing after its code. The code of the
 * last line counts.
 * @param what for example `the greeting`
 * @see RFC 5321 section 4.2.1
 */
function expectReply(what: string, judge: (reply: Reply) => Move): Expect {
  const after =
    (before: readonly string[]): Expect =>
    (line) => {
      const [, code, sign, text = ''] = /^([2-5]\d\d)(?:([ -])(.*))?$/s.exec(line) ?? [];
      if (code === undefined) return malformedReply(what, line);
      const lines = [...before, text];
      if (sign === '-') return more(after(lines));
      return judge({ code: Number(code), lines, answer: short([code, ...lines].join(' ')) });
    };
  return after([]);
}

const PARTING: Move = ask(
  'quit',
  'QUIT',
  expectReply('the response to QUIT', () => ({ kind: 'done' })),
);

/** Returns true for 2xx. @see RFC 5321 section 4.2.1 */
function isYes({ code }: Reply): boolean {
  return code < 300;
}

/** Returns true for 4xx and 5xx. */
function isNo({ code }: Reply): boolean {
  return code >= 400;
}

/** Returns true if a line ends the session. No command is pending that an error could answer. */
function endsSession(line: string): boolean {
  return /^[45]\d\d(?: |$)/.test(line);
}

/**
 * Reads the greeting to its last line. Some servers delay it for seconds, to detect clients that do
 * not wait.
 */
function greeted(then: Move): Move {
  const what = 'the greeting';
  const judge = (reply: Reply): Move => {
    if (isYes(reply)) return then;
    return isNo(reply) ? turnedAway(reply.answer, PARTING) : malformedReply(what, reply.answer);
  };
  return ask('greeting', undefined, expectReply(what, judge));
}

/**
 * Returns the dialogue of SMTP up to STARTTLS; with `LHLO`, that of LMTP, which has no HELO.
 * @param clientName the computer's FQDN
 * @see RFC 3207
 * @see RFC 2033 section 4.1
 */
export function smtpDialogue(hello: 'EHLO' | 'LHLO', clientName: string): Dialogue {
  const starttls = ask(
    'starttls',
    'STARTTLS',
    expectReply('the response to STARTTLS', (reply) => {
      if (isYes(reply)) return { kind: 'upgrade' };
      // The server shuts down, which gives no information about TLS.
      if (reply.code === 421) return turnedAway(reply.answer, PARTING);
      return isNo(reply)
        ? without('refused', reply.answer, PARTING)
        : malformedReply('the response to STARTTLS', reply.answer);
    }),
  );
  const offered = expectReply(`the response to ${hello}`, (reply) => {
    if (isYes(reply)) {
      const isOffered = reply.lines.slice(1).some((line) => /^starttls(?: |$)/i.test(line));
      return isOffered ? starttls : without('not-offered', reply.answer, PARTING);
    }
    if (!isNo(reply)) return malformedReply(`the response to ${hello}`, reply.answer);
    return reply.code >= 500 && hello === 'EHLO' ? helo(clientName, reply.answer) : turnedAway(reply.answer, PARTING);
  });
  return {
    open: greeted(ask('capabilities', `${hello} ${clientName}`, offered)),
    parting: PARTING,
    literals: false,
    endsSession,
  };
}

/**
 * Sends HELO. A server that accepts HELO but not EHLO does not support STARTTLS. A server that
 * rejects both rejects the session.
 */
function helo(clientName: string, answerToEhlo: string): Move {
  return ask(
    'capabilities',
    `HELO ${clientName}`,
    expectReply('the response to HELO', (reply) => {
      if (isYes(reply)) return without('not-offered', answerToEhlo, PARTING);
      return isNo(reply) ? turnedAway(reply.answer, PARTING) : malformedReply('the response to HELO', reply.answer);
    }),
  );
}

/** SMTP with implicit TLS. @see RFC 8314 section 3.3 */
export const SMTPS_DIALOGUE: Dialogue = {
  open: { kind: 'upgrade' },
  parting: greeted(PARTING),
  literals: false,
  endsSession,
};
