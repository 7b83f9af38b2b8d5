import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../domain/certificate/certificate-request.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import type { Removal } from '../../domain/store-change/removal.ts';
import { isGone } from '../../formats/system/file-reason.ts';
import type { Trash } from '../../work/ports/stores.ts';
import type { Clock } from '../../work/ports/system.ts';
import { FileReader } from './open/read-file.ts';
import { openStore } from './open-store.ts';
import { CERTIFICATE_FILE, NoteError, parseNote } from './read/certificate-note.ts';
import { directoryNameOf } from './read/store-names.ts';

/**
 * The name of a directory in the trash: the time of removal and the name that the directory had in
 * the store, for example `2026-11-25T120000Z-` and a thumbprint. A number follows if the name was
 * already used.
 */
const TRASH_NAME = /^\d{4}-\d\d-\d\dT\d{6}Z-([0-9A-F]{40}|request-[0-9A-F]{40})(?:-\d+)?$/;

/** Opens the trash, with the removed certificates and CSRs, for reading. */
export function openTrash(path: string, clock: Clock): Trash {
  return {
    names: async () => {
      try {
        return (await readdir(path)).filter((name) => TRASH_NAME.test(name)).sort();
      } catch (error) {
        return isGone(error) ? [] : undefined;
      }
    },
    removal: async (name) => {
      const id = TRASH_NAME.exec(name)?.[1];
      return id === undefined ? undefined : readRemoval(join(path, name), id, clock);
    },
  };
}

/**
 * Reads a removed directory as a store of its own. Returns undefined if its note does not say who
 * removed it, or if it no longer has the certificate or CSR.
 */
async function readRemoval(directory: string, id: string, clock: Clock): Promise<Removal | undefined> {
  const reading = new FileReader().read(join(directory, CERTIFICATE_FILE));
  if (reading.kind !== 'read') return undefined;
  try {
    const { removed: requestedBy, services = [] } = await parseNote(reading.bytes.toString('utf8'));
    if (requestedBy === undefined) return undefined;
    const source = { inventory: 'configuration', place: directory };
    const store = openStore({ name: directory, path: directory, services: [], personal: false, source }, clock);
    const result = await store.read(new AbortController().signal);
    const removed = result.kind === 'available' ? findRemoved(result.value, id) : undefined;
    return removed && { path: directory, removed, services, requestedBy };
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

function findRemoved(
  { certificates, requests = [] }: StoreSnapshot,
  id: string,
): Certificate | CertificateRequest | undefined {
  return (
    certificates.find(({ certificate }) => directoryNameOf(certificate) === id)?.certificate ??
    requests.find(({ request }) => directoryNameOf(request) === id)?.request
  );
}
