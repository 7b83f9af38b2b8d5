import { allowsServer } from '../certificate/allows-server.ts';
import { isAccessDenied, type StoredCertificate } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { problemCause } from '../failure/problem-failures.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import { isClientRejection } from './client-rejection.ts';
import { opensslErrorOf, rejectedCertificate } from './rejected-certificate.ts';
import type {
  RejectedCertificate,
  RejectionReason,
  RequiredName,
  Selection,
  SelectionContext,
  UnusableFile,
} from './selection.ts';

/**
 * The state of the certificate files that a server's settings name, and the account that loads the
 * keys.
 */
export interface FileSelectionContext {
  readonly now: Instant;
  readonly keyLoadedBy: string;
  /** Chain verdicts of the certificates in these files. */
  readonly chains: SelectionContext['chains'];
  /** The files in the order of the settings; undefined: not scanned. */
  readonly files: readonly {
    readonly path: string;
    readonly scope: Scope;
    readonly result: ScanResult<StoreSnapshot> | undefined;
  }[];
  /**
   * The inventory (a list of connectors and stores) that names the files, if it is unavailable.
   */
  readonly unavailable: readonly Scope[];
}

/**
 * Returns the leaf certificates (those of servers) of a file: the first certificate, and further
 * ones that are not CA certificates or whose private key is here.
 */
function leavesOf({ certificates }: StoreSnapshot, path: string): readonly StoredCertificate[] {
  return certificates
    .filter(({ location }) => location.path === path)
    .filter(({ certificate, key }, index) => index === 0 || !certificate.isCa || key.kind === 'matches');
}

/** Maximum number of certificates of one file to check; no server needs to send more. */
const MAX_LOADED_CERTIFICATES = 100;

/**
 * Returns the certificates that a server loads from a file: the leaves, and the intermediate
 * certificates that it sends with them.
 */
export function loadedCertificates(snapshot: StoreSnapshot, path: string): readonly StoredCertificate[] {
  const certificatesInFile = snapshot.certificates
    .filter(({ location }) => location.path === path)
    .slice(0, MAX_LOADED_CERTIFICATES);
  return [...new Set([...leavesOf(snapshot, path), ...certificatesInFile])];
}

function matchName({ certificate }: StoredCertificate, name: string): 'exact' | 'wildcard' | undefined {
  const matches = [...certificate.dnsNames, ...certificate.commonNames].map((certificateName) =>
    matchDnsName(certificateName, name),
  );
  return matches.includes('exact') ? 'exact' : matches.find((match) => match !== undefined);
}

/**
 * Returns a later certificate of the file that matches the private key, if the first one does not.
 * This is an error: a server compares the key with the first certificate.
 */
function laterCertificateWithKey(leaves: readonly StoredCertificate[]): StoredCertificate | undefined {
  const [first, ...others] = leaves;
  if (first?.key.kind !== 'missing' && first?.key.kind !== 'differs') return undefined;
  return others.find(({ key }) => key.kind === 'matches');
}

/**
 * Returns why a server cannot start TLS with a certificate, or why clients reject it. An expired
 * certificate has no reason, because it is still served.
 */
function rejectionReasonOf(
  leaf: StoredCertificate,
  name: RequiredName,
  context: FileSelectionContext,
): RejectionReason | undefined {
  if (opensslErrorOf(leaf, context) !== undefined) return 'certificate-refused';
  if (leaf.key.kind === 'missing') return 'private-key-missing';
  if (leaf.key.kind === 'differs') return 'private-key-mismatch';
  if (isAccessDenied(leaf.key, context.keyLoadedBy)) return 'private-key-unreadable';
  if (!allowsServer(leaf.certificate)) return 'purpose-mismatch';
  // A discovered name, or the computer's name, is not required in the certificate.
  if (name.from === 'connector' && matchName(leaf, name.value) === undefined) return 'certificate-host-mismatch';
  return isNotYetValid(leaf.certificate, context.now) ? 'not-yet-valid' : undefined;
}

/** Returns the leaves of one file, each with the reason why it cannot be used, if there is one. */
function checkLeaves(
  leaves: readonly StoredCertificate[],
  name: RequiredName,
  context: FileSelectionContext,
): readonly { readonly leaf: StoredCertificate; readonly rejected: RejectedCertificate | undefined }[] {
  const certificateWithKey = laterCertificateWithKey(leaves);
  return leaves.map((leaf, index) => {
    if (index === 0 && certificateWithKey !== undefined) {
      const { path, block } = certificateWithKey.location;
      return { leaf, rejected: { candidate: leaf, reason: 'leaf-not-first', detail: `${path}#${block}` } };
    }
    const reason = rejectionReasonOf(leaf, name, context);
    return { leaf, rejected: reason && rejectedCertificate(leaf, reason, context) };
  });
}

