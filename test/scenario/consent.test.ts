import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { shellWords } from '../../src/formats/event/shell-words.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from '../peers/needs.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const QUESTION = /\[y\/N\] $/;

const hasTerminal = needs('script');

let directory: TemporaryDirectory;
let recorded: string;

beforeEach(() => {
  directory = temporaryDirectory();
  const now = Date.now();
  const made = makeCertificate({
    commonName: 'mail01.contoso.com',
    notBefore: now - 30 * DAY,
    notAfter: now + 30 * DAY,
  });
  recorded = made.thumbprint;
  directory.write(`store/${recorded}/certificate.pem`, made.certificatePem);
  directory.write(`store/${recorded}/privkey.pem`, made.privateKeyPem, 0o600);
  directory.link('store/internal-transport', recorded);
  directory.write(
    'mailcertd.yaml',
    `computer: mail01.contoso.com
stateDirectory: ${directory.at('state')}
stores: [{ name: My, path: ${directory.at('store')}, services: [SMTP] }]
connectors: [{ name: Default MAIL01, direction: receive }]
`,
  );
});
afterEach(() => directory[Symbol.dispose]());

const COMMAND = (): readonly string[] => [
  process.execPath,
  PROGRAM,
  '--config',
  directory.at('mailcertd.yaml'),
  ...['certificates', 'new', '--key', 'ec-p256'],
];

/** Runs the command, with or without a terminal, and types the answer when it asks. */
function type(argv: readonly string[], answer: string | undefined): Promise<{ code: number | null; screen: string }> {
  const [program = '', ...words] =
    answer === undefined ? argv : ['script', '-qec', shellWords(argv), directory.at('screen')];
  const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', SUDO_USER: 'hana' };
  const child = spawn(program, words, { env, cwd: directory.path });
  let screen = '';
  let isAnswered = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      screen += chunk.toString();
      if (answer === undefined || isAnswered || !QUESTION.test(screen)) return;
      isAnswered = true;
      child.stdin.write(answer);
    });
  }
  if (answer === undefined) child.stdin.end();
  return new Promise((ended) => child.on('close', (code) => ended({ code, screen })));
}

const internal = (): string => readlinkSync(directory.at('store/internal-transport'));
const madeIn = (screen: string): string => /Created ([0-9A-F]{40}) /.exec(screen)?.[1] ?? screen;

describe.runIf(hasTerminal)('on a terminal', () => {
  it('the internal transport certificate is replaced when the answer is y', { timeout: 30_000 }, async () => {
    const { code, screen } = await type(COMMAND(), 'y\r');
    expect([code, internal()]).toEqual([0, madeIn(screen)]);
    expect(screen).toContain('Set       as the internal transport certificate');
  });

  it('it stays when the answer is empty, and the certificate is created nevertheless', {
    timeout: 30_000,
  }, async () => {
    const { code, screen } = await type(COMMAND(), '\r');
    expect([code, internal()]).toEqual([0, recorded]);
    expect(madeIn(screen)).toMatch(/^[0-9A-F]{40}$/);
  });
});

describe('without a terminal', () => {
  it('the internal transport certificate stays, and the printed command replaces it', {
    timeout: 30_000,
  }, async () => {
    const { code, screen } = await type(COMMAND(), undefined);
    expect([code, internal()]).toEqual([0, recorded]);
    const [, line = ''] = /to replace it: mailcertd (.*)$/m.exec(screen) ?? [];
    expect((await type([process.execPath, PROGRAM, ...line.split(' ')], undefined)).code).toBe(0);
    expect(internal()).toBe(madeIn(screen));
    const note = readFileSync(directory.at('store', internal(), 'certificate.yaml'), 'utf8');
    expect(note).toMatch(/by: \S+ \(sudo: hana\)/);
    expect(note).toContain(`command: mailcertd ${line}`);
  });
});
