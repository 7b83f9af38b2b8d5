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

/** After BYE, there is no session to end with LOGOUT. */
const NO_LOGOUT = undefined;

/**
 * Returns an evaluator that collects lines until one begins with OK or NO; BYE ends the session.
 * `evaluateResult` receives whether the status is OK, this line, and the lines before it. A line
 * includes its literals, so it can contain CRLF.
 * @see RFC 5804 section 1.3
 */
function readUntilStatus(
  command: string | undefined,
  evaluateResult: (isOk: boolean, line: string, previousLines: readonly string[]) => DialogueAction,
): LineEvaluator {
  // A line that is neither a status nor malformed is kept, and the next line is awaited.
  const evaluateAfter =
    (previousLines: readonly string[]): LineEvaluator =>
    (line) => {
      const [, status] = /^(OK|NO|BYE)(?: |$)/i.exec(line) ?? [];
      if (status?.toUpperCase() === 'BYE') return endAsRejected(shorten(line), NO_LOGOUT);
      if (status !== undefined) return evaluateResult(status.toUpperCase() === 'OK', line, previousLines);
      return firstString(line) === undefined
        ? endAsMalformed(command, line)
        : readNextLine(evaluateAfter([...previousLines, line]));
    };
  return evaluateAfter([]);
}

/**
 * Returns the first string of a line, quoted or a literal; undefined: none.
 * @see RFC 5804 section 4
 */
function firstString(line: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(line)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/gs, '$1');
  const [literalPrefix, length] = /^\{(\d+)\+?\}\r?\n/.exec(line) ?? [];
  return literalPrefix === undefined
    ? undefined
    : Buffer.from(line).toString('utf8', literalPrefix.length, literalPrefix.length + Number(length));
}

const LOGOUT: DialogueAction = startStep(
  'quit',
  'LOGOUT',
  readUntilStatus('LOGOUT', () => ({ kind: 'done' })),
);

const STARTTLS: DialogueAction = startStep(
  'starttls',
  'STARTTLS',
  readUntilStatus('STARTTLS', (isOk, line) =>
    isOk ? { kind: 'upgrade' } : endWithoutTls('refused', shorten(line), LOGOUT),
  ),
);

/**
 * ManageSieve up to STARTTLS. The greeting lists the capabilities, and the server lists them again
 * within TLS.
 * @see RFC 5804 section 2.2
 */
export const SIEVE_DIALOGUE: Dialogue = {
  firstAction: startStep(
    'greeting',
    undefined,
    readUntilStatus(undefined, (isOk, line, previousLines) => {
      if (!isOk) return endAsRejected(shorten(line), LOGOUT);
      if (previousLines.some((capability) => firstString(capability)?.toUpperCase() === 'STARTTLS')) return STARTTLS;
      return endWithoutTls('not-offered', shorten([...previousLines, line].join(' ').replace(/\r?\n/g, ' ')), LOGOUT);
    }),
  ),
  firstActionWithinTls: startStep(
    'capabilities',
    undefined,
    readUntilStatus('STARTTLS', () => LOGOUT),
  ),
  mayContainLiterals: true,
  endsSession: (line) => /^BYE(?: |$)/i.test(line),
};
