import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestedBy, Service, Thumbprint } from '../../../domain/certificate/certificate.ts';
import { CERTIFICATE_FILE, changedNote } from '../read/certificate-note.ts';
import { UNFINISHED } from '../read/store-names.ts';
import { type OpenedStore, openDirectory } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { type FileOwner, ifPossible, makeDirectory, removeAll, syncDirectory, writeDurably } from './durable-files.ts';

/** The store that is written to. */
export interface WritableStore extends OpenedStore {
  /** Whose the store's folder is: all that is written into it belongs to them. */
  readonly owner: FileOwner;
}

/** What is known of a certificate, or a request, when it comes into the store. */
export interface EntryDetails {
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  readonly renews: Thumbprint | undefined;
}

/** Something stands where the folder would. */
export class OccupiedError extends Error {}

/** A folder that is to come into the store. */
export interface NewDirectory {
  readonly name: string;
  readonly particulars: EntryDetails;
  readonly asked: RequestedBy;
  /** Writes its files; the note besides is written for it. */
  readonly fill: (folder: string) => Promise<void>;
  /** Says what else is committed by the same rename, and takes that back. */
  readonly announce?: () => Promise<void>;
  readonly withdraw?: () => Promise<void>;
}

/**
 * Writes a folder beside the place where it will stand, and moves it there in one rename. Until then, whatever goes wrong
 * leaves nothing behind, and nothing fails after it. Answers where it stands. @throws {OccupiedError}; else rejects with the system's error.
 */
export async function commitDirectory({ path, directory, owner }: WritableStore, added: NewDirectory): Promise<string> {
  const { name, particulars, asked, fill, announce, withdraw } = added;
  const [fresh, folder] = [join(directory, `${UNFINISHED}${name}`), join(directory, name)];
  if (await pathExists(folder)) throw new OccupiedError('something stands there already');
  try {
    await makeDirectory(fresh, 0o700, owner);
    await using made = await openDirectory(fresh);
    await fill(made.path);
    const note = await changedNote(undefined, { ...particulars, asked });
    await writeDurably(join(made.path, CERTIFICATE_FILE), note, 0o644, owner);
    await made.sync();
    if (announce !== undefined) {
      await announce();
      await syncDirectory(directory);
    }
    await rename(fresh, folder);
  } catch (error) {
    // In this order: while the folder is there, what was announced does not count.
    await ifPossible(async () => {
      await withdraw?.();
      await removeAll(fresh);
    });
    throw error;
  }
  await ifPossible(() => syncDirectory(directory));
  return join(path, name);
}
