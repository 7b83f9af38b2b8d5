import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestedBy, Service, Thumbprint } from '../../../domain/certificate/certificate.ts';
import { STORE_CAUSES } from '../../../domain/store-change/store-sentences.ts';
import { CERTIFICATE_FILE, changeNote } from '../read/certificate-note.ts';
import { UNFINISHED_PREFIX } from '../read/store-names.ts';
import { openDirectory } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { ignoreErrors, makeDirectory, removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import type { WritableStore } from './writable-store.ts';

/** The details of a new certificate or CSR. */
export interface EntryDetails {
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  readonly renews: Thumbprint | undefined;
}

/** Thrown if another file has the name of the directory. */
export class NameTakenError extends Error {}

/** A directory to add to the store. */
export interface NewDirectory {
  readonly name: string;
  readonly details: EntryDetails;
  readonly requestedBy: RequestedBy;
  /** Writes its files, except the note. */
  readonly writeFiles: (directory: string) => Promise<void>;
  /** Announces other parts of the same commit, and withdraws them. */
  readonly announce?: () => Promise<void>;
  readonly withdraw?: () => Promise<void>;
}

/**
 * Writes a directory under a temporary name, and renames it to its final name. A failure before the
 * rename leaves nothing, and no step after it can fail. Returns its final path.
 * @throws {NameTakenError}, or the system error
 */
export async function commitDirectory({ path, directory, owner }: WritableStore, added: NewDirectory): Promise<string> {
  const { name, details, requestedBy, writeFiles, announce, withdraw } = added;
  const [temporaryPath, finalPath] = [join(directory, `${UNFINISHED_PREFIX}${name}`), join(directory, name)];
  if (await pathExists(finalPath)) throw new NameTakenError(STORE_CAUSES.alreadyExists.en);
  try {
    await makeDirectory(temporaryPath, 0o700, owner);
    await using openTemporary = await openDirectory(temporaryPath);
    await writeFiles(openTemporary.path);
    const note = await changeNote(undefined, { ...details, requestedBy });
    await writeDurably(join(openTemporary.path, CERTIFICATE_FILE), note, 0o644, owner);
    await openTemporary.sync();
    if (announce !== undefined) {
      await announce();
      await syncDirectory(directory);
    }
    await rename(temporaryPath, finalPath);
  } catch (error) {
    // In this order: announcements are ignored while the temporary directory exists.
    await ignoreErrors(async () => {
      await withdraw?.();
      await removeAll(temporaryPath);
    });
    throw error;
  }
  await ignoreErrors(() => syncDirectory(directory));
  return join(path, name);
}
