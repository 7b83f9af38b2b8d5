import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');

/** What `config init` writes to standard error, and its exit code. */
function init(file: string): Promise<string> {
  const words = ['--locale', 'en', '--config', file, 'config', 'init'];
  return new Promise((answer) => {
    execFile(process.execPath, [PROGRAM, ...words], { timeout: 15_000 }, (error, _stdout, stderr) =>
      answer(`${error?.code ?? error?.signal ?? 0} ${stderr}`),
    );
  });
}

test('a first configuration is written into folders that are made for it', async () => {
  using folder = temporaryFolder();
  expect(await init(folder.at('a/b/mailcertd.yaml'))).toMatch(/^0 /);
  expect(readFileSync(folder.at('a/b/mailcertd.yaml'), 'utf8')).toContain('stores:');
});

test('a first configuration that has no place below /proc is refused in one line', async () => {
  expect(await init('/proc/1/x/mailcertd.yaml')).toMatch(
    /^2 mailcertd: writing a first configuration: \/proc\/1\/x: [^\n]+; name another file with --config\n$/,
  );
});
