import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');

/** Runs a command of the built program; returns its output and exit code. */
function type(
  file: string,
  ...words: readonly string[]
): Promise<{ readonly stdout: string; readonly printed: string }> {
  return new Promise((answer) => {
    const typed = [PROGRAM, '--locale', 'en', '--config', file, ...words];
    execFile(process.execPath, typed, { timeout: 60_000 }, (error, stdout, stderr) =>
      answer({ stdout, printed: `${error?.code ?? error?.signal ?? 0} ${stderr}` }),
    );
  });
}

/** Runs `config init`; returns its exit code and standard error. */
async function init(file: string, ...options: readonly string[]): Promise<string> {
  return (await type(file, 'config', 'init', ...options)).printed;
}

test('a first configuration has a store in which certificates are issued only where one is wanted', async () => {
  using directory = temporaryDirectory();
  for (const [name, options, stores] of [
    ['plain.yaml', [], /^stores: \[\]$/m],
    ['wanted.yaml', ['--personal-store'], /^stores:\n {2}- name: My$/m],
  ] as const) {
    expect(await init(directory.at(name), ...options)).toMatch(/^0 /);
    const text = readFileSync(directory.at(name), 'utf8').replace(/^# computer: /m, 'computer: ');
    directory.write(name, text);
    expect((await type(directory.at(name), 'config', 'show')).stdout, name).toMatch(stores);
    expect((await type(directory.at(name), 'config', 'check')).printed, name).toBe('0 ');
  }
});

test('a first configuration is written into new directories', async () => {
  using directory = temporaryDirectory();
  expect(await init(directory.at('a/b/mailcertd.yaml'))).toMatch(/^0 /);
  expect(readFileSync(directory.at('a/b/mailcertd.yaml'), 'utf8')).toContain('stores:');
});

test('a first configuration that cannot be written below /proc is refused in one line', async () => {
  expect(await init('/proc/1/x/mailcertd.yaml')).toMatch(
    /^2 mailcertd: cannot write a first configuration: \/proc\/1\/x: [^\n]+; give another file with --config\n$/,
  );
});
