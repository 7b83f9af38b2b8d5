import { readdir, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * Returns the target of a link in /proc; undefined if the process has ended or its links are not
 * readable.
 */
function readLinkOrUndefined(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined);
}

/**
 * Returns the process IDs in ascending order, with 1 last: systemd also has the sockets that it
 * opened for services, and the service is the program of interest.
 */
async function processIds(proc: string): Promise<readonly number[]> {
  const names = await readdir(proc).catch(() => []);
  const ids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const isInit = (id: number): boolean => id === 1;
  return [...ids.filter((id) => !isInit(id)).sort((a, b) => a - b), ...ids.filter(isInit)];
}

/**
 * Returns the file name of the program of each socket, by inode. A socket without an entry belongs
 * to a process that this account may not inspect.
 * @param proc where procfs is mounted
 */
export async function socketPrograms(
  inodes: ReadonlySet<string>,
  proc: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const programs = new Map<string, string>();
  if (inodes.size === 0) return programs;
  for (const id of await processIds(proc)) {
    signal.throwIfAborted();
    const directory = `${proc}/${id}/fd`;
    for (const fd of await readdir(directory).catch(() => [])) {
      const inode = /^socket:\[(\d+)\]$/.exec((await readLinkOrUndefined(`${directory}/${fd}`)) ?? '')?.[1];
      if (inode === undefined || !inodes.has(inode) || programs.has(inode)) continue;
      const program = await readLinkOrUndefined(`${proc}/${id}/exe`);
      if (program !== undefined) programs.set(inode, basename(program.replace(/ \(deleted\)$/, '')));
      if (programs.size === inodes.size) return programs;
    }
  }
  return programs;
}
