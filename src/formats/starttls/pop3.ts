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

/** Waits for a line that begins with +OK or -ERR. @see RFC 1939 section 3 */
function expectStatus(what: string, judge: (isOk: boolean, line: string) => Move): Expect {
  return (line) => {
    const [, status] = /^(\+OK|-ERR)(?: |$)/i.exec(line) ?? [];
    return status === undefined ? malformedReply(what, line) : judge(status.startsWith('+'), line);
  };
}

const PARTING: Move = ask(
  'quit',
  'QUIT',
  expectStatus('the response to QUIT', () => ({ kind: 'done' })),
);

/** Sends STLS. @param no the meaning of a negative answer */
function stls(no: 'not-offered' | 'refused'): Move {
  const judge = (isOk: boolean, line: string): Move => (isOk ? { kind: 'upgrade' } : without(no, short(line), PARTING));
  return ask('starttls', 'STLS', expectStatus('the response to STLS', judge));
}

/** Returns true if a line ends the session. No command is pending that an error could answer. */
function endsSession(line: string): boolean {
  return /^-ERR(?: |$)/i.test(line);
}

function listing(before: readonly string[]): Expect {
  return (line) => {
    if (line !== '.') return more(listing([...before, line]));
    if (before.some((capability) => /^stls(?: |$)/i.test(capability))) return stls('refused');
    return without('not-offered', short(before.join(' ')), PARTING);
  };
}

/**
 * The request for the capabilities. A server without CAPA may still support STLS, so STLS is then
 * tried.
 * @see RFC 2449 section 5
 */
const CAPA: Move = ask(
  'capabilities',
  'CAPA',
  expectStatus('the response to CAPA', (isOk, line) => (isOk ? more(listing([line])) : stls('not-offered'))),
);

function greeted(then: Move): Move {
  const judge = (isOk: boolean, line: string): Move => (isOk ? then : turnedAway(short(line), PARTING));
  return ask('greeting', undefined, expectStatus('the greeting', judge));
}

/** POP3 up to STLS. @see RFC 2595 section 4 */
export const POP3_DIALOGUE: Dialogue = { open: greeted(CAPA), parting: PARTING, literals: false, endsSession };

/** POP3 with implicit TLS. @see RFC 8314 section 3.1 */
export const POP3S_DIALOGUE: Dialogue = {
  open: { kind: 'upgrade' },
  parting: greeted(PARTING),
  literals: false,
  endsSession,
};
