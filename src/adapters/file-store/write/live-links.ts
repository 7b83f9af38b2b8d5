import { readlinkSync } from 'node:fs';
import { readdir, readlink, rename, rmdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { StablePathRequest } from '../../../domain/store-change/stable-path-request.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { LEAF_FILE } from '../read/store-names.ts';
import { type OpenDirectory, openDirectory } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { type FileOwner, ifPossible, makeDirectory, removeAll } from './durable-files.ts';
import { isUnfinished } from './internal-transport-link.ts';
import type { WritableStore } from './own-directory.ts';

/** The directory of the stable paths: one link for each name, to the directory of a certificate. */
const LIVE = 'live';
/** The link in the directory of a certificate to the file with the certificate and its issuers. */
const FULL_CHAIN_FILE = 'fullchain.pem';
/** The prefix of a link that is renamed into `live` when its change is committed. */
const NEXT = '.live-';
/**
 * The prefix of a link for a removal. It is renamed when the certificate of the path is removed.
 */
const SUCCESSOR = '.live.successor-';
/**
 * The mode of the directory: servers with another account can traverse it to the files that they
 * may read.
 */
const MODE = 0o711;

const TARGET = /^\.\.\/([0-9A-F]{40})$/;

/**
 * Returns whether a path of the store at `store` is a link that a change made. Such links are not
 * scanned, because the certificate is read in its own directory.
 */
export function isLiveLink(store: string, path: string): boolean {
  if (!path.startsWith(`${store}/`)) return false;
  const [directory = '', name, ...below] = path.slice(store.length + 1).split('/');
  if (name === undefined || below.length > 0) return false;
  if (directory === LIVE) return TARGET.test(targetNow(path));
  return name === FULL_CHAIN_FILE && targetNow(path) === LEAF_FILE;
}

function targetNow(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Returns the first path that a certificate received; empty if it received none. */
export function livePathOf(
  { path }: Pick<WritableStore, 'path'>,
  [name]: readonly string[],
): { readonly livePath?: string } {
  return name === undefined ? {} : { livePath: join(path, LIVE, name) };
}

/** Creates `fullchain.pem` in the directory of a certificate, unless it exists. */
export async function linkFullChain(directory: string): Promise<void> {
  if (!(await pathExists(join(directory, FULL_CHAIN_FILE)))) await symlink(LEAF_FILE, join(directory, FULL_CHAIN_FILE));
}

/**
 * Creates and opens the directory of the links. Returns undefined if a file of the user has its
 * name.
 */
async function openLive(store: string, owner: FileOwner): Promise<OpenDirectory | undefined> {
  const path = join(store, LIVE);
  if (!(await pathExists(path))) await makeDirectory(path, MODE, owner);
  return openExisting(path);
}

async function openExisting(path: string): Promise<OpenDirectory | undefined> {
  try {
    return await openDirectory(path);
  } catch (error) {
    if (isGone(error) || errorCode(error) === 'ELOOP') return undefined;
    throw error;
  }
}

/**
 * Announces the paths that point to a certificate when the current change is committed, and returns
 * their names. A renewal receives the paths of the renewed certificate. Any other certificate
 * receives its own path.
 */
export async function announceLive(
  store: string,
  { thumbprint, names, predecessor, keepsExistingOwner }: StablePathRequest,
  owner: FileOwner,
): Promise<readonly string[]> {
  const [own] = names;
  if (own === undefined) return [];
  await using live = await openLive(store, owner);
  if (live === undefined) return [];
  const taken: string[] = [];
  if (predecessor !== undefined) {
    for (const name of names) if ((await targetOf(join(live.path, name))) === predecessor) taken.push(name);
  }
  const place = join(live.path, own);
  const isFree = keepsExistingOwner ? !(await pathExists(place)) : await isReplaceable(place);
  if (taken.length === 0 && isFree) taken.push(own);
  for (const name of taken) await symlink(`../${thumbprint}`, join(store, `${NEXT}${name}`));
  return taken;
}

/** Returns whether the path of a certificate points to it already. */
export async function hasLivePath(store: string, { thumbprint, names: [own] }: StablePathRequest): Promise<boolean> {
  return own !== undefined && (await targetOf(join(store, LIVE, own))) === thumbprint;
}

/** Announces the certificates that receive the paths of a certificate that will be removed. */
export async function announceSuccessors(
  store: string,
  removed: Thumbprint,
  successors: readonly (readonly [name: string, successor: Thumbprint])[],
): Promise<void> {
  await using live = await openExisting(join(store, LIVE));
  if (live === undefined) return;
  for (const [name, successor] of successors) {
    if ((await targetOf(join(live.path, name))) !== removed) continue;
    await symlink(`../${successor}`, join(store, `${SUCCESSOR}${name}`));
  }
}

/** Returns whether links are announced: a change is in progress, or its process was killed. */
export async function hasAnnouncedLive(store: string): Promise<boolean> {
  const entries = await readdir(store).catch((): readonly string[] => []);
  return entries.some((entry) => entry.startsWith(NEXT) || entry.startsWith(SUCCESSOR));
}

/** Renames the announced links of committed changes to their places, and removes the others. */
export async function settleLive(store: string): Promise<void> {
  await using live = await openExisting(join(store, LIVE));
  for (const entry of await readdir(store)) {
    const path = join(store, entry);
    if (entry.startsWith(SUCCESSOR)) {
      const name = entry.slice(SUCCESSOR.length);
      const counts = live !== undefined && (await isDangling(store, join(live.path, name)));
      await settleLink(path, counts ? join(live.path, name) : undefined);
    } else if (entry.startsWith(NEXT)) {
      const target = await targetOf(path);
      const counts = live !== undefined && target !== undefined && !(await isUnfinished(store, target));
      await settleLink(path, counts ? join(live.path, entry.slice(NEXT.length)) : undefined);
    }
  }
  if (live === undefined) return;
  for (const name of await readdir(live.path)) {
    if (await isDangling(store, join(live.path, name))) await removeAll(join(live.path, name));
  }
  await live.sync();
  // This succeeds only if the directory is empty.
  await ifPossible(() => rmdir(join(store, LIVE)));
}

/**
 * Returns whether a link can be renamed to a path: it is free, or has a link that a change made.
 */
async function isReplaceable(path: string): Promise<boolean> {
  return !(await pathExists(path)) || (await targetOf(path)) !== undefined;
}

/**
 * Renames an announced link to its place. Removes it if it has no place, or if a file of the user
 * has its name.
 */
async function settleLink(path: string, place: string | undefined): Promise<void> {
  try {
    if (place !== undefined && (await isReplaceable(place))) return await rename(path, place);
  } catch (error) {
    if (errorCode(error) !== 'EISDIR') throw error;
  }
  await removeAll(path);
}

/** Returns whether a link points to a certificate that is no longer in the store. */
async function isDangling(store: string, path: string): Promise<boolean> {
  const target = await targetOf(path);
  return target !== undefined && !(await pathExists(join(store, target)));
}

async function targetOf(path: string): Promise<Thumbprint | undefined> {
  try {
    return TARGET.exec(await readlink(path))?.[1];
  } catch (error) {
    if (isGone(error) || errorCode(error) === 'EINVAL') return undefined;
    throw error;
  }
}
