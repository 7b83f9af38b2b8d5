import { readFile, stat } from 'node:fs/promises';
import { namesById } from '../../../formats/system/account-files.ts';
import type { ReadAccessRules } from '../../../work/ports/stores.ts';
import { programOutput } from './program-output.ts';

/** The number of files that are examined concurrently. */
const MAX_CONCURRENT = 64;
const PERMISSION_BITS = 0o7777;

/** The mode of a file, and its owner and group by ID. */
interface OwnerIds {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Reads owner, group and mode of files, following links; undefined for a file that cannot be
 * examined. Names are read from the local files, or with `getent`; an ID without a name stays a
 * number.
 */
export const readAccessRules: ReadAccessRules = async (paths) => {
  const idsOfFiles: (OwnerIds | undefined)[] = [];
  for (let index = 0; index < paths.length; index += MAX_CONCURRENT) {
    idsOfFiles.push(...(await Promise.all(paths.slice(index, index + MAX_CONCURRENT).map(readIds))));
  }
  const existing = idsOfFiles.filter((ids) => ids !== undefined);
  const owners = await readNames('passwd', new Set(existing.map(({ uid }) => uid)));
  const groups = await readNames('group', new Set(existing.map(({ gid }) => gid)));
  return idsOfFiles.map(
    (ids) =>
      ids && {
        mode: ids.mode & PERMISSION_BITS,
        owner: owners.get(ids.uid) ?? String(ids.uid),
        group: groups.get(ids.gid) ?? String(ids.gid),
      },
  );
};

async function readIds(path: string): Promise<OwnerIds | undefined> {
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
