import {
  type Dialogue,
  type DialogueAction,
  endAsMalformed,
  endAsRejected,
  endWithoutTls,
  type LineEvaluator,
  readNextLine,
  shorten,
  startStep,
} from './dialogue.ts';

/**
 * Returns an evaluator that waits for the line with the tag of the command. `evaluateResult`
 * receives the status, this line, and the lines before it. BYE before this line ends the session.
 * @see RFC 9051 section 7.1
 */
function readUntilTagged(
  tag: string,
  command: string,
  evaluateResult: (isOk: boolean, line: string, untagged: readonly string[]) => DialogueAction,
): LineEvaluator {
  const tagged = new RegExp(`^${tag} (?:(OK)|NO|BAD)(?: |$)`, 'i');
  const evaluateAfter =
    (untagged: readonly string[]): LineEvaluator =>
    (line) => {
      const match = tagged.exec(line);
      if (match !== null) return evaluateResult(match[1] !== undefined, line, untagged);
      if (!line.startsWith('* ')) return endAsMalformed(command, line);
      // The response to LOGOUT has BYE before OK.
      if (command !== 'LOGOUT' && /^\* BYE\b/i.test(line)) return endAsRejected(shorten(line), undefined);
      return readNextLine(evaluateAfter([...untagged, line]));
    };
  return evaluateAfter([]);
}

/**
 * Returns true if a line lists STARTTLS, as a separate response or as a response code in brackets.
 * @see RFC 9051 section 7.2.2
 */
function offersStarttls(line: string): boolean {
  const [, capabilities] = /(?:^\* |\[)CAPABILITY ([^\]]*)/i.exec(line) ?? [];
  return capabilities?.toUpperCase().split(' ').includes('STARTTLS') ?? false;
}

/** Returns true if a line ends the session. @see RFC 9051 section 7.1.5 */
function endsSession(line: string): boolean {
  return /^\* BYE(?: |$)/i.test(line);
}

const LOGOUT: DialogueAction = startStep(
  'quit',
  'a3 LOGOUT',
  readUntilTagged('a3', 'LOGOUT', () => ({ kind: 'done' })),
);

const STARTTLS: DialogueAction = startStep(
  'starttls',
  'a2 STARTTLS',
  readUntilTagged('a2', 'STARTTLS', (isOk, line) =>
    isOk ? { kind: 'upgrade' } : endWithoutTls('refused', shorten(line), LOGOUT),
  ),
);

/**
 * Sent unless the greeting lists STARTTLS, even if the greeting lists other capabilities: that list
 * can be incomplete.
 */
const CAPABILITY: DialogueAction = startStep(
  'capabilities',
  'a1 CAPABILITY',
  readUntilTagged('a1', 'CAPABILITY', (isOk, line, untagged) => {
    if (!isOk) return endAsRejected(shorten(line), LOGOUT);
    const lines = [...untagged, line];
    if (lines.some(offersStarttls)) return STARTTLS;
    return endWithoutTls('not-offered', shorten(lines.join(' ')), LOGOUT);
  }),
);

/**
 * Reads the greeting. PREAUTH means that the server has already authenticated the client; it then
 * does not start TLS.
 * @see RFC 9051 section 6.2.1
 */
function expectGreeting(
  whenOk: (line: string) => DialogueAction,
  whenPreauth: (line: string) => DialogueAction,
): DialogueAction {
  return startStep('greeting', undefined, (line) => {
    const [, status] = /^\* (OK|PREAUTH|BYE)(?: |$)/i.exec(line) ?? [];
    if (status === undefined) return endAsMalformed(undefined, line);
    if (status.toUpperCase() === 'OK') return whenOk(line);
    return status.toUpperCase() === 'BYE' ? endAsRejected(shorten(line), undefined) : whenPreauth(line);
  });
}

/** IMAP up to STARTTLS. @see RFC 9051 section 6.2.1 */
export const IMAP_DIALOGUE: Dialogue = {
  firstAction: expectGreeting(
    (line) => (offersStarttls(line) ? STARTTLS : CAPABILITY),
    (line) => endWithoutTls('not-offered', shorten(line), LOGOUT),
  ),
  firstActionWithinTls: LOGOUT,
  mayContainLiterals: false,
  endsSession,
};

/** IMAP with implicit TLS. @see RFC 8314 section 3.2 */
export const IMAPS_DIALOGUE: Dialogue = {
  firstAction: { kind: 'upgrade' },
  firstActionWithinTls: expectGreeting(
    () => LOGOUT,
    () => LOGOUT,
  ),
  mayContainLiterals: false,
  endsSession,
};
