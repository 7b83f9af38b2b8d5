import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'vitest';
import table from './needs.json' with { type: 'json' };
import { fetchedPackages } from './own-host/own-host.ts';

/** A requirement of tests that a machine may not meet: a key of needs.json. */
export type Need = keyof typeof table;

/**
 * The parts of a requirement. `.ci/run` installs `packages`; in `files`, a `*` matches one
 * directory name.
 */
interface Requirement {
  /** The name in the report, if the key is not clear enough. */
  readonly what?: string;
  readonly packages: string;
  readonly programs: readonly string[];
  readonly files?: readonly string[];
  /**
   * True if only the administrator of the machine or container can provide it, so `.ci/run` cannot
   * install it.
   */
  readonly isGranted?: boolean;
  /** A command that must succeed and print text that matches the pattern. */
  readonly tries?: { readonly command: readonly string[]; readonly prints?: string };
}

const NEEDS: Readonly<Record<Need, Requirement>> = table;

/** Directories in the PATH of root that may be missing in that of a user. */
const SYSTEM_DIRECTORIES = ['/usr/sbin', '/sbin'];

const known = new Map<Need, boolean>();

function isInPath(program: string): boolean {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...SYSTEM_DIRECTORIES].some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Returns whether a file exists.
 * @param pattern an absolute path, in which one directory name may contain a `*`
 */
function fileExists(pattern: string): boolean {
  const names = pattern.split('/');
  const at = names.findIndex((name) => name.includes('*'));
  if (at < 0) return existsSync(pattern);
  const parent = names.slice(0, at).join('/');
  const [begin = '', end = ''] = (names[at] ?? '').split('*');
  const candidates = existsSync(parent) ? readdirSync(parent) : [];
  return candidates
    .filter((name) => name.startsWith(begin) && name.endsWith(end))
    .some((name) => existsSync(join(parent, name, ...names.slice(at + 1))));
}

function succeeds({ command: [program = '', ...parameters], prints = '' }: NonNullable<Requirement['tries']>): boolean {
  const { status, stdout } = spawnSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 && new RegExp(prints).test(stdout);
}

function isMet(need: Need): boolean {
  const { programs, files = [], tries } = NEEDS[need];
  return programs.every(isInPath) && files.every(fileExists) && (tries === undefined || succeeds(tries));
}

/** Returns whether this machine has all parts of a requirement. */
function has(need: Need): boolean {
  const found = known.get(need) ?? isMet(need);
  known.set(need, found);
  return found;
}

function titleOf(need: Need): string {
  const { what = need, packages } = NEEDS[need];
  return `needs ${what}: apt-get install ${packages}`;
}

/**
 * Reports a title for tests that do not run. They are skipped; under CI=true, they fail if CI can
 * provide the requirement.
 */
function report(title: string, isProvidedByCi = true): void {
  if (process.env['CI'] !== 'true' || !isProvidedByCi) test.skip(title, () => undefined);
  else {
    test(title, () => {
      throw new Error(`${title} (.ci/run provides it)`);
    });
  }
}

/**
 * Returns whether all requirements are met, for `describe.runIf` and `test.runIf`. For each missing
 * one, a test with the command that installs it is skipped. Under CI=true this test fails.
 */
export function needs(...all: readonly Need[]): boolean {
  const missing = all.filter((need) => !has(need));
  for (const need of missing) report(titleOf(need), NEEDS[need].isGranted !== true);
  return missing.length === 0;
}

/**
 * Returns the title for a missing program; undefined if it is installed or no requirement contains
 * it.
 */
export function missingProgram(program: string): string | undefined {
  const need = (Object.keys(NEEDS) as Need[]).find((each) => NEEDS[each].programs.includes(program));
  return need === undefined || isInPath(program) ? undefined : titleOf(need);
}

/** Returns whether the tests run as root. If not, this is reported like a missing program. */
export function needsRoot(): boolean {
  const root = process.getuid?.() === 0;
  if (!root) report('needs root: sudo npm test');
  return root;
}

/**
 * Returns whether other accounts can read the program. If not, a skipped test says so, also under
 * CI=true.
 */
export function needsOpenRepository(): boolean {
  const mode = (path: string): number => statSync(path).mode;
  const parents: string[] = [];
  for (let path = import.meta.dirname; path !== dirname(path); path = dirname(path)) parents.push(path);
  const isOpen = parents.every((path) => (mode(path) & 0o001) !== 0);
  if (!isOpen)
    report('needs a repository that other accounts can read, not one in a home directory of mode 0700', false);
  return isOpen;
}

/**
 * Returns whether `.ci/fetch-peers` has downloaded a package that is unpacked into a copy of this
 * machine. If not, this is reported like a missing program.
 */
export function needsFetched(debianPackage: string): boolean {
  const there = fetchedPackages(debianPackage).length > 0;
  if (!there) report(`needs the package ${debianPackage}: sudo .ci/fetch-peers`);
  return there;
}
