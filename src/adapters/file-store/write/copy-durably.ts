import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, readlink, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { openDirectory } from '../walk/open-directory.ts';
import { type FileOwner, makeDirectory, writeDurably } from './durable-files.ts';

const PERMISSION_BITS = 0o7777;

/**
 * Copies a file or directory tree, so that the copy survives a power failure. Files keep their
 * owner and mode. Directories keep their owner, and get the mode 0700. Symbolic links are copied as
 * links, which belong to the account of this process.
 * @throws an error for other file types, or the system error
 */
export async function copyDurably(from: string, to: string): Promise<void> {
  const stats = await lstat(from);
  if (stats.isSymbolicLink()) {
    await symlink(await readlink(from), to);
  } else if (stats.isDirectory()) {
    await makeDirectory(to, 0o700, ownerOf(stats));
    await using source = await openDirectory(from);
    await using copy = await openDirectory(to);
    for (const name of await readdir(source.descriptorPath))
      await copyDurably(join(source.descriptorPath, name), join(copy.descriptorPath, name));
    await copy.sync();
  } else if (stats.isFile()) {
    await copyFile(from, to);
  } else {
    throw new FailureError(STORE_FAILURES.file_type_not_copied({ name: basename(from) }));
  }
}

async function copyFile(from: string, to: string): Promise<void> {
  const source = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const stats = await source.stat();
    const content = source.createReadStream({ autoClose: false });
    await writeDurably(to, content, stats.mode & PERMISSION_BITS, ownerOf(stats));
  } finally {
    await source.close();
  }
}

function ownerOf({ uid, gid }: Stats): FileOwner {
  return { userId: uid, groupId: gid };
}
