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

const DONE: Move = { kind: 'done' };

const PARTING: Move = ask(
  'quit',
  'a3 LOGOUT',
  // The server sends BYE before OK.
  untilTagged('a3', 'LOGOUT', () => DONE),
);

/**
 * Waits for the line with the tag. `judge` receives the status, this line, and the lines before it.
 * @see RFC 9051 section 7.1
 */
function untilTagged(
  tag: string,
  command: string,
  judge: (isOk: boolean, line: string, untagged: readonly string[]) => Move,
): Expect {
  const tagged = new RegExp(`^${tag} (?:(OK)|NO|BAD)(?: |$)`, 'i');
  const after =
    (untagged: readonly string[]): Expect =>
    (line) => {
      const answer = tagged.exec(line);
      if (answer !== null) return judge(answer[1] !== undefined, line, untagged);
      if (!line.startsWith('* ')) return malformedReply(`the response to ${command}`, line);
      if (command !== 'LOGOUT' && /^\* BYE\b/i.test(line)) return turnedAway(short(line), undefined);
      return more(after([...untagged, line]));
    };
  return after([]);
}

/**
 * Returns true if a line lists STARTTLS, as a separate response or as a response code in brackets.
 * @see RFC 9051 section 7.2.2
 */
function offersStarttls(line: string): boolean {
  const [, listed] = /(?:^\* |\[)CAPABILITY ([^\]]*)/i.exec(line) ?? [];
  return listed?.toUpperCase().split(' ').includes('STARTTLS') ?? false;
}

/** Returns true if a line ends the session. @see RFC 9051 section 7.1.5 */
function endsSession(line: string): boolean {
  return /^\* BYE(?: |$)/i.test(line);
}

const STARTTLS: Move = ask(
  'starttls',
  'a2 STARTTLS',
  untilTagged('a2', 'STARTTLS', (isOk, line) =>
    isOk ? { kind: 'upgrade' } : without('refused', short(line), PARTING),
  ),
);

/** Sent even if the greeting lists capabilities, because that list can be incomplete. */
const CAPABILITY: Move = ask(
  'capabilities',
  'a1 CAPABILITY',
  untilTagged('a1', 'CAPABILITY', (isOk, line, untagged) => {
    if (!isOk) return turnedAway(short(line), PARTING);
    const lines = [...untagged, line];
    if (lines.some(offersStarttls)) return STARTTLS;
    return without('not-offered', short(lines.join(' ')), PARTING);
  }),
);

/**
 * Reads the greeting. A server that already authenticated the client (PREAUTH) does not start TLS.
 * @see RFC 9051 section 6.2.1
 */
function greeted(whenOk: (line: string) => Move, whenKnown: (line: string) => Move): Move {
  return ask('greeting', undefined, (line) => {
    const [, status] = /^\* (OK|PREAUTH|BYE)(?: |$)/i.exec(line) ?? [];
    if (status === undefined) return malformedReply('the greeting', line);
    if (status.toUpperCase() === 'OK') return whenOk(line);
    return status.toUpperCase() === 'BYE' ? turnedAway(short(line), undefined) : whenKnown(line);
  });
}

/** IMAP up to STARTTLS. @see RFC 9051 section 6.2.1 */
export const IMAP_DIALOGUE: Dialogue = {
  open: greeted(
    (line) => (offersStarttls(line) ? STARTTLS : CAPABILITY),
    (line) => without('not-offered', short(line), PARTING),
  ),
  parting: PARTING,
  literals: false,
  endsSession,
};

/** IMAP with implicit TLS. @see RFC 8314 section 3.2 */
export const IMAPS_DIALOGUE: Dialogue = {
  open: { kind: 'upgrade' },
  parting: greeted(
    () => PARTING,
    () => PARTING,
  ),
  literals: false,
  endsSession,
};
