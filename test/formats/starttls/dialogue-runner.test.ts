import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROBE_PROTOCOLS, type ProbeProtocol } from '../../../src/domain/connector/probe-target.ts';
import { CONVERSATION_FAILURES } from '../../../src/domain/failure/conversation-failures.ts';
import { dialogueFor } from '../../../src/formats/starttls/dialogue-for.ts';
import { type DialogueEvent, DialogueRunner } from '../../../src/formats/starttls/dialogue-runner.ts';
import { talkedOf, talkWith } from './talk-with.ts';

const STARTTLS_PROTOCOLS = PROBE_PROTOCOLS.filter(
  (protocol) => dialogueFor(protocol, 'a.example').firstAction.kind !== 'upgrade',
);

/** Lines of the protocols, and other ones. */
const LINES = [
  '220 mx',
  '220-mx',
  '250-mx',
  '250 STARTTLS',
  '250-STARTTLS',
  '250 SIZE',
  '421 bye',
  '454 no',
  '502 what',
  '554-no',
  '221 bye',
  '* OK hi',
  '* OK [CAPABILITY IMAP4rev1 STARTTLS] hi',
  '* PREAUTH',
  '* BYE',
  '* CAPABILITY STARTTLS',
  '* CAPABILITY X',
  'a1 OK',
  'a1 BAD',
  'a2 OK',
  'a2 NO',
  'a3 OK',
  '+OK',
  '-ERR',
  'STLS',
  '.',
  'UIDL',
  '+ go',
  '"STARTTLS"',
  '"SASL" ""',
  '"X" {3}',
  '{8}',
  'STARTTLS',
  'OK',
  'NO "x"',
  'BYE',
  '',
  '\u0000\u001b[2J',
  '日本語',
  'x'.repeat(9000),
];

/** The lines of a server that starts TLS. */
const WHOLE: Readonly<Record<string, readonly string[]>> = {
  smtp: ['220-mx', '220 mx', '250-mx', '250 STARTTLS', '220 go'],
  lmtp: ['220 mx', '250-mx', '250 STARTTLS', '220 go'],
  imap: ['* OK hi', '* CAPABILITY STARTTLS', 'a1 OK', 'a2 OK'],
  pop3: ['+OK', '+OK', 'STLS', '.', '+OK'],
  sieve: ['"X" {3}', 'abc', '"STARTTLS"', 'OK', 'OK'],
};

const lineEnd = fc.constantFrom('\r\n', '\r\n', '\n', '');

/** The first lines of a server that starts TLS, and then any others. */
const words: fc.Arbitrary<{ readonly protocol: ProbeProtocol; readonly said: Buffer }> = fc
  .record({
    protocol: fc.constantFrom(...STARTTLS_PROTOCOLS),
    kept: fc.nat(5),
    others: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...LINES), lineEnd) },
        { weight: 1, arbitrary: fc.tuple(fc.string({ unit: 'binary' }), fc.constant('')) },
      ),
      { maxLength: 8 },
    ),
  })
  .map(({ protocol, kept, others }) => {
    const whole = (WHOLE[protocol] ?? []).slice(0, kept).map((line) => `${line}\r\n`);
    return { protocol, said: Buffer.from([...whole, ...others.flat()].join('')) };
  });

function talked(protocol: ProbeProtocol, pieces: readonly Buffer[]): readonly DialogueEvent[] {
  const dialogue = dialogueFor(protocol, 'a.example');
  const talk = new DialogueRunner(dialogue, false);
  return [...talk.begin(dialogue.firstAction), ...pieces.flatMap((piece) => talk.receive(piece))];
}

function outcomeOf(end: ReturnType<typeof talkedOf>['end']): string | undefined {
  if (typeof end !== 'object') return end;
  return 'reason' in end ? end.reason : end.starttls;
}

/** Returns the bytes in chunks that end at the given positions; a position can occur twice. */
function cut(whole: Buffer, ends: readonly number[]): readonly Buffer[] {
  const places = [0, ...ends.map((end) => Math.min(end, whole.length)).sort((a, b) => a - b), whole.length];
  return places.slice(1).map((end, at) => whole.subarray(places[at], end));
}

