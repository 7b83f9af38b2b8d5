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

/** Returns an evaluator of a line that begins with +OK or -ERR. @see RFC 1939 section 3 */
function expectStatus(
  command: string | undefined,
  evaluateStatus: (isOk: boolean, line: string) => DialogueAction,
): LineEvaluator {
  return (line) => {
    const [, status] = /^(\+OK|-ERR)(?: |$)/i.exec(line) ?? [];
    return status === undefined ? endAsMalformed(command, line) : evaluateStatus(status.startsWith('+'), line);
  };
}

const QUIT: DialogueAction = startStep(
  'quit',
  'QUIT',
  expectStatus('QUIT', () => ({ kind: 'done' })),
);

/** Sends STLS. @param resultIfRejected the result if the server rejects the command */
function sendStls(resultIfRejected: 'not-offered' | 'refused'): DialogueAction {
  const evaluateStatus = (isOk: boolean, line: string): DialogueAction =>
    isOk ? { kind: 'upgrade' } : endWithoutTls(resultIfRejected, shorten(line), QUIT);
  return startStep('starttls', 'STLS', expectStatus('STLS', evaluateStatus));
}

/** Returns true if a line ends the session: an error, although no command is pending. */
function endsSession(line: string): boolean {
  return /^-ERR(?: |$)/i.test(line);
}

/** Collects the capabilities up to the line `.`, and continues with STLS if it is listed. */
function expectCapabilities(previousLines: readonly string[]): LineEvaluator {
  return (line) => {
    if (line !== '.') return readNextLine(expectCapabilities([...previousLines, line]));
    if (previousLines.some((capability) => /^stls(?: |$)/i.test(capability))) return sendStls('refused');
    return endWithoutTls('not-offered', shorten(previousLines.join(' ')), QUIT);
  };
}

/**
 * The request for the capabilities. A server without CAPA may still support STLS, so STLS is then
 * tried.
 * @see RFC 2449 section 5
 */
const CAPA: DialogueAction = startStep(
  'capabilities',
  'CAPA',
  expectStatus('CAPA', (isOk, line) => (isOk ? readNextLine(expectCapabilities([line])) : sendStls('not-offered'))),
);

function expectGreeting(nextAction: DialogueAction): DialogueAction {
  const evaluateStatus = (isOk: boolean, line: string): DialogueAction =>
    isOk ? nextAction : endAsRejected(shorten(line), QUIT);
  return startStep('greeting', undefined, expectStatus(undefined, evaluateStatus));
}

/** POP3 up to STLS. @see RFC 2595 section 4 */
export const POP3_DIALOGUE: Dialogue = {
  firstAction: expectGreeting(CAPA),
  firstActionWithinTls: QUIT,
  mayContainLiterals: false,
  endsSession,
};

/** POP3 with implicit TLS. @see RFC 8314 section 3.1 */
export const POP3S_DIALOGUE: Dialogue = {
  firstAction: { kind: 'upgrade' },
  firstActionWithinTls: expectGreeting(QUIT),
  mayContainLiterals: false,
  endsSession,
};
