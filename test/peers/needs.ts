import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'vitest';
import { fetchedPackages } from './own-host/own-host.ts';

/** The folders that root's PATH has and a user's may not. */
const ALSO = ['/usr/sbin', '/sbin'];

function isThere(program: string): boolean {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...ALSO].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Stands in the report for the tests that are not run: skipped by name, a failure under CI=true. */
function tell(title: string): void {
  if (process.env['CI'] !== 'true') test.skip(title, () => undefined);
  else {
    test(title, () => {
      throw new Error(`${title} (under CI=true nothing may be missing)`);
    });
  }
}

/**
 * Whether a program is there, for `describe.runIf` and `test.runIf`. Where it is not, a test named for it is skipped,
 * with the command that installs it; under CI=true that test fails.
 */
export function needs(program: string, debianPackage: string): boolean {
  const there = isThere(program);
  if (!there) tell(`needs ${program}: apt-get install ${debianPackage}`);
  return there;
}

/** Whether the tests run as root; told like a missing program where they do not. */
export function needsRoot(): boolean {
  const root = process.getuid?.() === 0;
  if (!root) tell('needs root: sudo npm test');
  return root;
}

/** Whether a package was fetched that is unpacked beside what is installed; told like a missing program where it was not. */
export function needsFetched(debianPackage: string): boolean {
  const there = fetchedPackages(debianPackage).length > 0;
  if (!there) tell(`needs the package ${debianPackage}: sudo .ci/fetch-peers`);
  return there;
}