describe('a dialogue', () => {
  it('has the same result however the input is split, except for injections', () => {
    fc.assert(
      fc.property(words, fc.array(fc.nat(400)), ({ protocol, said }, ends) => {
        const whole = talked(protocol, [said]);
        const cutUp = talked(protocol, cut(said, ends));
        // Data in a later packet than the last response belongs to TLS.
        const outcomes = [whole, cutUp].map((happenings) => outcomeOf(talkedOf(happenings).end));
        const isAfterAnswer = outcomes.includes('plaintext_injected') || outcomes[0] !== outcomes[1];
        if (isAfterAnswer)
          expect(['upgrade', 'plaintext_injected', 'refused']).toEqual(expect.arrayContaining(outcomes));
        else expect(cutUp).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });

  it('has one end at most, and sends nothing after it', () => {
    fc.assert(
      fc.property(words, ({ protocol, said }) => {
        const happenings = talked(protocol, [said, said]);
        const ends = happenings.filter(({ kind }) => kind === 'result' || kind === 'upgrade');
        expect(ends.length).toBeLessThanOrEqual(1);
        const done = happenings.findIndex(({ kind }) => kind === 'done' || kind === 'upgrade');
        if (done >= 0) expect(done).toBe(happenings.length - 1);
      }),
      { numRuns: 2000 },
    );
  });

  it('sends no more than three commands and a goodbye, one at a time', () => {
    fc.assert(
      fc.property(words, ({ protocol, said }) => {
        const happenings = talked(protocol, [said]);
        expect(talkedOf(happenings).said.length).toBeLessThanOrEqual(4);
        const kinds = happenings.map(({ kind }) => kind).filter((kind) => kind !== 'result');
        // The client only sends a command after it has received a line: there is no pipelining.
        kinds.forEach((kind, at) => {
          if (at > 0 && kind === 'step') expect(kinds[at - 1]).toBe('received');
        });
      }),
      { numRuns: 2000 },
    );
  });

  it.each(STARTTLS_PROTOCOLS)('of %s ends for endless input', (protocol) => {
    const dialogue = dialogueFor(protocol, 'a.example');
    const endless = { smtp: '220-mx', lmtp: '220-mx', imap: '* OK', pop3: '+OK', sieve: '"X"' }[protocol as 'smtp'];
    const talk = new DialogueRunner(dialogue, false);
    talk.begin(dialogue.firstAction);
    const happenings: DialogueEvent[] = [];
    for (let turn = 0; turn < 2000 && happenings.at(-1)?.kind !== 'done'; turn += 1) {
      happenings.push(...talk.receive(Buffer.from(`${endless}\r\n`)));
    }
    expect(happenings.at(-1)?.kind).toBe('done');
    expect(talkedOf(happenings).end).toMatchObject({ reason: 'too_large' });
  });
});

describe('input within limits', () => {
  const smtp = dialogueFor('smtp', 'a.example');
  it.each([
    ['8192 bytes in a line, its CR with them', `220 ${'x'.repeat(8187)}`, undefined],
    ['8193', `220 ${'x'.repeat(8188)}`, CONVERSATION_FAILURES.reply_line_too_long({ bytes: 8192 })],
    ['999 lines and one', `${'220-x\n'.repeat(999)}220 x`, undefined],
    ['1000 and one', `${'220-x\n'.repeat(1000)}220 x`, CONVERSATION_FAILURES.reply_lines_too_many({ limit: 1000 })],
    [
      'more than 64 KiB in all',
      `220-${'x'.repeat(8000)}\n`.repeat(9),
      CONVERSATION_FAILURES.replies_too_long({ bytes: 65_536 }),
    ],
  ])('is read: %s', (_what, greeting, failure) => {
    const end = failure && { reason: 'too_large', failure: failure };
    expect(talkWith(smtp, greeting).end).toEqual(end);
  });

  it('is refused when a line without an end is too long', () => {
    const talk = new DialogueRunner(smtp, false);
    talk.begin(smtp.firstAction);
    expect(talkedOf(talk.receive(Buffer.alloc(8193, 'x'))).end).toMatchObject({ reason: 'too_large' });
  });

  it('is a literal only within a line', () => {
    expect(talkWith(dialogueFor('sieve', 'a.example'), '"X" {99999}').end).toMatchObject({ reason: 'too_large' });
  });
});

describe('a server that accepts STARTTLS and then ends the session', () => {
  it.each([
    ['smtp', ['220 mx', '250-mx\n250 STARTTLS', '220 go\n454 4.7.0 no certificate'], '454 4.7.0 no certificate'],
    ['imap', ['* OK [CAPABILITY STARTTLS] hi', 'a2 OK go\n* BYE no certificate'], '* BYE no certificate'],
    ['pop3', ['+OK', '+OK\nSTLS\n.', '+OK go\n-ERR no certificate'], '-ERR no certificate'],
    ['sieve', ['"STARTTLS"\nOK', 'OK "go"\nBYE "no certificate"'], 'BYE "no certificate"'],
  ] as const)('of %s refuses it: Dovecot says so if it cannot load its certificate', (protocol, turns, answer) => {
    const talked = talkWith(dialogueFor(protocol, 'a.example'), ...turns);
    expect(talked).toMatchObject({ end: { starttls: 'refused', answer }, isDone: true });
    expect(talked.said.at(-1)).toMatch(/STARTTLS|STLS/);
  });
});

describe('unencrypted data after the response before TLS', () => {
  it.each([
    ['smtp', ['220 mx', '250-mx\n250 STARTTLS', '220 go\n250 injected']],
    ['imap', ['* OK [CAPABILITY STARTTLS] hi', 'a2 OK go\na3 OK injected']],
    ['pop3', ['+OK', '+OK\nSTLS\n.', '+OK go\n+OK injected']],
    ['sieve', ['"STARTTLS"\nOK', 'OK "go"\n"SASL" "PLAIN"']],
  ] as const)('of %s is an injection, and nothing more is sent', (protocol, turns) => {
    const talked = talkWith(dialogueFor(protocol, 'a.example'), ...turns);
    expect(talked).toMatchObject({ end: { reason: 'plaintext_injected' }, isDone: true });
    expect(talked.said.at(-1)).toMatch(/STARTTLS|STLS/);
  });
});
