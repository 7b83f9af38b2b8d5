import { fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openEventSink } from '../../../src/adapters/log/open-event-sink.ts';
import { CLEARED, EN, JA, NO_CERTIFICATE } from '../../formats/event/records.ts';
import { Collected, GO, numbersIn, records, temporaryDirectory } from './outputs.ts';

const CONSOLE = { type: 'console', format: 'line' } as const;

/** Returns a stream that systemd announced as that of the journal. */
function journal(path: string): { stdout: Collected; environment: NodeJS.ProcessEnv } {
  const fd = openSync(path, 'a');
  const { dev, ino } = fstatSync(fd);
  return { stdout: Object.assign(new Collected(), { fd }), environment: { JOURNAL_STREAM: `${dev}:${ino}` } };
}

describe('the console as a log output', () => {
  it('prints each record as configured and keeps no position', async () => {
    const stdout = new Collected();
    await using sink = openEventSink({ type: 'console', format: 'classic' }, JA, { stdout }, {});
    await sink.write([NO_CERTIFICATE, CLEARED], GO);
    expect([sink.name, sink.resumesAfterRestart]).toEqual(['console', false]);
    expect(stdout.text).toMatch(/^イベントの種類: {8}エラー\n.*\n\nイベントの種類: {8}情報\n.*\n\n$/s);
  });

  it('acknowledges after the write', async () => {
    const stdout = new Collected();
    await using sink = openEventSink(CONSOLE, EN, { stdout }, {});
    stdout.cork();
    let acknowledged = false;
    const writing = sink.write([NO_CERTIFICATE], GO).then(() => {
      acknowledged = true;
    });
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(acknowledged).toBe(false);
    stdout.uncork();
    await writing;
    expect(numbersIn(stdout.text)).toEqual([18402]);
  });

  it('continues quietly when its reader is gone', async () => {
    const stdout = new Collected();
    await using sink = openEventSink(CONSOLE, EN, { stdout }, {});
    stdout.failure = 'EPIPE';
    await sink.write(records(1, 3), GO);
    await sink.write(records(4, 3), GO);
    expect(stdout.text).toBe('');
  });

  it('fails when it cannot be written for another reason', async () => {
    const stdout = new Collected({ autoDestroy: false });
    await using sink = openEventSink(CONSOLE, EN, { stdout }, {});
    stdout.failure = 'ENOSPC';
    await expect(sink.write([NO_CERTIFICATE], GO)).rejects.toMatchObject({
      code: 'log_output',
      cause: { code: 'ENOSPC' },
    });
  });

  it('ends a write that is aborted', async () => {
    const stdout = new Collected();
    await using sink = openEventSink(CONSOLE, EN, { stdout }, {});
    const stop = new AbortController();
    stdout.cork();
    const writing = sink.write([NO_CERTIFICATE], stop.signal);
    stop.abort();
    await expect(writing).rejects.toThrow('aborted');
    stdout.uncork();
  });

  it('fails the batch, and not the process, when a record cannot be rendered', async () => {
    const stdout = new Collected();
    await using sink = openEventSink({ type: 'console', format: 'json' }, EN, { stdout }, {});
    await expect(sink.write([{ ...NO_CERTIFICATE, timeCreated: Number.NaN }], GO)).rejects.toThrow(
      'Invalid time value',
    );
    await sink.write([NO_CERTIFICATE], GO);
    expect(stdout.text).toMatch(/^\{.*\}\n$/);
  });
});

describe('the journal as a log output', () => {
  it('has priorities and no time, and keeps its position', async () => {
    using directory = temporaryDirectory();
    const { stdout, environment } = journal(join(directory.path, 'journal'));
    await using sink = openEventSink(CONSOLE, EN, { stdout }, environment);
    await sink.write([NO_CERTIFICATE, { ...NO_CERTIFICATE, level: 'Warning' }, CLEARED], GO);
    expect([sink.name, sink.resumesAfterRestart]).toEqual(['journal', true]);
    expect(stdout.text.split('\n').map((line) => line.slice(0, 27))).toEqual([
      '<3>Error   12014 raised    ',
      '<4>Warning 12014 raised    ',
      '<6>Info     1900 cleared   ',
      '',
    ]);
  });

  it('has a priority on each line of a block', async () => {
    using directory = temporaryDirectory();
    const { stdout, environment } = journal(join(directory.path, 'journal'));
    await using sink = openEventSink({ type: 'console', format: 'classic' }, EN, { stdout }, environment);
    await sink.write([CLEARED], GO);
    expect(
      stdout.text
        .trimEnd()
        .split('\n')
        .every((line) => /^<6>./.test(line)),
    ).toBe(true);
  });

  it('is not used if the stream was redirected since', async () => {
    using directory = temporaryDirectory();
    const { environment } = journal(join(directory.path, 'journal'));
    const { stdout } = journal(join(directory.path, 'elsewhere'));
    await using sink = openEventSink(CONSOLE, EN, { stdout }, environment);
    expect(sink.name).toBe('console');
  });
});

describe('a file as a log output', () => {
  it.each(['line', 'classic', 'json', 'xml'] as const)('contains every record as %s, without color', async (format) => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'events.log');
    const file = { type: 'file', format, path, maxSize: 1e6, keep: 2 } as const;
    await using sink = openEventSink(file, JA, { stdout: new Collected() }, { FORCE_COLOR: '1' });
    await sink.write([NO_CERTIFICATE, CLEARED], GO);
    expect([sink.name, sink.resumesAfterRestart]).toEqual([`file:${path}`, true]);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('12014');
    expect(text).toMatch(/\n$/);
    expect(text).not.toContain('\x1b');
  });

  it('writes an empty batch at once', async () => {
    const file = { type: 'file', format: 'line', path: '/nowhere/events.log', maxSize: 1e6, keep: 2 } as const;
    await using sink = openEventSink(file, EN, { stdout: new Collected() }, {});
    await sink.write([], GO);
    await expect(sink.write([NO_CERTIFICATE], GO)).rejects.toMatchObject({
      code: 'log_output',
      cause: { code: 'ENOENT' },
    });
  });

  it('loses nothing and keeps the order of 100,000 records over many rotations', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'events.log');
    const file = { type: 'file', format: 'line', path, maxSize: 1_000_000, keep: 100 } as const;
    await using sink = openEventSink(file, EN, { stdout: new Collected() }, {});
    await sink.write(records(1, 100_000), GO);
    const texts = Array.from({ length: 100 }, (_, index) => {
      const name = index === 99 ? path : `${path}.${99 - index}`;
      return readIfThere(name);
    });
    expect(texts.filter((text) => text !== '').length).toBeGreaterThan(10);
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(1_000_000);
    expect(numbersIn(texts.join(''))).toEqual(Array.from({ length: 100_000 }, (_, index) => index + 1));
  });
});

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
