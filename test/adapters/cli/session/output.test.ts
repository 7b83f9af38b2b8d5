import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../../src/adapters/cli/run-command-line.ts';
import { Output } from '../../../../src/adapters/cli/session/output.ts';
import { copyStoredCertificate } from '../../../../src/domain/certificate/copy-stored-certificate.ts';
import { said } from '../../../domain/failure/said.ts';
import { connector, stored } from '../../../domain/world.ts';
import { NO_CERTIFICATE } from '../../../formats/event/records.ts';
import { CONTOSO, contosoLedger } from '../contoso.ts';
import { deskDependencies, ledgerOf, sessionOf, typeCommand } from '../desk.ts';

function endless(counted: { records: number }) {
  const session = sessionOf({});
  return {
    ...session,
    operations: {
      ...session.operations,
      async *events() {
        for (let eventRecordId = 1; ; eventRecordId++) {
          counted.records += 1;
          yield { ...NO_CERTIFICATE, eventRecordId };
        }
      },
    },
  };
}

describe('the reader of a pipe', () => {
  it('can close it: the command ends without a message', async () => {
    const counted = { records: 0 };
    const stdout = new Writable({
      write: (_, __, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    const { dependencies, printed } = deskDependencies({
      dependencies: { stdout, open: async () => endless(counted) },
    });
    expect(await runCommandLine(['events'], dependencies)).toBe(0);
    expect(printed.stderr).toBe('');
    expect(counted.records).toBeLessThan(1000);
  });

  it('can be slow: the output is produced only as fast', async () => {
    const counted = { records: 0 };
    let taken: (() => void) | undefined;
    const stdout = new Writable({
      highWaterMark: 1000,
      write: (_, __, done) => {
        taken = done;
      },
    });
    const { dependencies } = deskDependencies({ dependencies: { stdout, open: async () => endless(counted) } });
    const running = runCommandLine(['events'], dependencies);
    await new Promise((resolve) => setImmediate(resolve));
    const before = counted.records;
    expect(before).toBeLessThan(20);
    taken?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(counted.records).toBe(before);
    stdout.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
    expect(await running).toBe(0);
  });

  it('gets a message about other errors, for example a full disk', async () => {
    const stdout = new Writable({
      write: (_, __, done) => done(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })),
    });
    const ending = new AbortController();
    stdout.on('error', () => ending.abort());
    const { dependencies, printed } = deskDependencies({ dependencies: { stdout, signal: ending.signal } });
    expect(await runCommandLine(['config', 'schema'], dependencies)).toBe(1);
    expect(printed.stderr).toBe('mailcertd: cannot write to standard output: ENOSPC: no space left on device\n');
  });
});

describe('color', () => {
  const red = '\x1b[31m';
  it.each<[string, string[], { isTTY?: boolean; environment?: Record<string, string> }, boolean]>([
    ['in a terminal', [], { isTTY: true }, true],
    ['not in a pipe', [], {}, false],
    ['not with --no-color', ['--no-color'], { isTTY: true }, false],
    ['not with NO_COLOR', [], { isTTY: true, environment: { NO_COLOR: '1' } }, false],
    ['with an empty NO_COLOR', [], { isTTY: true, environment: { NO_COLOR: '' } }, true],
    ['not in a dumb terminal', [], { isTTY: true, environment: { TERM: 'dumb' } }, false],
  ])('%s', async (_, options, terminal, coloured) => {
    const ledger = await contosoLedger();
    const { stdout } = await typeCommand([...options, 'status'], { world: CONTOSO, ledger, ...terminal });
    expect(stdout.includes(red)).toBe(coloured);
  });

  it('is the only effect of the terminal', async () => {
    const ledger = await contosoLedger();
    for (const command of ['status', 'conditions', 'certificates', 'connectors explain', 'scan', 'check']) {
      const type = (isTTY: boolean) => typeCommand(command.split(' '), { world: CONTOSO, ledger, isTTY });
      const [terminal, pipe] = [await type(true), await type(false)];
      expect(terminal.stdout.replace(/\x1b\[\d+m/g, '')).toBe(pipe.stdout);
    }
  });
});

describe('a hostile name', () => {
  const EVIL = 'a\x1b[2J\r\nb\u202e\u0000|\t';
  const world = {
    ...CONTOSO,
    connectors: [connector(EVIL, 'mail.contoso.com'), connector('None', 'x.example')],
    certificates: [
      copyStoredCertificate(stored('AB12', { dnsNames: [EVIL, 'mail.contoso.com'], services: [] }), {
        location: { path: `/${EVIL}`, block: 0, alias: EVIL },
      }),
      stored('CD34', { commonName: EVIL, store: 'letsencrypt' }),
    ],
  };
  const problems = [{ reason: 'io_error' as const, location: EVIL, failure: said(EVIL) }];

  it.each(
    [
      '',
      'status',
      'scan',
      'scan --format classic',
      'events',
      'conditions',
      'connectors',
      'connectors explain',
      'check',
      'check x',
      'certificates',
      'certificates --format list',
      'certificates --format tsv',
      'certificates --fields subject,location',
    ].flatMap((command) => [[command, 'en'] as const, [command, 'ja'] as const]),
  )('is escaped on every screen: %s (%s)', async (command, locale) => {
    const ledger = await ledgerOf([world]);
    const { screen } = await typeCommand(command === '' ? [] : command.split(' '), { world, ledger, locale, problems });
    const allowed = command.endsWith('tsv') ? /[\n\t]/g : /\n/g;
    expect(screen.replace(allowed, '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  it.each([
    'status --format json',
    'conditions --format json',
    'connectors --format json',
    'connectors explain --format json',
    'certificates --format json',
  ])('is raw in JSON, and harmless: %s', async (command) => {
    const ledger = await ledgerOf([world]);
    const { stdout } = await typeCommand(command.split(' '), { world, ledger, problems });
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    const values: string[] = [];
    JSON.parse(stdout, (_, value) => {
      if (typeof value === 'string') values.push(value);
      return value;
    });
    expect(values.some((value) => value.includes(EVIL))).toBe(true);
  });
});

describe('chunks in the same memory', () => {
  it.each([1, 16 * 1024, 1024 * 1024])(
    'are written before the next is made, if %i bytes may wait',
    async (highWaterMark) => {
      const written: string[] = [];
      const stdout = new Writable({
        highWaterMark,
        write: (bytes: Buffer, _, done) =>
          setTimeout(() => {
            written.push(bytes.toString());
            done();
          }, 2),
      });
      const output = new Output({ stdout, stderr: new Writable() });
      const memory = Buffer.alloc(4);
      function* pieces(): Generator<Uint8Array> {
        for (const digit of ['0', '1', '2']) yield memory.fill(digit);
      }
      await output.print('head');
      await output.printPieces(pieces());
      await output.flush();
      expect(written.filter((text) => text !== '')).toEqual(['head', '0000', '1111', '2222']);
    },
  );
});
