import { lstat, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RequestedBy } from '../../../domain/certificate/certificate.ts';
import { fill } from '../../../domain/sentence.ts';
import type { RemoveChange } from '../../../domain/store-change/store-change.ts';
import { STORE_CAUSES } from '../../../domain/store-change/store-sentences.ts';
import { CERTIFICATE_FILE } from '../read/certificate-note.ts';
import { directoryNameOf, REMOVED_PREFIX } from '../read/store-names.ts';
import { openDirectory, openDirectoryOf } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { noteIn } from './change-note.ts';
import { ifPossible, makeDirectory, removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import { announceSuccessors, settleLive } from './live-links.ts';
import type { WritableStore } from './own-directory.ts';
import type { TrashDirectory } from './trash-directory.ts';

/** The removed directory, inside its temporary directory on the way to the trash. */
const FILES = 'files';

/**
 * Removes a directory from the store in one rename, and moves it to the trash. If the trash is on
 * another file system, the directory is copied first, so that a full trash changes nothing. Returns
 * its path in the trash.
 */
export async function removeToTrash(
  store: WritableStore,
  { removed, stablePathSuccessors = [] }: RemoveChange,
  requestedBy: RequestedBy,
  trash: TrashDirectory,
): Promise<string> {
  const { path, directory, owner } = store;
  const entryDirectory = dirname(removed.location.path);
  if (!entryDirectory.startsWith(`${path}/`)) {
    throw new Error(fill(STORE_CAUSES.notInStore.en, { path: entryDirectory }));
  }
  await using above = await openDirectoryOf(store, dirname(entryDirectory));
  const place = join(above.path, basename(entryDirectory));
  if ((await lstat(place)).isSymbolicLink()) {
    throw new Error(fill(STORE_CAUSES.isLink.en, { path: entryDirectory }));
  }
  await using open = await openDirectory(place);
  const name = await trash.freeName(
    `${stampOf(requestedBy.at)}-${directoryNameOf('certificate' in removed ? removed.certificate : removed.request)}`,
  );
  const way = join(directory, `${REMOVED_PREFIX}${name}`);
  const isElsewhere = await trash.isElsewhere(open.path);
  try {
    await makeDirectory(way, 0o700, owner);
    await using wayOut = await openDirectory(way);
    const note = join(wayOut.path, CERTIFICATE_FILE);
    await writeDurably(note, await noteIn(store, { entryDirectory, open }, { removed: requestedBy }), 0o644, owner);
    await wayOut.sync();
    if (isElsewhere) await trash.copy(place, name, note);
    if ('certificate' in removed)
      await announceSuccessors(directory, removed.certificate.thumbprint, stablePathSuccessors);
    await rename(place, join(wayOut.path, FILES));
  } catch (error) {
    await ifPossible(() => settleLive(directory));
    await ifPossible(() => removeAll(way));
    await ifPossible(() => trash.clear());
    throw error;
  }
  await ifPossible(() => above.sync());
  await ifPossible(() => settleLive(directory));
  try {
    if (isElsewhere) await trash.takeIn(name);
    return (await settleRemoval(way, trash)) ?? join(path, basename(way));
  } catch {
    // The directory is removed. The next process that holds the store moves it to the trash.
    return join(path, basename(way), FILES);
  }
}

/**
 * Moves a removed directory to the trash. Returns undefined if it was not removed or is already
 * there; then only the temporary directory is deleted.
 */
export async function settleRemoval(way: string, trash: TrashDirectory): Promise<string | undefined> {
  let path: string | undefined;
  {
    await using wayOut = await openDirectory(way);
    const [files, note] = [join(wayOut.path, FILES), join(wayOut.path, CERTIFICATE_FILE)];
    if (await pathExists(files)) {
      await using opened = await openDirectory(files);
      if (await pathExists(note)) await rename(note, join(opened.path, CERTIFICATE_FILE));
      await opened.sync();
      path = await trash.move(files, basename(way).slice(REMOVED_PREFIX.length));
    }
  }
  await removeAll(way);
  await syncDirectory(dirname(way));
  return path;
}

/**
 * Formats a time as `2026-11-25T120000Z`, without colons, which some systems do not allow in names.
 */
function stampOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '')}Z`;
}
