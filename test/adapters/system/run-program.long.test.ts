import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../../src/adapters/system/run-program.ts';
import type { ProgramEnd, ProgramRequest } from '../../../src/work/ports/system.ts';
import { groupOf, openFiles, runs, zombies } from '../../fixtures/processes.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const PATH = '/usr/bin:/bin';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => {
  expect(zombies()).toEqual([]);
  directory[Symbol.dispose]();
});

const never = (): AbortSignal => new AbortController().signal;

function run(script: string, order: Partial<ProgramRequest> = {}, signal: AbortSignal = never()): Promise<ProgramEnd> {
  const program = directory.write('program', `#!/bin/sh\n${script}\n`, 0o755);
  const defaults = { command: [program], environment: { PATH }, input: '', timeoutMs: 20_000, tailBytes: 4096 };
  return runProgram({ ...defaults, ...order }, signal);
}

/** Returns the number that a hook wrote into a file. */
const numberIn = (name: string): number => Number(readFileSync(directory.at(name), 'utf8'));
const written = (name: string): Promise<unknown> =>
  vi.waitUntil(() => existsSync(directory.at(name)) && numberIn(name) > 0, { timeout: 10_000, interval: 10 });
const gone = (...pids: readonly number[]): Promise<unknown> =>
  vi.waitUntil(() => !pids.some(runs), { timeout: 5000, interval: 20 });

