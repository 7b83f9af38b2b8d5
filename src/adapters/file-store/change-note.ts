import { readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Asked } from '../../domain/certificate/certificate.ts';
import type { ServicesChange } from '../../domain/store-change/store-change.ts';
import { CERTIFICATE_FILE, changedNote, type NoteChange, NoteFault } from './certificate-note.ts';
import { ifPossible, removeAll, syncFolder, writeDurably } from './durable-files.ts';
import { isGone } from './file-trouble.ts';
import { announceInternalTransport, assertRecordable, withdrawInternalTransport } from './internal-transport-link.ts';
import type { WrittenStore } from './own-folder.ts';
import { NEXT_NOTE } from './store-names.ts';

/** Enables a certificate: the note beside it is written anew and takes the old one's place in one rename. Answers its folder. */
export async function changeServices(
  { path, owner }: WrittenStore,
  { stored, services, recordsInternal }: ServicesChange,
  asked: Asked,
): Promise<string> {
  const folder = dirname(stored.location.path);
  const next = join(path, NEXT_NOTE);
  if (recordsInternal) await assertRecordable(path);
  try {
    await writeDurably(next, await noteIn(folder, { services, asked }), 0o644, owner);
    if (recordsInternal) {
      await announceInternalTransport(path, stored.certificate.thumbprint, owner);
      await syncFolder(path);
    }
    await rename(next, join(folder, CERTIFICATE_FILE));
  } catch (error) {
    // In this order: while the note is unfinished, what was announced does not count.
    await ifPossible(async () => {
      if (recordsInternal) await withdrawInternalTransport(path);
      await removeAll(next);
    });
    throw error;
  }
  await ifPossible(() => syncFolder(folder));
  return folder;
}

/** What stands in the note of a folder, changed. @throws {NoteFault} with its path */
export async function noteIn(folder: string, change: NoteChange): Promise<string> {
  const path = join(folder, CERTIFICATE_FILE);
  try {
    return await changedNote(await textAt(path), change);
  } catch (error) {
    if (!(error instanceof NoteFault)) throw error;
    throw new NoteFault(`${path} cannot be read (${error.message}); mend it or remove it`, { cause: error });
  }
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
