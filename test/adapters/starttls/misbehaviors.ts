import type { Socket } from 'node:net';
import type { Reason } from '../../../src/domain/failure/problem.ts';
import type { Act, Habits } from './scripted-server.ts';

const PLAIN = ['smtp', 'lmtp', 'imap', 'pop3', 'sieve'] as const;
const IMPLICIT = ['smtps', 'imaps', 'pop3s', 'tls'] as const;
const STEPS = ['greeting', 'capabilities', 'starttls', 'handshake'] as const;
/** The timeout for servers that never end, ms. */
const SHORT_MS = 300;
type Plain = (typeof PLAIN)[number];
type Step = (typeof STEPS)[number];

type Does = (socket: Socket) => void;

const silence: Act = () => undefined;
const close: Act = (socket) => socket.end();
const reset: Act = (socket) => socket.resetAndDestroy();

/**
 * Returns an act that sends a text again and again, at an interval or as fast as the client reads.
 */
function again(text: string, everyMs?: number): Does {
  return (socket: Socket): void => {
    const say = (): void => {
      if (socket.destroyed) return;
      const isTaken = socket.write(text);
      if (everyMs !== undefined) setTimeout(say, everyMs);
      else if (isTaken) setImmediate(say);
      else socket.once('drain', say);
    };
    say();
  };
}

/** A server that violates the protocol, and the expected reason. */
export interface Misbehavior {
  readonly protocol: Plain | (typeof IMPLICIT)[number];
  readonly what: string;
  readonly habits: Habits;
  readonly reason: Reason;
  /** The unencrypted input of the server, as lines. */
  readonly dialogue: readonly string[];
  readonly timeoutMs?: number;
}

const HELLO: Readonly<Record<Plain, readonly string[]>> = {
  smtp: ['EHLO mail01.contoso.com'],
  lmtp: ['LHLO mail01.contoso.com'],
  imap: ['a1 CAPABILITY'],
  pop3: ['CAPA'],
  // The greeting contains the capabilities.
  sieve: [],
};
const STARTTLS: Readonly<Record<Plain, string>> = {
  smtp: 'STARTTLS',
  lmtp: 'STARTTLS',
  imap: 'a2 STARTTLS',
  pop3: 'STLS',
  sieve: 'STARTTLS',
};

function sentUntil(protocol: Plain, step: Step): readonly string[] {
  if (step === 'greeting') return [];
  return step === 'capabilities' ? HELLO[protocol] : [...HELLO[protocol], STARTTLS[protocol]];
}

/** Returns a misbehavior at each step of each protocol. */
function everywhere(what: string, act: Act, reason: Reason, timeoutMs?: number): readonly Misbehavior[] {
  const row = (protocol: Misbehavior['protocol'], step: Step, dialogue: readonly string[]): Misbehavior => {
    const limit = timeoutMs === undefined ? {} : { timeoutMs };
    return { protocol, what: `${what} at the ${step}`, habits: { [step]: act }, reason, dialogue, ...limit };
  };
  const plain = PLAIN.flatMap((protocol) =>
    STEPS.filter((step) => step !== 'capabilities' || HELLO[protocol].length > 0).map((step) =>
      row(protocol, step, sentUntil(protocol, step)),
    ),
  );
  return [...plain, ...IMPLICIT.map((protocol) => row(protocol, 'handshake', []))];
}

/** Returns a misbehavior instead of the unencrypted greeting of each protocol. */
function greeted(
  what: string,
  reason: Reason,
  act: (begins: string) => Act,
  timeoutMs = 20_000,
): readonly Misbehavior[] {
  const begins = { smtp: '220-', lmtp: '220-', imap: '* OK ', pop3: '+OK ', sieve: '"X" ' } as const;
  return PLAIN.map((protocol) => {
    return { protocol, what, habits: { greeting: act(begins[protocol]) }, reason, dialogue: [], timeoutMs };
  });
}

const SMTP_LIKE = ['smtp', 'lmtp'] as const;
const REPLIES = ['421 4.3.2 down', '454 4.7.0 no', '502 5.5.1 what', '530 5.7.0 first'];

