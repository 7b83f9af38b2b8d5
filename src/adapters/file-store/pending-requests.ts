import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import type { FileContent, PlacedRequest } from './file-content.ts';
import { keyPaths } from './key-paths.ts';
import type { KnownFile } from './known-file.ts';
import type { Neighbours } from './neighbours.ts';

const NONE: readonly StoredRequest[] = [];

/** The requests of a store that no certificate in it answers, each once, in order of place. */
export async function pendingRequests(
  store: string,
  files: readonly KnownFile[],
  neighbours: Neighbours,
): Promise<readonly StoredRequest[]> {
  const asking = files.filter(({ source }) => source.kind === 'content' && source.content.requests.length > 0);
  if (asking.length === 0) return NONE;
  const answered = publicKeysOf(files);
  const pending = new Map<string, StoredRequest>();
  for (const { path, source } of asking) {
    if (source.kind !== 'content') continue;
    for (const { block, request } of source.content.requests) {
      if (answered.has(request.publicKeySha256) || pending.has(request.sha256Fingerprint)) continue;
      const hasPrivateKey = await hasKey(request, path, source.content, neighbours);
      pending.set(request.sha256Fingerprint, { request, store, location: { path, block }, hasPrivateKey });
    }
  }
  return [...pending.values()];
}

function publicKeysOf(files: readonly KnownFile[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { source } of files) {
    if (source.kind !== 'content') continue;
    for (const { certificate } of source.content.certificates) keys.add(certificate.publicKeySha256);
  }
  return keys;
}

/** Whether its private key lies where a certificate's would; undefined: something there cannot be judged. */
async function hasKey(
  { publicKeySha256 }: PlacedRequest['request'],
  path: string,
  content: FileContent,
  neighbours: Neighbours,
): Promise<boolean | undefined> {
  let isUnsure = false;
  const besides = [];
  for (const beside of keyPaths(path)) besides.push((await neighbours.at(beside.path)).source);
  for (const source of [{ kind: 'content', content } as const, ...besides]) {
    if (source.kind === 'problem') isUnsure = true;
    if (source.kind !== 'content') continue;
    for (const key of source.content.keys) {
      if (key.kind === 'problem') isUnsure = true;
      else if (key.publicKeySha256 === publicKeySha256) return true;
    }
  }
  return isUnsure ? undefined : false;
}
