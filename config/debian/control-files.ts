import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '../../src/adapters/sqlite/schema/schema.ts';
import { pathsBelow } from '../materials/paths-below.ts';
import { PROGRAM } from './stage-program.ts';

const SCRIPTS = ['preinst', 'postinst', 'prerm', 'postrm'];
const NODE_20_MODULE = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';

/** Returns the newest version of the C library that a native module needs, for example `2.34`. */
function libcVersion(module: string): string {
  const versions = readFileSync(module, 'latin1').matchAll(/GLIBC_(\d+)\.(\d+)/g);
  const [major, minor] = [...versions]
    .map(([, first, second]) => [Number(first), Number(second)] as const)
    .reduce((newest, each) => (each[0] > newest[0] || (each[0] === newest[0] && each[1] > newest[1]) ? each : newest));
  return `${major}.${minor}`;
}

/** Returns the native module of better-sqlite3 13 in a program. */
function newerModule(program: string): string {
  const directory = join(program, 'node_modules/better-sqlite3-13/prebuilds');
  const [name = ''] = readdirSync(directory);
  return join(directory, name);
}

/**
 * Returns what the program needs. The module for Node 20 is compiled, so it may need a newer C
 * library than the one for Node 22 and newer.
 */
function dependsOf(program: string): string {
  const libc = `libc6 (>= ${libcVersion(newerModule(program))}), libstdc++6 (>= 11), systemd (>= 250)`;
  const compiled = join(program, NODE_20_MODULE);
  const not23 = 'nodejs (>= 24) | nodejs (<< 23)';
  if (!existsSync(compiled)) return `nodejs (>= 22.13), ${not23}, ${libc}`;
  const newer = 'nodejs (>= 22.13)';
  const only20 = `nodejs (>= 20.19), ${newer} | nodejs (<< 21)`;
  return `${only20}, ${not23}, ${newer} | libc6 (>= ${libcVersion(compiled)}), ${newer} | libstdc++6 (>= 13), ${libc}`;
}

/** Returns the contents of the directory DEBIAN for a staged root directory, by file name. */
export function controlFiles(
  repository: string,
  root: string,
  {
    version,
    architecture,
    maintainer,
  }: { readonly version: string; readonly architecture: string; readonly maintainer: string },
): ReadonlyMap<string, string> {
  const entries = pathsBelow(root);
  const sizes = entries.map((path) => {
    const status = lstatSync(join(root, path));
    return status.isFile() ? Math.ceil(status.size / 1024) : 1;
  });
  const values: Readonly<Record<string, string>> = {
    VERSION: version,
    ARCHITECTURE: architecture,
    MAINTAINER: maintainer,
    STATE_DIRECTORY_FUNCTION: readFileSync(join(repository, 'config/debian/state-directory.sh'), 'utf8'),
    EVENT_LOG_FORMAT_FUNCTION: readFileSync(join(repository, 'config/debian/event-log-format.sh'), 'utf8'),
    INSTALLED_SIZE: String(sizes.reduce((sum, size) => sum + size, 0)),
    DEPENDS: dependsOf(join(root, PROGRAM)),
    EVENT_LOG_FORMAT: String(SCHEMA_VERSION),
  };
  const filled = (name: string): string =>
    readFileSync(join(repository, 'config/debian', name), 'utf8').replace(/@([A-Z_]+)@/g, (_, key) => {
      const value = values[key];
      if (value === undefined) throw new Error(`${name} has an unknown placeholder ${key}`);
      return value;
    });
  const sums = entries
    .filter((path) => lstatSync(join(root, path)).isFile())
    .map(
      (path) =>
        `${createHash('md5')
          .update(readFileSync(join(root, path)))
          .digest('hex')}  ${path}\n`,
    );
  return new Map([
    ...['control', 'triggers', ...SCRIPTS].map((name) => [name, filled(name)] as const),
    ['md5sums', sums.join('')],
  ]);
}
