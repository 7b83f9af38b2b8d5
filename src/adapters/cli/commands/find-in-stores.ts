import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import type { ListedCertificate, StoreState } from '../../../domain/status/status.ts';
import type { Refusal } from '../../../domain/store-change/refusal.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { findCertificateOrRequest, matchingIds } from '../arguments/find-certificate.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { RefusedCommand } from '../invocation/print-refusal.ts';
import type { Session } from '../session/session.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { problemLines } from '../text/problem-lines.ts';
import { UsageError } from '../text/usage-error.ts';

/** The reasons for which a file may contain certificates that were not read. */
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
 * @throws {UsageError} if none or several match
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
    // Loaded only here: refusals are rare, and a command should start fast.
    const { printRefusal } = await import('../invocation/print-refusal.ts');
    await printRefusal(unreadable, command, session, invocation);
    return undefined;
  }

  for (const state of stores)
    for (const line of problemLines(state, session.rendering.locale)) invocation.output.note(line);
  return findCertificateOrRequest(word, all, requests);
}

/**
 * Returns the refusal for the first store that could not be read completely; undefined: all were
 * read. Such a store may contain the missing certificate.
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
 * Lists the stores, and returns the thumbprint of the one certificate that a word names, or the
 * SHA-256 of the one CSR if the command accepts CSRs. Prints a refusal and returns undefined if
 * there is no match and a store is unreadable.
 * @throws {UsageError} if none or several match, or if the word names a CSR that is not accepted
 */
export async function findInStores(
  word: string,
  { accepts, ...command }: RefusedCommand & { readonly accepts: 'certificates' | 'certificates and CSRs' },
  session: Session,
  invocation: Invocation,
): Promise<string | undefined> {
  const listing = await session.operations.list({}, invocation.dependencies.signal);
  if (accepts === 'certificates and CSRs') return findOrPrintRefusal(word, listing, command, { session, invocation });
  refuseRequest(word, listing, session);
  return findOrPrintRefusal(word, { ...listing, requests: [] }, command, { session, invocation });
}

/**
 * Refuses a word that names a CSR and no certificate.
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
  throw new UsageError(FIND_FAILURES.certificate_pending({ word, path, command: importCommand }));
}
