import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';

const repository = resolve(import.meta.dirname, '../../..');
const NOT_COPIED: readonly string[] = ['node_modules', 'dist', 'var', 'coverage', '.git'];

/**
 * Runs `npm pack` in a copy of the repository, because it writes files that other tests would see.
 * Returns the path of the package.
 */
export function packInCopy(directory: TemporaryDirectory): string {
  const copy = directory.at('copy');
  const names = readdirSync(repository).filter((name) => !NOT_COPIED.includes(name));
  for (const name of names) cpSync(join(repository, name), join(copy, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  const target = directory.at('packed');
  mkdirSync(target);
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1764460800' };
  execFileSync('npm', ['pack', '--pack-destination', target], { cwd: copy, env, stdio: 'ignore' });
  const [name = ''] = readdirSync(target);
  return join(target, name);
}
