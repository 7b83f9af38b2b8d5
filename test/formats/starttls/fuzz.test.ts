import { expect, it } from 'vitest';
import { PROBE_PROTOCOLS, type ProbeProtocol } from '../../../src/domain/connector/probe-target.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { addressesInHosts } from '../../../src/formats/network/hosts-file.ts';
import { dialogueFor } from '../../../src/formats/starttls/dialogue-for.ts';
import { type DialogueEvent, DialogueRunner } from '../../../src/formats/starttls/dialogue-runner.ts';
import { type Random, randomFrom } from '../../fixtures/random.ts';
import { spoil } from '../../fixtures/spoil.ts';

/** The minutes that `npm run fuzz` takes; it starts with a new seed each time. */
const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 0);
const SEED = MINUTES > 0 ? Date.now() >>> 0 : 20_261_126;
const ROUNDS = 20_000;
/** The maximum time, ms. A dialogue of a few hundred bytes takes microseconds. */
const MAX_MS = 100;

const WORDS: Readonly<Record<'smtp' | 'imap' | 'pop3' | 'sieve', string>> = {
  smtp: '220-mx teases\n220 mx ESMTP\n250-mx\n250-SIZE 1000\n250 STARTTLS\n220 go\n221 bye\n',
  imap: '* OK [CAPABILITY IMAP4rev1] hi\n* CAPABILITY IMAP4rev1 STARTTLS\na1 OK done\na2 OK go\n* BYE\na3 OK\n',
  pop3: '+OK hi\n+OK\nUIDL\nSTLS\n.\n+OK go\n+OK bye\n',
  sieve: '"IMPLEMENTATION" {5}\nsieve\n"SASL" "PLAIN"\n"STARTTLS"\nOK "hi"\nOK "go"\n"SASL" ""\nOK\nOK "bye"\n',
};
const SEEDS = Object.values(WORDS).map((words) => Buffer.from(words.replaceAll('\n', '\r\n')));

/** Returns the bytes in chunks of any length. */
function pieces(bytes: Buffer, random: Random): readonly Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.below(random.oneOf([1, 8, 64, 4096]));
    cut.push(bytes.subarray(at, at + length));
    at += length;
  }
  return cut;
}

/** Returns the events of a dialogue that starts TLS, or of one that ends the session within TLS. */
function talked(protocol: ProbeProtocol, said: readonly Buffer[], isParting: boolean): readonly DialogueEvent[] {
  const dialogue = dialogueFor(protocol, 'mail01.contoso.com');
  const talk = new DialogueRunner(dialogue, isParting);
  const first = talk.begin(isParting ? dialogue.firstActionWithinTls : dialogue.firstAction);
  return [...first, ...said.flatMap((piece) => talk.receive(piece))];
}

/** Returns the error in the events; undefined: none. */
function errorOf(happenings: readonly DialogueEvent[], bytes: Buffer, isParting: boolean): string | undefined {
  const ends = happenings.filter(({ kind }) => kind === 'result' || kind === 'upgrade').length;
  if (ends > 1) return `it came to ${ends} ends`;
  if (isParting && happenings.some(({ kind }) => kind === 'result')) return 'it found something out while it parted';
  const heard = happenings.flatMap((happening) => (happening.kind === 'received' ? [happening.line] : []));
  // Each invalid UTF-8 byte becomes one character of three bytes.
  if (Buffer.byteLength(heard.join('')) > 3 * bytes.length) return 'it heard more than was said';
  const over = happenings.find((happening) => happening.kind === 'result');
  const printed =
    over === undefined ? '' : 'answer' in over.end ? over.end.answer : failureText(over.end.failure, 'en');
  if (printed.length > 700) return `${printed.length} characters are printed about it`;
  return undefined;
}

it(
  `any input of a server is processed, in time, to one end at most (seed ${SEED})`,
  () => {
    const random = randomFrom(SEED);
    const ends = performance.now() + MINUTES * 60_000;
    const [first, ...others] = SEEDS;
    if (first === undefined) throw new Error('no seeds');
    const [protocol, ...protocols] = PROBE_PROTOCOLS;
    let round = 0;
    for (; round < ROUNDS || performance.now() < ends; round += 1) {
      const bytes = spoil(random.oneOf([first, ...others]), random);
      const spoken = random.oneOf([protocol, ...protocols]);
      const isParting = random.below(4) === 0;
      // The processor time, which other processes do not affect.
      const before = process.cpuUsage();
      const happenings = talked(spoken, pieces(bytes, random), isParting);
      const ms = process.cpuUsage(before).user / 1000;
      addressesInHosts(bytes.toString('utf8'), 'mx');
      const error = ms > MAX_MS ? `it took ${Math.round(ms)} ms` : errorOf(happenings, bytes, isParting);
      if (error !== undefined) {
        throw new Error(`round ${round} from seed ${SEED}, ${spoken}: ${error}\n${bytes.toString('base64')}`);
      }
    }
    expect(round).toBeGreaterThanOrEqual(ROUNDS);
    if (MINUTES > 0) process.stdout.write(`${round} talks from seed ${SEED}: each came to one end at most\n`);
  },
  MINUTES * 60_000 + 120_000,
);