/** Returns the first file that was read and contains no certificate. */
function findUnusableFile({ files }: FileSelectionContext): UnusableFile | undefined {
  for (const { path, result } of files) {
    if (result?.kind !== 'available' || leavesOf(result.value, path).length > 0) continue;
    const [problem] = result.problems;
    if (problem?.reason === 'not_found') return { path, reason: 'certificate-file-missing', detail: '' };
    return {
      path,
      reason: 'certificate-file-unusable',
      ...(problem === undefined ? { detail: '' } : { detail: problem.reason, failure: problemCause(problem) }),
    };
  }
  return undefined;
}

/**
 * Returns the selection for a server that names certificate files: the leaf of each file. The leaf
 * that expires first is `chosen`, the others are `alsoSelected`. If one file has no certificate or
 * no key, the server cannot start TLS at all, so this error is reported before errors that only
 * clients see.
 * @see https://www.postfix.org/postconf.5.html#smtpd_tls_chain_files
 */
export function selectByFile(name: RequiredName, context: FileSelectionContext): Selection {
  const { files, now } = context;
  const snapshots = files.flatMap(({ path, result }) => {
    const lastResult = result && currentOrLastKnown(result);
    return lastResult === undefined ? [] : [{ path, snapshot: lastResult.value }];
  });
  const leaves = snapshots.flatMap(({ path, snapshot }) => checkLeaves(leavesOf(snapshot, path), name, context));
  const refusedIssuers = snapshots.flatMap(({ path, snapshot }) => {
    const leavesOfFile = new Set(leavesOf(snapshot, path));
    return loadedCertificates(snapshot, path)
      .filter((stored) => !leavesOfFile.has(stored) && opensslErrorOf(stored, context) !== undefined)
      .map((stored) => rejectedCertificate(stored, 'certificate-refused', context));
  });
  const unusableFile = findUnusableFile(context);
  const allRejected = [...leaves.flatMap(({ rejected }) => rejected ?? []), ...refusedIssuers];
  const suitable = leaves
    .flatMap(({ leaf, rejected }) => (rejected ? [] : [leaf]))
    .sort((a, b) => a.certificate.notAfter - b.certificate.notAfter);
  const [chosen, ...alsoSelected] = suitable;

  // Known certificates can be selected although files are unavailable now, if nothing is wrong with
  // them. Problems are reported only if all files are available, because files may have changed.
  const unavailableFiles = files.filter(({ result }) => result?.kind !== 'available');
  const unavailable = [...unavailableFiles.map(({ scope }) => scope), ...context.unavailable];
  const isUsable = chosen !== undefined && unusableFile === undefined && allRejected.length === 0;
  const areAllKnown = unavailableFiles.every(
    ({ result }) => result !== undefined && currentOrLastKnown(result) !== undefined,
  );
  if (unavailable.length > 0 && !(isUsable && areAllKnown && !isExpired(chosen.certificate, now))) {
    return { kind: 'unknown', name, unavailable, rejected: allRejected };
  }
  if (isUsable) {
    const readTimes = unavailableFiles.flatMap(({ result }) =>
      result?.kind === 'unavailable' && result.last ? [result.last.at] : [],
    );
    return {
      kind: 'chosen',
      name,
      chosen,
      match: matchName(chosen, name.value) ?? 'exact',
      rejected: [],
      lastSeen: readTimes.length === 0 ? undefined : Math.min(...readTimes),
      isProvisional: false,
      ...(alsoSelected.length === 0 ? {} : { alsoSelected }),
    };
  }
  const serverError = allRejected.find(({ reason }) => !isClientRejection(reason));
  const otherRejected = suitable.map(
    (candidate): RejectedCertificate => ({ candidate, reason: 'other-file-unusable' }),
  );
  return {
    kind: 'none',
    name,
    rejected: [...allRejected, ...otherRejected],
    // An unusable file is worse than any rejected certificate, and is reported instead.
    nearestMiss: unusableFile === undefined ? (serverError ?? allRejected[0]) : undefined,
    ...(unusableFile === undefined ? {} : { unusableFile }),
  };
}
