import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { Problem, Reason } from '../failure/problem.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { selectCertificate } from '../selection/select-certificate.ts';
import { areAllSourcesAvailable } from './all-sources.ts';
import { storeProblems } from './store-problems.ts';

/**
 * The internal transport certificate (for mail between the servers of one organization) that the
 * configuration names, or that a `certificates` command recorded, if no store that connectors
 * search contains it.
 */
export type MissingInternalCertificate =
  /** Its file exists, but cannot be parsed. */
  | {
      readonly kind: 'corrupted';
      readonly thumbprint: Thumbprint;
      readonly store: string;
      readonly problem: Problem;
    }
  /** A valid certificate that matches the computer's FQDN is used instead. */
  | { readonly kind: 'replaced'; readonly thumbprint: Thumbprint; readonly replacement: StoredCertificate }
  /** There is no valid certificate to use instead. */
  | { readonly kind: 'without-replacement'; readonly thumbprint: Thumbprint };

/** The reasons why a file that was opened contains no readable certificate. */
const PARSE_ERRORS: ReadonlySet<Reason> = new Set<Reason>([
  'pem_unterminated',
  'pem_bad_base64',
  'der_truncated',
  'der_malformed',
  'der_trailing_bytes',
  'certificate_malformed',
  'no_certificate',
  'encoding_not_read',
]);

/** A private key file. An unreadable key does not mean that the certificate is unreadable. */
const KEY_FILE = /(\/privkey\.pem|\.key)$/;

/**
 * Returns the problem of the unreadable file that last contained the certificate, or of an
 * unreadable file, other than a key file, in the directory that is named by its thumbprint.
 */
function findCorruption(
  assessment: Assessment,
  thumbprint: Thumbprint,
): { store: string; problem: Problem } | undefined {
  const { observation } = assessment;
  const directories = new Map(
    definedStores(observation).flatMap(({ name, path, personal }) =>
      personal ? [[name, `${path}/${thumbprint}/`]] : [],
    ),
  );
  const files = new Set(
    [...observation.memory.fileHistories.values()].flatMap((history) =>
      history.thumbprint === thumbprint ? [history.location.path] : [],
    ),
  );
  return storeProblems(assessment).find(({ store, problem: { reason, location } }) => {
    const directory = directories.get(store);
    if (directory === undefined || !PARSE_ERRORS.has(reason)) return false;
    if (files.has(location)) return true;
    return location.startsWith(directory) && !KEY_FILE.test(location);
  });
}

/**
 * Returns the recorded or configured internal transport certificate if it is missing. Returns
 * undefined if there is none, if it exists, or if it may exist: a store is unavailable, or an
 * inventory (a source that lists connectors and stores) is.
 */
export function missingInternalCertificate(assessment: Assessment): MissingInternalCertificate | undefined {
  const { internalCertificate, context, observation } = assessment;
  const { internalTransport, computer, now } = observation;
  if (internalTransport.source !== 'recorded' && internalTransport.source !== 'configured') return undefined;
  if (internalCertificate !== undefined || !areAllSourcesAvailable(observation)) return undefined;
  const { thumbprint } = internalTransport;
  const corrupted = findCorruption(assessment, thumbprint);
  if (corrupted !== undefined) return { kind: 'corrupted', thumbprint, ...corrupted };
  const selection = selectCertificate({ value: computer.fqdn, from: 'computer' }, context);
  return selection.kind === 'chosen' && !isExpired(selection.chosen.certificate, now)
    ? { kind: 'replaced', thumbprint, replacement: selection.chosen }
    : { kind: 'without-replacement', thumbprint };
}
