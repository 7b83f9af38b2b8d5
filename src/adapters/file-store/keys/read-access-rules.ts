import { readFile, stat } from 'node:fs/promises';
import { namesById } from '../../../formats/system/account-files.ts';
import type { ReadAccessRules } from '../../../work/ports/stores.ts';
import { programOutput } from './program-output.ts';

/** The number of files that are examined concurrently. */
const MAX_CONCURRENT = 64;
const PERMISSION_BITS = 0o7777;

interface OwnerNumbers {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Reads owner, group and mode of files, following links. Names are from the local files, or from
 * `getent`.
 */
export const readAccessRules: ReadAccessRules = async (paths) => {
  const numbersOfFiles: (OwnerNumbers | undefined)[] = [];
  for (let index = 0; index < paths.length; index += MAX_CONCURRENT) {
    numbersOfFiles.push(...(await Promise.all(paths.slice(index, index + MAX_CONCURRENT).map(readNumbers))));
  }
  const existing = numbersOfFiles.filter((numbers) => numbers !== undefined);
  const owners = await readNames('passwd', new Set(existing.map(({ uid }) => uid)));
  const groups = await readNames('group', new Set(existing.map(({ gid }) => gid)));
  return numbersOfFiles.map(
    (numbers) =>
      numbers && {
        mode: numbers.mode & PERMISSION_BITS,
        owner: owners.get(numbers.uid) ?? String(numbers.uid),
        group: groups.get(numbers.gid) ?? String(numbers.gid),
      },
  );
};

async function readNumbers(path: string): Promise<OwnerNumbers | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

async function readNames(database: 'passwd' | 'group', ids: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
  if (ids.size === 0) return new Map();
  const local = namesById(await readFile(`/etc/${database}`, 'utf8').catch(() => ''));
  const unknownIds = [...ids].filter((id) => !local.has(id));
  if (unknownIds.length === 0) return local;
  const getentOutput = await programOutput('getent', [database, '--', ...unknownIds.map(String)]);
  return new Map([...namesById(getentOutput ?? ''), ...local]);
}
