import { randomUUID } from 'node:crypto';
import { readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import { IssueError } from '../../work/errors.ts';
import { giveTo, syncFolder } from './durable-files.ts';
import { errorCode, isGone } from './file-trouble.ts';

/** The link in the personal store that says which certificate is the internal transport certificate. */
export const INTERNAL_TRANSPORT = 'internal-transport';

/** Points the link at a certificate's folder, in one rename. @throws {IssueError} */
export async function recordInternalTransport(store: string, thumbprint: Thumbprint): Promise<void> {
  const fresh = join(store, `.${INTERNAL_TRANSPORT}-${randomUUID()}`);
  try {
    const { uid, gid } = await stat(store);
    await symlink(thumbprint, fresh);
    try {
      await giveTo(fresh, { userId: uid, groupId: gid });
      await rename(fresh, join(store, INTERNAL_TRANSPORT));
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
    await syncFolder(store);
  } catch (error) {
    const answer = errorCode(error) ?? String(error);
    const what = `recording ${thumbprint} as the internal transport certificate in ${store}`;
    throw new IssueError(`${what}: ${answer}`, error);
  }
}

/** What the link says, whether or not that certificate is there. Refused: it may say something, and cannot be read. */
export async function readInternalTransport(store: string): Promise<Thumbprint | undefined | 'refused'> {
  try {
    const name = basename(await readlink(join(store, INTERNAL_TRANSPORT))).toUpperCase();
    return /^[0-9A-F]{40}$/.test(name) ? name : undefined;
  } catch (error) {
    // EINVAL: it is no link, so it records nothing.
    return isGone(error) || errorCode(error) === 'EINVAL' ? undefined : 'refused';
  }
}