describe('a program', () => {
  it('gets its standard input, and its exit code and output are kept', async () => {
    const end = await run('cat; echo aside >&2; exit 7', { input: '{"a":1}\n' });
    expect(end.how).toEqual({ kind: 'exited', code: 7 });
    expect(end.tail.split('\n').sort()).toEqual(['aside', '{"a":1}']);
  });

  it('gets only the given environment, the root directory, and no file descriptor of this process', async () => {
    process.env['MAILCERTD_TEST_SECRET'] = 'marker';
    const secret = openSync(directory.write('secret', ''), 'r+');
    const end = await run('env; pwd; ls -l /proc/$$/fd', { environment: { PATH, X: "a 'b' $(c)\nd" } });
    closeSync(secret);
    delete process.env['MAILCERTD_TEST_SECRET'];
    const [variables = '', rest = ''] = end.tail.split(/^\/\n/m);
    // A shell sets PWD and similar variables.
    const given = variables.split('\n').filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line));
    expect(given.sort()).toEqual(['', `PATH=${PATH}`, "X=a 'b' $(c)", 'd']);
    expect(rest).toContain(directory.at('program'));
    expect(rest).not.toContain(directory.at('secret'));
  });

  it('is run without a shell: its arguments are words, whatever their content', async () => {
    const program = directory.write("it's a program", '#!/bin/sh\nfor word; do echo "<$word>"; done\n', 0o755);
    const words = ['a b', "'", '"', '$(touch /tmp/x)', '`id`', ';', '*'];
    const end = await run('', { command: [program, ...words] });
    expect(end.tail).toBe(words.map((word) => `<${word}>`).join('\n'));
  });

  it('need not read its input, nor wait until it is complete', async () => {
    const end = await run('exec <&-; echo done', { input: 'x'.repeat(5_000_000) });
    expect(end).toMatchObject({ how: { kind: 'exited', code: 0 }, tail: 'done' });
  });

  it('that prints 1 GiB has the end of it kept in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    let most = before;
    const sampling = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 10);
    const end = await run('head -c 1073741824 /dev/zero; echo; echo the end', { timeoutMs: 100_000 });
    clearInterval(sampling);
    expect(end.how).toEqual({ kind: 'exited', code: 0 });
    expect(end.tail.length).toBeLessThanOrEqual(4096);
    expect(end.tail).toMatch(/\nthe end$/);
    expect(most - before).toBeLessThan(100 * 2 ** 20);
  });

  it('that is late gets SIGTERM, with its child processes', async () => {
    const script = `sleep 1000 & echo $! >${directory.at('child')}; trap 'echo bye; exit 3' TERM; wait`;
    const end = await run(script, { timeoutMs: 300 });
    expect(end).toMatchObject({ how: { kind: 'killed', because: 'timeout' }, tail: 'bye' });
    expect(end.durationMs).toBeLessThan(2000);
    await gone(numberIn('child'));
  });

  it('that ignores SIGTERM is killed after the grace, with its group', async () => {
    const script = `trap '' TERM; (while :; do sleep 1; done) & echo $! >${directory.at('child')}; echo $$ >${directory.at('self')}
while :; do sleep 1; done`;
    const end = await run(script, { timeoutMs: 300 });
    expect(end.how).toEqual({ kind: 'killed', because: 'timeout' });
    expect(end.durationMs).toBeGreaterThanOrEqual(2000);
    expect(end.durationMs).toBeLessThan(10_000);
    await gone(numberIn('self'), numberIn('child'));
    expect(groupOf(numberIn('self'))).toEqual([]);
  });

  it('that ends and leaves a child has it killed', async () => {
    const end = await run(`sleep 1000 & echo $! >${directory.at('child')}`);
    expect(end.how).toEqual({ kind: 'exited', code: 0 });
    expect(end.durationMs).toBeLessThan(5000);
    await gone(numberIn('child'));
  });

  it('is not awaited because of a child that left its group and holds its output open', async () => {
    const before = openFiles();
    const end = await run(`echo out; setsid sh -c 'echo $$ >${directory.at('child')}; exec sleep 1000' &
until [ -s ${directory.at('child')} ]; do sleep 0.05; done`);
    expect(end).toMatchObject({ how: { kind: 'exited', code: 0 }, tail: 'out' });
    expect(end.durationMs).toBeLessThan(5000);
    expect(runs(numberIn('child'))).toBe(true);
    process.kill(numberIn('child'), 'SIGKILL');
    await vi.waitUntil(() => openFiles() <= before, { timeout: 5000 });
  });

  it('is killed on an abort, with its group', async () => {
    const stopping = new AbortController();
    const running = run(`sleep 1000 & echo $! >${directory.at('child')}; wait`, {}, stopping.signal);
    await written('child');
    stopping.abort();
    expect((await running).how).toEqual({ kind: 'killed', because: 'stop' });
    await gone(numberIn('child'));
  });

  it('that ignores SIGTERM is killed within half a second after an abort', async () => {
    const stopping = new AbortController();
    const running = run(
      `trap '' TERM; echo $$ >${directory.at('self')}; while :; do sleep 1; done`,
      {},
      stopping.signal,
    );
    await written('self');
    const stoppedAt = performance.now();
    stopping.abort();
    expect((await running).how).toEqual({ kind: 'killed', because: 'stop' });
    expect(performance.now() - stoppedAt).toBeLessThan(1500);
    await gone(numberIn('self'));
  });

  it('that a signal ended is distinguished from one that failed', async () => {
    expect((await run('kill -SEGV $$')).how).toEqual({ kind: 'signalled', signal: 'SIGSEGV' });
  });

  it.each([
    ['that does not exist', () => directory.at('nothing'), 'ENOENT'],
    ['that may not be executed', () => directory.write('plain', '#!/bin/sh\n', 0o644), 'EACCES'],
    ['whose interpreter does not exist', () => directory.write('odd', '#!/no/such/thing\n', 0o755), 'ENOENT'],
    ['with an argument that the kernel rejects', () => '/bin/true', 'E2BIG'],
  ])('%s is not started, and nothing stays open', async (_, program, code) => {
    const command = code === 'E2BIG' ? [program(), 'x'.repeat(200_000)] : [program()];
    await run('', { command });
    const before = openFiles();
    for (let time = 0; time < 20; time += 1) {
      expect((await run('', { command })).how).toMatchObject({ kind: 'not-started', code });
    }
    await vi.waitUntil(() => openFiles() <= before, { timeout: 5000 });
  });

  it('leaves no open file and no process, however often programs run', async () => {
    await run('cat', { input: 'x' });
    const before = openFiles();
    for (let time = 0; time < 50; time += 1) await run('cat; sleep 0', { input: 'x' });
    await vi.waitUntil(() => openFiles() <= before, { timeout: 5000 });
  });
});
