import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IssueError } from '../../work/errors.ts';
import type { NewCertificate } from '../../work/ports.ts';
import { giveTo, type Ownership, syncFolder, writeDurably } from './durable-files.ts';
import { errorCode } from './file-trouble.ts';
import { CERTIFICATE_FILE } from './services-beside.ts';

/** What is being written lies in a folder of such a name, which no look enters. */
const UNFINISHED = '.new-';
/** What is older was left behind by a process that is gone, ms. */
const ABANDONED_AFTER_MS = 3_600_000;

/**
 * Writes a certificate, its key and who asked for it into a folder of its own, named by the thumbprint: beside first,
 * then one rename is the commit. Owner and group are those of the store's folder. Answers the folder.
 * @throws {IssueError}
 */
export async function installCertificate(store: string, added: NewCertificate): Promise<string> {
  const { thumbprint } = added.certificate;
  const path = join(store, thumbprint);
  try {
    await mkdir(store, { recursive: true, mode: 0o700 });
    const { uid, gid } = await stat(store);
    const owner: Ownership = { userId: uid, groupId: gid };
    await removeAbandoned(store);
    const unfinished = await mkdtemp(join(store, UNFINISHED));
    try {
      await writeFiles(unfinished, added, owner);
      await giveTo(unfinished, owner);
      await syncFolder(unfinished);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    }
    await syncFolder(store);
    return path;
  } catch (error) {
    const code = errorCode(error);
    const isThere = code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR';
    const answer = isThere ? 'something stands there already' : (code ?? String(error));
    throw new IssueError(`writing certificate ${thumbprint} into the store ${store}: ${answer}`, error);
  }
}

async function writeFiles(folder: string, added: NewCertificate, owner: Ownership): Promise<void> {
  const { certificatePem, privateKeyPem, services, requestedBy } = added;
  const { stringify } = await import('yaml');
  await writeDurably(join(folder, 'privkey.pem'), privateKeyPem, 0o600, owner);
  await writeDurably(join(folder, 'certificate.pem'), certificatePem, 0o644, owner);
  await writeDurably(join(folder, CERTIFICATE_FILE), stringify({ services: [...services], requestedBy }), 0o644, owner);
}

/** A process that was killed leaves a key behind, which nobody else would ever remove. */
async function removeAbandoned(store: string): Promise<void> {
  for (const name of await readdir(store)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const path = join(store, name);
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (age > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
