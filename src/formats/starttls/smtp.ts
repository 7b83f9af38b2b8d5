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

/** An SMTP reply of one or several lines. */
interface Reply {
  readonly code: number;
  /** Without codes, at least one. */
  readonly lines: readonly string[];
  /** The whole reply as one line of limited length, with the code. */
  readonly answer: string;
}

/**
 * Returns an evaluator that collects the lines of a reply. The last line has a space or nothing
 * after its code; its code is the code of the reply.
 * @param command for example `EHLO`; undefined: the reply is the greeting
 * @see RFC 5321 section 4.2.1
 */
function expectReply(command: string | undefined, evaluateReply: (reply: Reply) => DialogueAction): LineEvaluator {
  const evaluateAfter =
    (previousLines: readonly string[]): LineEvaluator =>
    (line) => {
      const [, code, separator, text = ''] = /^([2-5]\d\d)(?:([ -])(.*))?$/s.exec(line) ?? [];
      if (code === undefined) return endAsMalformed(command, line);
      const lines = [...previousLines, text];
      if (separator === '-') return readNextLine(evaluateAfter(lines));
      return evaluateReply({ code: Number(code), lines, answer: shorten([code, ...lines].join(' ')) });
    };
  return evaluateAfter([]);
}

const QUIT: DialogueAction = startStep(
  'quit',
  'QUIT',
  expectReply('QUIT', () => ({ kind: 'done' })),
);

/** Returns true for 2xx. @see RFC 5321 section 4.2.1 */
function isPositive({ code }: Reply): boolean {
  return code < 300;
}

/** Returns true for 4xx and 5xx. */
function isNegative({ code }: Reply): boolean {
  return code >= 400;
}

/** Returns true if a line ends the session: an error, although no command is pending. */
function endsSession(line: string): boolean {
  return /^[45]\d\d(?: |$)/.test(line);
}

/**
 * Reads the greeting to its last line. Some servers delay it for seconds, to detect clients that do
 * not wait.
 */
function expectGreeting(nextAction: DialogueAction): DialogueAction {
  const evaluateReply = (reply: Reply): DialogueAction => {
    if (isPositive(reply)) return nextAction;
    return isNegative(reply) ? endAsRejected(reply.answer, QUIT) : endAsMalformed(undefined, reply.answer);
  };
  return startStep('greeting', undefined, expectReply(undefined, evaluateReply));
}

/**
 * Returns the dialogue of SMTP up to STARTTLS; with `LHLO`, that of LMTP, which has no HELO.
 * @param clientName the computer's FQDN
 * @see RFC 3207
 * @see RFC 2033 section 4.1
 */
export function smtpDialogue(hello: 'EHLO' | 'LHLO', clientName: string): Dialogue {
  const starttls = startStep(
    'starttls',
    'STARTTLS',
    expectReply('STARTTLS', (reply) => {
      if (isPositive(reply)) return { kind: 'upgrade' };
      // The server shuts down, which gives no information about TLS.
      if (reply.code === 421) return endAsRejected(reply.answer, QUIT);
      return isNegative(reply)
        ? endWithoutTls('refused', reply.answer, QUIT)
        : endAsMalformed('STARTTLS', reply.answer);
    }),
  );
  const evaluateCapabilities = expectReply(hello, (reply) => {
    if (isPositive(reply)) {
      const isOffered = reply.lines.slice(1).some((line) => /^starttls(?: |$)/i.test(line));
      return isOffered ? starttls : endWithoutTls('not-offered', reply.answer, QUIT);
    }
    if (!isNegative(reply)) return endAsMalformed(hello, reply.answer);
    return reply.code >= 500 && hello === 'EHLO'
      ? sendHelo(clientName, reply.answer)
      : endAsRejected(reply.answer, QUIT);
  });
  return {
    firstAction: expectGreeting(startStep('capabilities', `${hello} ${clientName}`, evaluateCapabilities)),
    firstActionWithinTls: QUIT,
    mayContainLiterals: false,
    endsSession,
  };
}

/**
 * Sends HELO. A server that accepts HELO but not EHLO does not support STARTTLS. A server that
 * rejects both rejects the session.
 */
function sendHelo(clientName: string, answerToEhlo: string): DialogueAction {
  return startStep(
    'capabilities',
    `HELO ${clientName}`,
    expectReply('HELO', (reply) => {
      if (isPositive(reply)) return endWithoutTls('not-offered', answerToEhlo, QUIT);
      return isNegative(reply) ? endAsRejected(reply.answer, QUIT) : endAsMalformed('HELO', reply.answer);
    }),
  );
}

/** SMTP with implicit TLS. @see RFC 8314 section 3.3 */
export const SMTPS_DIALOGUE: Dialogue = {
  firstAction: { kind: 'upgrade' },
  firstActionWithinTls: expectGreeting(QUIT),
  mayContainLiterals: false,
  endsSession,
};
