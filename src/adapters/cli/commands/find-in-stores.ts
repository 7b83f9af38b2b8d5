import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import type { Reason } from '../../../domain/problem.ts';
import type { ListedCertificate, StoreState } from '../../../domain/status/status.ts';
import type { Refusal } from '../../../domain/store-change/refusal.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { UsageError } from '../../../work/errors.ts';
import { findCertificateOrRequest, matchingIds } from '../arguments/find-certificate.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { RefusedCommand } from '../invocation/print-refusal.ts';
import type { Session } from '../session/session.ts';
import { problemLines } from '../text/problem-lines.ts';
import { wordsOf } from '../text/words-of.ts';

/** The reasons for which an existing file is unreadable or only partly readable. */
const UNREADABLE_REASONS: ReadonlySet<Reason> = new Set([
  'permission_denied',
  'io_error',
  'changed_while_reading',
  'symlink_loop',
]);

/** The certificates, CSRs and states of stores. */
interface StoreContents {
  readonly certificates: readonly Pick<ListedCertificate, 'stored'>[];
  readonly requests: readonly StoredRequest[];
  readonly stores: readonly StoreState[];
}

/**
 * Returns the thumbprint of the one certificate, or the SHA-256 of the one CSR, that a word names.
 * Prints a refusal and returns undefined if there is no match and a store is unreadable.
 * @throws {UsageError}
 */
export async function findOrPrintRefusal(
  word: string,
  { certificates, requests, stores }: StoreContents,
  command: RefusedCommand,
  { session, invocation }: { readonly session: Session; readonly invocation: Invocation },
): Promise<string | undefined> {
  const all = certificates.map(({ stored }) => stored);
  const unreadable = matchingIds(word, all, requests).size === 0 ? unreadableStoreRefusal(stores) : undefined;
  if (unreadable !== undefined) {
    // Refusals are rare, and every command loads this file.
    const { printRefusal } = await import('../invocation/print-refusal.ts');
    await printRefusal(unreadable, command, session, invocation);
    return undefined;
  }
  const words = wordsOf(session.rendering.locale);
  for (const state of stores) for (const line of problemLines(state, words)) invocation.output.note(line);
  return findCertificateOrRequest(word, all, requests);
}

/**
 * Returns the refusal for a store that could not be read completely; undefined: all were read. In
 * an unreadable store, a missing certificate cannot be confirmed.
 */
function unreadableStoreRefusal(stores: readonly StoreState[]): Refusal | undefined {
  for (const state of stores) {
    if (state.kind === 'unreadable') return { reason: 'store-unavailable', problem: state.problem };
    const problem = state.problems.find(({ reason }) => UNREADABLE_REASONS.has(reason));
    if (problem !== undefined) return { reason: 'store-unavailable', problem };
  }
  return undefined;
}

/**
 * Finds a certificate in the current contents of the stores, or also a CSR, as `findOrPrintRefusal`
 * does.
 * @throws {UsageError}
 */
export async function findInStores(
  word: string,
  { among, ...refused }: RefusedCommand & { readonly among: 'certificates' | 'requests too' },
  session: Session,
  invocation: Invocation,
): Promise<string | undefined> {
  const listing = await session.operations.list({}, invocation.dependencies.signal);
  if (among === 'certificates') refuseRequest(word, listing, session);
  const contents = among === 'certificates' ? { ...listing, requests: [] } : listing;
  return findOrPrintRefusal(word, contents, refused, { session, invocation });
}

/**
 * Refuses a word that names a CSR if only certificates are valid.
 * @throws {UsageError}
 */
function refuseRequest(word: string, { certificates, requests }: StoreContents, { command }: Session): void {
  const all = certificates.map(({ stored }) => stored);
  if (matchingIds(word, all, []).size > 0) return;
  const [id] = matchingIds(word, [], requests);
  const namedRequest = requests.find(({ request }) => request.sha256Fingerprint === id);
  if (namedRequest === undefined) return;
  const { path } = namedRequest.location;
  const importCommand = shellWords([...command, 'certificates', 'import', 'FILE']);
  throw new UsageError(
    `cannot find certificate "${word}": it is a pending CSR (${path}); import the certificate from the CA: ${importCommand}`,
    `証明書「${word}」の検索: 保留中の証明書要求 (${path}) で、証明書はまだありません。証明機関が発行した証明書のインポート: ${importCommand}`,
  );
}
