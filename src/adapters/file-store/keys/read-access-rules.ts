import { readFile, stat } from 'node:fs/promises';
import { namesByNumber } from '../../../formats/system/account-files.ts';
import type { ReadAccessRules } from '../../../work/ports/stores.ts';
import { programOutput } from './run-program.ts';

/** The number of files that are examined concurrently. */
const AT_ONCE = 64;
const PERMISSION_BITS = 0o7777;

interface Numbers {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Reads owner, group and mode of files, following links. Names are from the local files, or from
 * `getent`.
 */
export const readAccessRules: ReadAccessRules = async (paths) => {
  const found: (Numbers | undefined)[] = [];
  for (let index = 0; index < paths.length; index += AT_ONCE) {
    found.push(...(await Promise.all(paths.slice(index, index + AT_ONCE).map(numbersOf))));
  }
  const known = found.filter((numbers) => numbers !== undefined);
  const owners = await namesOf('passwd', new Set(known.map(({ uid }) => uid)));
  const groups = await namesOf('group', new Set(known.map(({ gid }) => gid)));
  return found.map(
    (numbers) =>
      numbers && {
        mode: numbers.mode & PERMISSION_BITS,
        owner: owners.get(numbers.uid) ?? String(numbers.uid),
        group: groups.get(numbers.gid) ?? String(numbers.gid),
      },
  );
};

async function numbersOf(path: string): Promise<Numbers | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

async function namesOf(
  database: 'passwd' | 'group',
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  if (wanted.size === 0) return new Map();
  const local = namesByNumber(await readFile(`/etc/${database}`, 'utf8').catch(() => ''));
  const others = [...wanted].filter((number) => !local.has(number));
  if (others.length === 0) return local;
  const asked = await programOutput('getent', [database, '--', ...others.map(String)]);
  return new Map([...namesByNumber(asked ?? ''), ...local]);
}
