import { lstat, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RequestedBy } from '../../../domain/certificate/certificate.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import type { RemoveChange } from '../../../domain/store-change/store-change.ts';
import { CERTIFICATE_FILE } from '../read/certificate-note.ts';
import { directoryNameOf, REMOVED_PREFIX } from '../read/store-names.ts';
import { openDirectory, openDirectoryOf } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { changedNoteText } from './changed-note-text.ts';
import { ignoreErrors, makeDirectory, removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import { finishStablePathLinks, prepareSuccessorLinks } from './stable-path-links.ts';
import type { TrashDirectory } from './trash-directory.ts';
import type { WritableStore } from './writable-store.ts';

/**
 * The name of the removed directory, while it is in a temporary directory on its way to the trash.
 */
const CONTENTS = 'files';

/**
 * Removes the directory of a certificate or CSR from the store, and returns its path in the trash:
 * 1. create a temporary directory in the store, with the new note (`certificate.yaml`)
 * 2. if the trash is on another file system, copy the directory there, so that a full trash changes
 *    nothing; prepare the links by which other certificates take over its stable paths
 * 3. rename the directory into the temporary directory, which commits the removal
 * 4. move it to the trash; if this fails, the next process that locks the store does it, and the
 *    returned path is in the store
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
    throw new FailureError(STORE_FAILURES.not_in_store({ path: entryDirectory }));
  }
  await using parent = await openDirectoryOf(store, dirname(entryDirectory));
  const sourcePath = join(parent.descriptorPath, basename(entryDirectory));
  if ((await lstat(sourcePath)).isSymbolicLink()) {
    throw new FailureError(STORE_FAILURES.removed_path_is_link({ path: entryDirectory }));
  }
  await using source = await openDirectory(sourcePath);
  const name = await trash.unusedName(
    `${timestampOf(requestedBy.at)}-${directoryNameOf('certificate' in removed ? removed.certificate : removed.request)}`,
  );
  const temporaryPath = join(directory, `${REMOVED_PREFIX}${name}`);
  const isOnOtherFileSystem = await trash.isOnOtherFileSystem(source.descriptorPath);
  try {
    await makeDirectory(temporaryPath, 0o700, owner);
    await using temporary = await openDirectory(temporaryPath);
    const notePath = join(temporary.descriptorPath, CERTIFICATE_FILE);
    await writeDurably(
      notePath,
      await changedNoteText(store, { displayedPath: entryDirectory, directory: source }, { removed: requestedBy }),
      0o644,
      owner,
    );
    await temporary.sync();
    if (isOnOtherFileSystem) await trash.copy(sourcePath, name, notePath);
    if ('certificate' in removed)
      await prepareSuccessorLinks(directory, removed.certificate.thumbprint, stablePathSuccessors);
    await rename(sourcePath, join(temporary.descriptorPath, CONTENTS));
  } catch (error) {
    await ignoreErrors(() => finishStablePathLinks(directory));
    await ignoreErrors(() => removeAll(temporaryPath));
    await ignoreErrors(() => trash.removeIncompleteCopies());
    throw error;
  }
  await ignoreErrors(() => parent.sync());
  await ignoreErrors(() => finishStablePathLinks(directory));
  try {
    if (isOnOtherFileSystem) await trash.completeCopy(name);
    // `??` only for the type: the directory was just moved into the temporary directory.
    return (await finishRemoval(temporaryPath, trash)) ?? join(path, basename(temporaryPath));
  } catch {
    // The directory is removed. The next process that holds the store moves it to the trash.
    return join(path, basename(temporaryPath), CONTENTS);
  }
}

/**
 * Moves a removed directory from its temporary directory to the trash, and returns its path there.
 * If the temporary directory does not have it, because the removal was not committed or is
 * finished, only deletes the temporary directory and returns undefined.
 */
export async function finishRemoval(temporaryPath: string, trash: TrashDirectory): Promise<string | undefined> {
  let path: string | undefined;
  {
    await using temporary = await openDirectory(temporaryPath);
    const [contentsPath, notePath] = [
      join(temporary.descriptorPath, CONTENTS),
      join(temporary.descriptorPath, CERTIFICATE_FILE),
    ];
    if (await pathExists(contentsPath)) {
      await using contents = await openDirectory(contentsPath);
      if (await pathExists(notePath)) await rename(notePath, join(contents.descriptorPath, CERTIFICATE_FILE));
      await contents.sync();
      path = await trash.move(contentsPath, basename(temporaryPath).slice(REMOVED_PREFIX.length));
    }
  }
  await removeAll(temporaryPath);
  await syncDirectory(dirname(temporaryPath));
  return path;
}

/**
 * Formats a time as `2026-11-25T120000Z`, without colons, which some systems do not allow in names.
 */
function timestampOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '')}Z`;
}
