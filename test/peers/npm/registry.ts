import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'vitest';

/** Versions of Node that were fetched, as `var/node/24`. */
const FETCHED = resolve(import.meta.dirname, '../../../var/node');

/** Returns whether npm can install packages from its registry. If not, a skipped test says so. */
export function needsNpmRegistry(): boolean {
  const parameters = ['view', 'picocolors@1.1.1', 'version', '--fetch-retries=0', '--fetch-timeout=20000'];
  const isThere = spawnSync('npm', parameters, { stdio: 'ignore' }).status === 0;
  if (!isThere) test.skip('needs npm and its registry', () => undefined);
  return isThere;
}

/**
 * Returns the program of a major version of Node: the running one, or the one of the npm package
 * `node`, which is fetched if it is missing.
 */
export function nodeProgram(major: number): string {
  if (Number.parseInt(process.versions.node, 10) === major) return process.execPath;
  const home = join(FETCHED, String(major));
  const program = join(home, 'node_modules/node/bin/node');
  const parameters = ['install', '--silent', '--no-save', '--ignore-scripts=false', '--prefix', home, `node@${major}`];
  if (!existsSync(program)) execFileSync('npm', parameters, { stdio: 'ignore' });
  return program;
}
