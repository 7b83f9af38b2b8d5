import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestedBy, Service, Thumbprint } from '../../../domain/certificate/certificate.ts';
import { STORE_CAUSES } from '../../../domain/store-change/store-sentences.ts';
import { CERTIFICATE_FILE, changeNote } from '../read/certificate-note.ts';
import { UNFINISHED_PREFIX } from '../read/store-names.ts';
import { type OpenedStore, openDirectory } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { type FileOwner, ifPossible, makeDirectory, removeAll, syncDirectory, writeDurably } from './durable-files.ts';

/** The store that is written to. */
export interface WritableStore extends OpenedStore {
  /** The owner of the store's directory, who owns all written files. */
  readonly owner: FileOwner;
}

/** The details of a new certificate or CSR. */
export interface EntryDetails {
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  readonly renews: Thumbprint | undefined;
}

/** Thrown if another file has the name of the directory. */
export class OccupiedError extends Error {}

/** A directory to add to the store. */
export interface NewDirectory {
  readonly name: string;
  readonly particulars: EntryDetails;
  readonly requestedBy: RequestedBy;
  /** Writes its files, except the note. */
  readonly fill: (directory: string) => Promise<void>;
  /** Announces other parts of the same commit, and withdraws them. */
  readonly announce?: () => Promise<void>;
  readonly withdraw?: () => Promise<void>;
}

/**
 * Writes a directory under a temporary name, and renames it to its final name. A failure before the
 * rename leaves nothing, and no step after it can fail. Returns its final path.
 * @throws {OccupiedError}, or the system error
 */
export async function commitDirectory({ path, directory, owner }: WritableStore, added: NewDirectory): Promise<string> {
  const { name, particulars, requestedBy, fill, announce, withdraw } = added;
  const [fresh, finalPath] = [join(directory, `${UNFINISHED_PREFIX}${name}`), join(directory, name)];
  if (await pathExists(finalPath)) throw new OccupiedError(STORE_CAUSES.alreadyExists.en);
  try {
    await makeDirectory(fresh, 0o700, owner);
    await using made = await openDirectory(fresh);
    await fill(made.path);
    const note = await changeNote(undefined, { ...particulars, requestedBy });
    await writeDurably(join(made.path, CERTIFICATE_FILE), note, 0o644, owner);
    await made.sync();
    if (announce !== undefined) {
      await announce();
      await syncDirectory(directory);
    }
    await rename(fresh, finalPath);
  } catch (error) {
    // In this order: while the directory exists, the announcements do not count.
    await ifPossible(async () => {
      await withdraw?.();
      await removeAll(fresh);
    });
    throw error;
  }
  await ifPossible(() => syncDirectory(directory));
  return join(path, name);
}