/** An invalid response to STARTTLS makes the server unavailable, whatever the code. */
const REFUSALS: readonly Misbehavior[] = SMTP_LIKE.flatMap((protocol) =>
  REPLIES.flatMap((reply): readonly Misbehavior[] => {
    const row = { protocol, reason: 'refused' } as const;
    const hello = HELLO[protocol];
    // A server that answers EHLO with 5xx gets HELO, and responds with 500.
    const old = protocol === 'smtp' && reply.startsWith('5') ? ['HELO mail01.contoso.com'] : [];
    const rows: readonly Misbehavior[] = [
      { ...row, what: `says ${reply} at the greeting`, habits: { greeting: `${reply}\r\n` }, dialogue: ['QUIT'] },
      {
        ...row,
        what: `says ${reply} at the capabilities`,
        habits: { capabilities: `${reply}\r\n` },
        dialogue: [...hello, ...old, 'QUIT'],
      },
    ];
    if (!reply.startsWith('421')) return rows;
    const atStarttls = { ...row, what: `says ${reply} at STARTTLS`, habits: { starttls: `${reply}\r\n` } };
    return [...rows, { ...atStarttls, dialogue: [...hello, 'STARTTLS', 'QUIT'] }];
  }),
);

const GOODBYES: readonly Misbehavior[] = [
  { protocol: 'imap', what: 'says BYE', habits: { greeting: '* BYE down\r\n' }, reason: 'refused', dialogue: [] },
  {
    protocol: 'imap',
    what: 'says BYE when asked',
    habits: { capabilities: '* BYE down\r\n' },
    reason: 'refused',
    dialogue: HELLO.imap,
  },
  { protocol: 'pop3', what: 'says -ERR', habits: { greeting: '-ERR busy\r\n' }, reason: 'refused', dialogue: ['QUIT'] },
  {
    protocol: 'sieve',
    what: 'says NO',
    habits: { greeting: 'NO "busy"\r\n' },
    reason: 'refused',
    dialogue: ['LOGOUT'],
  },
  { protocol: 'sieve', what: 'says BYE', habits: { greeting: 'BYE "down"\r\n' }, reason: 'refused', dialogue: [] },
];

const ALERT = (level: number, description: number): string => String.fromCharCode(21, 3, 3, 0, 2, level, description);

export const MISBEHAVIOURS: readonly Misbehavior[] = [
  ...everywhere('is silent', silence, 'timed_out', SHORT_MS),
  ...everywhere('closes', close, 'connection_lost'),
  ...everywhere('resets the connection', reset, 'connection_lost'),
  ...everywhere('says one byte at a time', again('\u0016', 20), 'timed_out', SHORT_MS).filter(
    // One byte is enough to detect that it is not TLS.
    ({ habits }) => habits.handshake === undefined,
  ),
  ...everywhere('sends an endless line', again('x'.repeat(0x1_0000)), 'too_large').filter(
    ({ habits }) => habits.handshake === undefined,
  ),
  {
    protocol: 'tls',
    what: 'sends a long record one byte at a time',
    habits: {
      handshake: (socket) => {
        socket.write(Buffer.from('1603034000', 'hex'));
        again('\u0002', 20)(socket);
      },
    },
    reason: 'timed_out',
    dialogue: [],
    timeoutMs: SHORT_MS,
  },
  ...greeted('sends an endless greeting', 'too_large', (begins) => again(`${begins}x\r\n`)).filter(
    // The greeting of these protocols is a single line.
    ({ protocol }) => protocol !== 'imap' && protocol !== 'pop3',
  ),
  ...greeted('sends an endless greeting slowly', 'timed_out', (begins) => again(begins, 20), SHORT_MS),
  ...greeted('greets as a web server', 'response_malformed', () => 'HTTP/1.1 400 Bad Request\r\n\r\n'),
  ...REFUSALS,
  ...GOODBYES,
  ...everywhere('sends text that is not TLS', 'garbage that no protocol knows\r\n', 'tls_failed').filter(
    ({ habits }) => habits.handshake !== undefined,
  ),
  ...everywhere('sends an alert', ALERT(2, 40), 'tls_failed').filter(({ habits }) => habits.handshake !== undefined),
];
