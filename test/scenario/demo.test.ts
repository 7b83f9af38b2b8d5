import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const PATIENCE = 30_000;

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** The demo in a directory, with its output. */
class Demo {
  printed = '';
  readonly #child: ChildProcess;

  constructor(directory: string, locale = 'C.UTF-8') {
    const env = { PATH: process.env['PATH'], LC_ALL: locale, TZ: 'UTC' };
    this.#child = spawn(process.execPath, [PROGRAM, 'demo'], { cwd: directory, env });
    running.add(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.printed += chunk.toString();
      });
    }
  }

  /** Waits until the output matches. */
  async until(what: RegExp): Promise<RegExpExecArray> {
    for (const end = Date.now() + PATIENCE; ; ) {
      const found = what.exec(this.printed);
      if (found !== null) return found;
      if (Date.now() > end) throw new Error(`the demo never printed ${what}: ${this.printed}`);
      await new Promise((wake) => setTimeout(wake, 50));
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await ended;
    running.delete(this.#child);
  }
}

/** The environment variables that npm sets. */
const BY_NPX = { npm_lifecycle_event: 'npx', npm_lifecycle_script: "'mailcertd'" };

/**
 * Runs a command that the demo suggests, in the same directory. It uses the built program instead
 * of npx.
 */
function type(line: string, directory: string): Promise<string> {
  const [npx, mailcertd, ...words] = line.trim().split(' ');
  expect([npx, mailcertd]).toEqual(['npx', 'mailcertd']);
  return new Promise((answer, fail) => {
    execFile(
      process.execPath,
      [PROGRAM, ...words],
      { cwd: directory, env: { LC_ALL: 'C.UTF-8', ...BY_NPX } },
      (error, stdout, stderr) => (error === null ? answer(stdout + stderr) : fail(new Error(stderr))),
    );
  });
}

describe('the demo', () => {
  it('is fixed by the command that it prints, and restored by the next one', {
    timeout: 120_000,
  }, async () => {
    using directory = temporaryDirectory();
    const demo = new Demo(directory.path);
    const [, fix = ''] = await demo.until(/Fix .*\n +(npx .*)\n[\s\S]*Set up/);
    expect(fix).toMatch(/ certificates new --domain-name partner\.contoso\.example --services SMTP$/);
    expect(demo.printed.match(/^Event ID: +120\d\d$/gm)).toEqual([
      'Event ID:       12015',
      'Event ID:       12014',
      'Event ID:       12014',
    ]);
    // The fix of the event and the suggestion are the same command.
    expect(demo.printed.split(fix.trim())).toHaveLength(3);

    // The suggested command `explain` prints its commands in the same form.
    const [, explain = ''] = /(npx .* connectors explain Partner)\n/.exec(demo.printed) ?? [];
    expect(await type(explain, directory.path)).toMatch(/\n +npx mailcertd --config /);

    const fixed = await type(fix, directory.path);
    expect(fixed).toContain('Selected  Partner: NONE -> ');
    expect(fixed).toMatch(/ Info +1008 /);
    await demo.until(/ Info +1900 cleared .* 12014\), Send connector "Partner"/);
    await demo.stop();

    const again = new Demo(directory.path);
    const [, undo = ''] = await again.until(/Undo .*\n +(npx .*)\n[\s\S]*Set up/);
    await type(undo, directory.path);
    await again.until(
      / Error +12014 raised .*partner\.contoso\.example|No certificate matches partner\.contoso\.example/,
    );
    await again.stop();
  });

  it('prints Japanese if the terminal uses it', { timeout: 60_000 }, async () => {
    using directory = temporaryDirectory();
    const demo = new Demo(directory.path, 'ja_JP.UTF-8');
    await demo.until(/対処 +別の端末で、このフォルダーから:\n +npx .* certificates new /);
    await demo.stop();
  });
});
