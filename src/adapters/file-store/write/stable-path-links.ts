import { readlinkSync } from 'node:fs';
import { readdir, readlink, rename, rmdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { StablePathRequest } from '../../../domain/store-change/stable-path-request.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { LEAF_FILE } from '../read/store-names.ts';
import { type OpenDirectory, openDirectory } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { type FileOwner, ignoreErrors, makeDirectory, removeAll } from './durable-files.ts';
import { isUncommitted } from './internal-transport-link.ts';
import type { WritableStore } from './writable-store.ts';

/** The directory of the stable paths: one link for each name, to the directory of a certificate. */
const STABLE_PATH_DIRECTORY = 'live';
/** The link in the directory of a certificate to the file with the certificate and its issuers. */
const FULL_CHAIN_FILE = 'fullchain.pem';
/** The prefix of a temporary link, which is moved into `live` when its change is committed. */
const PREPARED_PREFIX = '.live-';
/**
 * The prefix of a temporary link to a successor, which is moved into `live` when the certificate to
 * which the path leads is removed.
 */
const SUCCESSOR_PREFIX = '.live.successor-';
/** The mode of `live`: other accounts can traverse it to the files that they may read. */
const DIRECTORY_MODE = 0o711;

/** The target of a stable path: the directory of a certificate, named by its thumbprint. */
const LINK_TARGET = /^\.\.\/([0-9A-F]{40})$/;

/**
 * Returns whether a path in the store at `store` is a link that mailcertd made for stable paths:
 * `live/NAME`, or `fullchain.pem` in the directory of a certificate. Scans ignore such links,
 * because the certificate is read in its own directory.
 */
export function isStablePathLink(store: string, path: string): boolean {
  if (!path.startsWith(`${store}/`)) return false;
  const [directory = '', name, ...segmentsBelow] = path.slice(store.length + 1).split('/');
  if (name === undefined || segmentsBelow.length > 0) return false;
  if (directory === STABLE_PATH_DIRECTORY) return LINK_TARGET.test(readTargetSync(path));
  return name === FULL_CHAIN_FILE && readTargetSync(path) === LEAF_FILE;
}

function readTargetSync(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Returns the first stable path that a certificate received; no property if it received none. */
export function stablePathResult(
  { path }: Pick<WritableStore, 'path'>,
  [name]: readonly string[],
): { readonly stablePath?: string } {
  return name === undefined ? {} : { stablePath: join(path, STABLE_PATH_DIRECTORY, name) };
}

/** Creates `fullchain.pem` in the directory of a certificate, unless it exists. */
export async function linkFullChain(directory: string): Promise<void> {
  if (!(await pathExists(join(directory, FULL_CHAIN_FILE)))) await symlink(LEAF_FILE, join(directory, FULL_CHAIN_FILE));
}

/**
 * Opens `live`, and creates it if necessary. Returns undefined if a file of the user has its name.
 */
async function openOrMakeDirectory(store: string, owner: FileOwner): Promise<OpenDirectory | undefined> {
  const path = join(store, STABLE_PATH_DIRECTORY);
  if (!(await pathExists(path))) await makeDirectory(path, DIRECTORY_MODE, owner);
  return openUnlessLink(path);
}

/** Opens a directory; undefined if it does not exist, or is not a directory but a link or file. */
async function openUnlessLink(path: string): Promise<OpenDirectory | undefined> {
  try {
    return await openDirectory(path);
  } catch (error) {
    if (isGone(error) || errorCode(error) === 'ELOOP') return undefined;
    throw error;
  }
}

/**
 * Creates temporary links for the stable paths that lead to a certificate when the current change
 * is committed, and returns the names of the paths. A renewal receives the paths of the renewed
 * certificate. Any other certificate receives the path with its first name.
 */
export async function prepareStablePathLinks(
  store: string,
  { thumbprint, names, predecessor, keepsExistingOwner }: StablePathRequest,
  owner: FileOwner,
): Promise<readonly string[]> {
  const [preferredName] = names;
  if (preferredName === undefined) return [];
  await using stablePaths = await openOrMakeDirectory(store, owner);
  if (stablePaths === undefined) return [];
  const stablePathNames: string[] = [];
  if (predecessor !== undefined) {
    for (const name of names)
      if ((await readTarget(join(stablePaths.descriptorPath, name))) === predecessor) stablePathNames.push(name);
  }
  const preferredPath = join(stablePaths.descriptorPath, preferredName);
  // With `keepsExistingOwner`, the path is not taken away from another certificate.
  const isFree = keepsExistingOwner ? !(await pathExists(preferredPath)) : await isReplaceable(preferredPath);
  if (stablePathNames.length === 0 && isFree) stablePathNames.push(preferredName);
  for (const name of stablePathNames) await symlink(`../${thumbprint}`, join(store, `${PREPARED_PREFIX}${name}`));
  return stablePathNames;
}

/** Returns whether the stable path with the first name of a certificate leads to it already. */
export async function hasStablePath(
  store: string,
  { thumbprint, names: [preferredName] }: StablePathRequest,
): Promise<boolean> {
  if (preferredName === undefined) return false;
  return (await readTarget(join(store, STABLE_PATH_DIRECTORY, preferredName))) === thumbprint;
}

/**
 * Creates temporary links for the stable paths of a certificate that will be removed, to the
 * certificates that receive the paths.
 */
export async function prepareSuccessorLinks(
  store: string,
  removed: Thumbprint,
  successors: readonly (readonly [name: string, successor: Thumbprint])[],
): Promise<void> {
  await using stablePaths = await openUnlessLink(join(store, STABLE_PATH_DIRECTORY));
  if (stablePaths === undefined) return;
  for (const [name, successor] of successors) {
    if ((await readTarget(join(stablePaths.descriptorPath, name))) !== removed) continue;
    await symlink(`../${successor}`, join(store, `${SUCCESSOR_PREFIX}${name}`));
  }
}

/** Returns whether temporary links exist: a change is in progress, or its process was killed. */
export async function hasPreparedStablePathLinks(store: string): Promise<boolean> {
  const entries = await readdir(store).catch((): readonly string[] => []);
  return entries.some((entry) => entry.startsWith(PREPARED_PREFIX) || entry.startsWith(SUCCESSOR_PREFIX));
}

/**
 * Moves the temporary links of committed changes into `live`, and removes other temporary links,
 * and links in `live` to removed certificates.
 */
export async function finishStablePathLinks(store: string): Promise<void> {
  await using stablePaths = await openUnlessLink(join(store, STABLE_PATH_DIRECTORY));
  for (const entry of await readdir(store)) {
    const path = join(store, entry);
    if (entry.startsWith(SUCCESSOR_PREFIX)) {
      const name = entry.slice(SUCCESSOR_PREFIX.length);
      // The removal is committed if the certificate to which the path leads is gone.
      const isCommitted =
        stablePaths !== undefined && (await isDangling(store, join(stablePaths.descriptorPath, name)));
      await finishLink(path, isCommitted ? join(stablePaths.descriptorPath, name) : undefined);
    } else if (entry.startsWith(PREPARED_PREFIX)) {
      const target = await readTarget(path);
      const isCommitted = stablePaths !== undefined && target !== undefined && !(await isUncommitted(store, target));
      await finishLink(
        path,
        isCommitted ? join(stablePaths.descriptorPath, entry.slice(PREPARED_PREFIX.length)) : undefined,
      );
    }
  }
  if (stablePaths === undefined) return;
  for (const name of await readdir(stablePaths.descriptorPath)) {
    if (await isDangling(store, join(stablePaths.descriptorPath, name)))
      await removeAll(join(stablePaths.descriptorPath, name));
  }
  await stablePaths.sync();
  // This succeeds only if the directory is empty.
  await ignoreErrors(() => rmdir(join(store, STABLE_PATH_DIRECTORY)));
}

/**
 * Returns whether a link can be renamed to a path: nothing is there, or a link that mailcertd made.
 */
async function isReplaceable(path: string): Promise<boolean> {
  return !(await pathExists(path)) || (await readTarget(path)) !== undefined;
}

/**
 * Renames a temporary link to its final path. Removes it if its change is not committed
 * (`finalPath` undefined), or if a file of the user has the final path.
 */
async function finishLink(path: string, finalPath: string | undefined): Promise<void> {
  try {
    if (finalPath !== undefined && (await isReplaceable(finalPath))) return await rename(path, finalPath);
  } catch (error) {
    // Meanwhile, the user has created a directory there.
    if (errorCode(error) !== 'EISDIR') throw error;
  }
  await removeAll(path);
}

/** Returns whether a link points to a certificate that is no longer in the store. */
async function isDangling(store: string, path: string): Promise<boolean> {
  const target = await readTarget(path);
  return target !== undefined && !(await pathExists(join(store, target)));
}

/** Returns the thumbprint to which a link that mailcertd made leads; undefined for other files. */
async function readTarget(path: string): Promise<Thumbprint | undefined> {
  try {
    return LINK_TARGET.exec(await readlink(path))?.[1];
  } catch (error) {
    if (isGone(error) || errorCode(error) === 'EINVAL') return undefined;
    throw error;
  }
}
