import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { keyPaths } from '../keys/key-paths.ts';
import type { DirectoryNote } from '../open/directory-note.ts';
import type { FileContent, PlacedRequest } from '../open/file-content.ts';
import type { FileSource } from '../open/file-source.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import type { ProblemList } from '../walk/problem-list.ts';
import type { SiblingFiles } from './sibling-files.ts';

/** The parts of a scan that are needed to find pending CSRs. */
export interface RequestScan {
  readonly siblings: SiblingFiles;
  /** Receives the problems of notes (output). */
  readonly problems: ProblemList;
  /** Returns the note for the directory of a file. */
  readonly directoryNoteOf: (path: string) => Promise<DirectoryNote>;
}

const NO_REQUESTS: readonly StoredRequest[] = [];

/**
 * Returns the CSRs of which the store has no issued certificate, that is no certificate with the
 * same public key. Each is returned once, in the order of `files`.
 */
export async function pendingRequests(
  store: string,
  files: readonly ScannedFile[],
  { siblings, problems, directoryNoteOf }: RequestScan,
): Promise<readonly StoredRequest[]> {
  const withRequests = files.filter(({ source }) => source.kind === 'content' && source.content.requests.length > 0);
  if (withRequests.length === 0) return NO_REQUESTS;
  const certificatePublicKeys = publicKeysOf(files);
  const pending = new Map<string, StoredRequest>();
  for (const { path, source } of withRequests) {
    if (source.kind !== 'content') continue;
    for (const { block, request } of source.content.requests) {
      if (certificatePublicKeys.has(request.publicKeySha256) || pending.has(request.sha256Fingerprint)) continue;
      const key = await keyOf(request, path, source.content, siblings);
      const { hasServices, services, note, problem } = await directoryNoteOf(path);
      if (problem !== undefined) problems.add(problem);
      pending.set(request.sha256Fingerprint, {
        request,
        store,
        location: { path, block },
        ...key,
        ...(hasServices ? { services } : {}),
        ...(note === undefined ? {} : { note }),
      });
    }
  }
  return [...pending.values()];
}

function publicKeysOf(files: readonly ScannedFile[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { source } of files) {
    if (source.kind !== 'content') continue;
    for (const { certificate } of source.content.certificates) keys.add(certificate.publicKeySha256);
  }
  return keys;
}

/**
 * Searches the private key of a CSR in its own file and at `keyPaths`. If no key matches,
 * `hasPrivateKey` is false, or undefined if a key is unreadable and may be the right one.
 */
async function keyOf(
  { publicKeySha256 }: PlacedRequest['request'],
  path: string,
  content: FileContent,
  siblings: SiblingFiles,
): Promise<Pick<StoredRequest, 'hasPrivateKey' | 'keyPath'>> {
  let hasUnreadableCandidate = false;
  const keySources: { readonly path: string; readonly source: FileSource }[] = [
    { path, source: { kind: 'content', content } },
  ];
  for (const keyPath of keyPaths(path)) {
    keySources.push({ path: keyPath.path, source: (await siblings.find(keyPath.path)).source });
  }
  for (const { path: keyPath, source } of keySources) {
    if (source.kind === 'problem') hasUnreadableCandidate = true;
    if (source.kind !== 'content') continue;
    for (const key of source.content.keys) {
      if (key.kind === 'problem') hasUnreadableCandidate = true;
      else if (key.publicKeySha256 === publicKeySha256) return { hasPrivateKey: true, keyPath };
    }
  }
  return { hasPrivateKey: hasUnreadableCandidate ? undefined : false };
}
