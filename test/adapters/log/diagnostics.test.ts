import { fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiagnosticsOptions, openDiagnostics } from '../../../src/adapters/log/diagnostics.ts';
import { DIAGNOSTIC_FAILURES } from '../../../src/domain/failure/diagnostic-failures.ts';
import { SAID_FAILURES } from '../../../src/domain/failure/said-failures.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { Collected, temporaryDirectory } from './outputs.ts';

const IN_ENGLISH: DiagnosticsOptions = { locale: () => 'en', environment: {} };

const said = (text: string) => SAID_FAILURES.said({ text });

/** Returns the output for notes of all four levels. */
async function written(
  verbosity: 'error' | 'warning' | 'info' | 'debug',
  stream: Collected = new Collected(),
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  await using diagnostics = openDiagnostics(verbosity, stream, { locale: () => 'en', environment });
  diagnostics.note('debug', said('reading nothing'));
  diagnostics.note('info', said('scanned'), { certificates: 4, store: 'My' });
  diagnostics.note('warning', said('reading /etc/my store'), { path: '/etc/my store', missing: undefined });
  diagnostics.note('error', said('cannot open the event log'), {
    error: new Error('disk', { cause: new Error('EIO: i/o error') }),
  });
  await diagnostics[Symbol.asyncDispose]();
  return stream.text;
}

const LINES = [
  'mailcertd: debug: reading nothing\n',
  'mailcertd: info: scanned certificates=4 store=My\n',
  'mailcertd: warning: reading /etc/my store path="/etc/my store"\n',
  'mailcertd: error: cannot open the event log error="disk: EIO: i/o error"\n',
];

describe('diagnostics', () => {
  it.each([
    ['debug', LINES],
    ['info', LINES.slice(1)],
    ['warning', LINES.slice(2)],
    ['error', LINES.slice(3)],
  ] as const)('at %s are one line each, of that level and worse', async (verbosity, lines) => {
    expect(await written(verbosity)).toBe(lines.join(''));
  });

  it('have priorities in the journal', async () => {
    using directory = temporaryDirectory();
    const fd = openSync(join(directory.path, 'journal'), 'a');
    const { dev, ino } = fstatSync(fd);
    const text = await written('debug', Object.assign(new Collected(), { fd }), { JOURNAL_STREAM: `${dev}:${ino}` });
    expect(text.split('\n').map((line) => line.slice(0, 11))).toEqual([
      '<7>reading ',
      '<6>scanned ',
      '<4>reading ',
      '<3>cannot o',
      '',
    ]);
  });

  it('never contain a secret', async () => {
    const stream = new Collected();
    const pem = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----';
    await using diagnostics = openDiagnostics('debug', stream, IN_ENGLISH);
    diagnostics.note('info', said(`read ${pem} now`), {
      password: 'hunter2',
      nested: { apiToken: 'hunter3' },
      text: pem,
    });
    await diagnostics[Symbol.asyncDispose]();
    expect(stream.text).not.toMatch(/hunter|MHc/);
    expect(stream.text).toContain('(private key hidden) now');
  });

  it('show hostile values on their one line', async () => {
    const stream = new Collected();
    await using diagnostics = openDiagnostics('debug', stream, IN_ENGLISH);
    diagnostics.note('info', said('reading a\nb'), { path: '\x1b[2J\u202e', big: 1n });
    await diagnostics[Symbol.asyncDispose]();
    expect(stream.text).toBe('mailcertd: info: reading a\\x0ab path=\\x1b[2J\\u202e big=1\n');
  });

  it('print the cause of an error in the usual form, and once', async () => {
    const stream = new Collected();
    await using diagnostics = openDiagnostics('debug', stream, IN_ENGLISH);
    const refused = new AggregateError([new Error('connect ECONNREFUSED ::1:514')]);
    const raw = new Error('write EPROTO 40B2:error:0A00010B:SSL routines::wrong version number:../ssl.c:350:\n');
    diagnostics.note('info', said('one'), { error: new Error('sending', { cause: refused }) });
    diagnostics.note('info', said('two'), {
      error: new Error('the response is not TLS (wrong version number)', { cause: raw }),
    });
    await diagnostics[Symbol.asyncDispose]();
    expect(stream.text).toBe(
      'mailcertd: info: one error="sending: connect ECONNREFUSED ::1:514"\nmailcertd: info: two error="the response is not TLS (wrong version number)"\n',
    );
  });

  it('are in the language of the configuration, also after it has changed', async () => {
    const stream = new Collected();
    let locale: Locale = 'ja';
    await using diagnostics = openDiagnostics('debug', stream, { locale: () => locale, environment: {} });
    diagnostics.note('warning', DIAGNOSTIC_FAILURES.schedule_ended({ cause: 'EIO: i/o error' }));
    locale = 'en';
    diagnostics.note('warning', DIAGNOSTIC_FAILURES.schedule_ended({ cause: 'EIO: i/o error' }));
    await diagnostics[Symbol.asyncDispose]();
    expect(stream.text).toBe(
      'mailcertd: 警告: 定期スキャンが停止しました: EIO: i/o error。mailcertd を再起動してください\nmailcertd: warning: scheduled scans have stopped: EIO: i/o error; restart mailcertd\n',
    );
  });

  it('end quietly without a reader', async () => {
    const stream = new Collected();
    stream.failure = 'EPIPE';
    expect(await written('debug', stream)).toBe('');
  });

  it('accept circular references', async () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    const stream = new Collected();
    await using diagnostics = openDiagnostics('debug', stream, IN_ENGLISH);
    diagnostics.note('info', said('ring'), { ring });
    await diagnostics[Symbol.asyncDispose]();
    expect(stream.text).toBe('mailcertd: info: ring ring="(a value that refers to itself)"\n');
  });
});
