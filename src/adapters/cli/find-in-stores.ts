import { findStored } from './find-certificate.ts';
import type { Invocation } from './invocation.ts';
import type { Session } from './means.ts';
import { problemLines } from './scan.ts';
import { wordsOf } from './words-of.ts';

/** The thumbprint of the one certificate in the stores that a word names, or the SHA-256 of a request. @throws {UsageError} */
export async function findInStores(
  word: string,
  among: 'certificates' | 'requests too',
  { operations, rendering }: Session,
  { means, output }: Invocation,
): Promise<string> {
  const { certificates, requests, stores } = await operations.list(false, means.signal);
  const words = wordsOf(rendering.locale);
  for (const state of stores) for (const line of problemLines(state, words)) output.tell(line);
  const all = certificates.map(({ stored }) => stored);
  return findStored(word, all, among === 'certificates' ? [] : requests);
}
