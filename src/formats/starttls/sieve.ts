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

/**
 * Waits for the line that begins with OK or NO. `judge` receives the status, this line, and the
 * lines before it.
 * @see RFC 5804 section 1.3
 */
function untilStatus(what: string, judge: (isOk: boolean, line: string, listed: readonly string[]) => Move): Expect {
  const after =
    (listed: readonly string[]): Expect =>
    (line) => {
      const [, status] = /^(OK|NO|BYE)(?: |$)/i.exec(line) ?? [];
      if (status?.toUpperCase() === 'BYE') return turnedAway(short(line), undefined);
      if (status !== undefined) return judge(status.toUpperCase() === 'OK', line, listed);
      return nameOf(line) === undefined ? malformedReply(what, line) : more(after([...listed, line]));
    };
  return after([]);
}

/**
 * Returns the first string of a line, quoted or a literal; undefined: none.
 * @see RFC 5804 section 4
 */
function nameOf(line: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(line)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/gs, '$1');
  const [head, length] = /^\{(\d+)\+?\}\r?\n/.exec(line) ?? [];
  return head === undefined ? undefined : Buffer.from(line).toString('utf8', head.length, head.length + Number(length));
}

const PARTING: Move = ask(
  'quit',
  'LOGOUT',
  untilStatus('the response to LOGOUT', () => ({ kind: 'done' })),
);

const STARTTLS: Move = ask(
  'starttls',
  'STARTTLS',
  untilStatus('the response to STARTTLS', (isOk, line) =>
    isOk ? { kind: 'upgrade' } : without('refused', short(line), PARTING),
  ),
);

/**
 * ManageSieve up to STARTTLS. The greeting lists the capabilities, and the server lists them again
 * within TLS.
 * @see RFC 5804 section 2.2
 */
export const SIEVE_DIALOGUE: Dialogue = {
  open: ask(
    'greeting',
    undefined,
    untilStatus('the greeting', (isOk, line, listed) => {
      if (!isOk) return turnedAway(short(line), PARTING);
      if (listed.some((capability) => nameOf(capability)?.toUpperCase() === 'STARTTLS')) return STARTTLS;
      return without('not-offered', short([...listed, line].join(' ').replace(/\r?\n/g, ' ')), PARTING);
    }),
  ),
  parting: ask(
    'capabilities',
    undefined,
    untilStatus('the capabilities within TLS', () => PARTING),
  ),
  literals: true,
  endsSession: (line) => /^BYE(?: |$)/i.test(line),
};
