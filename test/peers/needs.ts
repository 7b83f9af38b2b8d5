import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'vitest';
import table from './needs.json' with { type: 'json' };
import { fetchedPackages } from './own-host/own-host.ts';

/** Something that a test needs and a machine may not have: a key of needs.json. */
export type Need = keyof typeof table;

/** What belongs to a need. `.ci/run` installs `packages`; a `*` in a file stands for one directory name. */
interface Requirement {
  /** Its name in the report, if the key is not enough. */
  readonly what?: string;
  readonly packages: string;
  readonly programs: readonly string[];
  readonly files?: readonly string[];
  /** Granted by who runs the machine or the container: `.ci/run` cannot install it. */
  readonly isGranted?: boolean;
  /** A command that must succeed, and print what the pattern matches. */
  readonly tries?: { readonly command: readonly string[]; readonly prints?: string };
}

const NEEDS: Readonly<Record<Need, Requirement>> = table;

/** Directories that are in the PATH of root and may not be in that of a user. */
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

/** Whether a file exists. @param pattern an absolute path, in which one directory name may have a `*` */
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

/** Whether this machine has all that belongs to a need; a part of it is not enough. */
function has(need: Need): boolean {
  const found = known.get(need) ?? isMet(need);
  known.set(need, found);
  return found;
}

function titleOf(need: Need): string {
  const { what = need, packages } = NEEDS[need];
  return `needs ${what}: apt-get install ${packages}`;
}

/** Puts a title into the report for tests that do not run: skipped, or failed under CI=true if CI provides it. */
function report(title: string, isProvidedByCi = true): void {
  if (process.env['CI'] !== 'true' || !isProvidedByCi) test.skip(title, () => undefined);
  else {
    test(title, () => {
      throw new Error(`${title} (.ci/run provides it)`);
    });
  }
}

/**
 * Whether all needs are met, for `describe.runIf` and `test.runIf`. For each that is not, a test named for it is skipped,
 * with the command that installs it. Under CI=true that test fails.
 */
export function needs(...all: readonly Need[]): boolean {
  const missing = all.filter((need) => !has(need));
  for (const need of missing) report(titleOf(need), NEEDS[need].isGranted !== true);
  return missing.length === 0;
}

/** Returns the title for a program that is missing; undefined if it is there or no need names it. */
export function missingProgram(program: string): string | undefined {
  const need = (Object.keys(NEEDS) as Need[]).find((each) => NEEDS[each].programs.includes(program));
  return need === undefined || isInPath(program) ? undefined : titleOf(need);
}

/** Whether the tests run as root; reported like a missing program if they do not. */
export function needsRoot(): boolean {
  const root = process.getuid?.() === 0;
  if (!root) report('needs root: sudo npm test');
  return root;
}

/** Whether other accounts can read the program; reported as skipped if they cannot, also by CI. */
export function needsOpenRepository(): boolean {
  const mode = (path: string): number => statSync(path).mode;
  const parents: string[] = [];
  for (let path = import.meta.dirname; path !== dirname(path); path = dirname(path)) parents.push(path);
  const isOpen = parents.every((path) => (mode(path) & 0o001) !== 0);
  if (!isOpen)
    report('needs a repository that other accounts can read, not one in a home directory of mode 0700', false);
  return isOpen;
}

/** Whether `.ci/fetch-peers` fetched a package that is unpacked into a copy of this machine; reported like a program. */
export function needsFetched(debianPackage: string): boolean {
  const there = fetchedPackages(debianPackage).length > 0;
  if (!there) report(`needs the package ${debianPackage}: sudo .ci/fetch-peers`);
  return there;
}
