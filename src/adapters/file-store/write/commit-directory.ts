import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestedBy, Service, Thumbprint } from '../../../domain/certificate/certificate.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { CERTIFICATE_FILE, changeNote } from '../read/certificate-note.ts';
import { UNFINISHED_PREFIX } from '../read/store-names.ts';
import { openDirectory } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { ignoreErrors, makeDirectory, removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import type { WritableStore } from './writable-store.ts';

/** The details of a new certificate or CSR, which its note (`certificate.yaml`) stores. */
export interface EntryDetails {
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  /** False: exporting the private key is refused. */
  readonly isExportable: boolean;
  /** The thumbprint of the certificate that this one renews. */
  readonly renews: Thumbprint | undefined;
}

/** Thrown if a file or directory with the name of the new one exists. */
export class NameTakenError extends FailureError {}

/** The directory of a certificate or CSR to add to the store. */
export interface NewDirectory {
  readonly name: string;
  readonly details: EntryDetails;
  readonly requestedBy: RequestedBy;
  /** Writes the files into the temporary directory, except the note. */
  readonly writeFiles: (temporaryDirectory: string) => Promise<void>;
  /**
   * Creates temporary links for the other parts of the same change, for example to set the internal
   * transport certificate. Readers ignore them while the temporary directory exists.
   */
  readonly prepareLinks?: () => Promise<void>;
  /** Removes the links of `prepareLinks` after a failure. */
  readonly removePreparedLinks?: () => Promise<void>;
}

/**
 * Adds a directory to the store in one commit, and returns its final path:
 * 1. write the files and the note into a directory with a temporary name
 * 2. prepare the links of other parts
 * 3. rename the directory to its final name, which commits everything
 *
 * A failure before the rename leaves nothing, and no step after it can fail. The caller then
 * finishes the prepared links.
 * @throws {NameTakenError}, or the system error
 */
export async function commitDirectory({ path, directory, owner }: WritableStore, added: NewDirectory): Promise<string> {
  const { name, details, requestedBy, writeFiles, prepareLinks, removePreparedLinks } = added;
  const [temporaryPath, finalPath] = [join(directory, `${UNFINISHED_PREFIX}${name}`), join(directory, name)];
  if (await pathExists(finalPath)) throw new NameTakenError(STORE_FAILURES.already_exists);
  try {
    await makeDirectory(temporaryPath, 0o700, owner);
    await using openTemporary = await openDirectory(temporaryPath);
    await writeFiles(openTemporary.descriptorPath);
    const note = await changeNote(undefined, { ...details, requestedBy });
    await writeDurably(join(openTemporary.descriptorPath, CERTIFICATE_FILE), note, 0o644, owner);
    await openTemporary.sync();
    if (prepareLinks !== undefined) {
      await prepareLinks();
      await syncDirectory(directory);
    }
    await rename(temporaryPath, finalPath);
  } catch (error) {
    // The directory is removed last: readers ignore the links while it exists.
    await ignoreErrors(async () => {
      await removePreparedLinks?.();
      await removeAll(temporaryPath);
    });
    throw error;
  }
  await ignoreErrors(() => syncDirectory(directory));
  return join(path, name);
}
