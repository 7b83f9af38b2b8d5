import { isBarredFrom, type StoredCertificate } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import { allowsServer } from '../certificate/purpose.ts';
import type { StoreSnapshot } from '../observation/observation.ts';
import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import { isPresentedDespite } from './presented-despite.ts';
import {
  type Rejected,
  type RejectionReason,
  type RequiredName,
  refusalOf,
  rejection,
  type Selection,
  type SelectionContext,
  type UnusableFile,
} from './select-certificate.ts';

/** What is known of the files that a server names, and of who opens the keys. */
export interface FileSelectionContext {
  readonly now: Instant;
  readonly keyLoadedBy: string;
  /** Verdicts of the certificates in the named files. */
  readonly chains: SelectionContext['chains'];
  /** The named files, in the order in which they are named; undefined: not looked at in this pass. */
  readonly files: readonly {
    readonly path: string;
    readonly scope: Scope;
    readonly look: ScanResult<StoreSnapshot> | undefined;
  }[];
  /** Inventories that name them and of which nothing can be claimed now. */
  readonly blind: readonly Scope[];
}

/** What of a file is presented as one's own: its first certificate, and each that is no intermediate or has its key here. */
function leavesOf({ certificates }: StoreSnapshot, path: string): readonly StoredCertificate[] {
  return certificates
    .filter(({ location }) => location.path === path)
    .filter(({ certificate, key }, at) => at === 0 || !certificate.isCa || key.kind === 'matches');
}

/** Bound for the certificates of one file that are loaded by OpenSSL: no server needs to send more. */
const MAX_SENT = 100;

/** Returns what a server loads from a file: its leaves, and the issuers that it sends with them. */
export function loadedOf(snapshot: StoreSnapshot, path: string): readonly StoredCertificate[] {
  const sent = snapshot.certificates.filter(({ location }) => location.path === path).slice(0, MAX_SENT);
  return [...new Set([...leavesOf(snapshot, path), ...sent])];
}

function matchOf({ certificate }: StoredCertificate, name: string): 'exact' | 'wildcard' | undefined {
  const matches = [...certificate.dnsNames, ...certificate.commonNames].map((written) => matchDnsName(written, name));
  return matches.includes('exact') ? 'exact' : matches.find((match) => match !== undefined);
}

/** Returns the certificate of a file whose key is there, if it is not the first: a server loads the first with the key. */
function keyedAfter(leaves: readonly StoredCertificate[]): StoredCertificate | undefined {
  const [first, ...others] = leaves;
  if (first?.key.kind !== 'missing' && first?.key.kind !== 'differs') return undefined;
  return others.find(({ key }) => key.kind === 'matches');
}

/** What keeps a server from starting TLS with it, or a client from taking it; an expired one goes on being presented. */
function faultOf(
  leaf: StoredCertificate,
  name: RequiredName,
  ground: FileSelectionContext,
): RejectionReason | undefined {
  if (refusalOf(leaf, ground) !== undefined) return 'certificate-refused';
  if (leaf.key.kind === 'missing') return 'private-key-missing';
  if (leaf.key.kind === 'differs') return 'private-key-mismatch';
  if (isBarredFrom(leaf.key, ground.keyLoadedBy)) return 'private-key-unreadable';
  if (!allowsServer(leaf.certificate)) return 'purpose-mismatch';
  // Nobody asked for the name that a server, or its computer, happens to have.
  if (name.from === 'connector' && matchOf(leaf, name.value) === undefined) return 'certificate-host-mismatch';
  return isNotYetValid(leaf.certificate, ground.now) ? 'not-yet-valid' : undefined;
}

/** Judges the leaves of one file, each with what is wrong with it. */
function judgedLeaves(
  leaves: readonly StoredCertificate[],
  name: RequiredName,
  ground: FileSelectionContext,
): readonly { readonly leaf: StoredCertificate; readonly fault: Rejected | undefined }[] {
  const keyed = keyedAfter(leaves);
  return leaves.map((leaf, at) => {
    if (at === 0 && keyed !== undefined) {
      const { path, block } = keyed.location;
      return { leaf, fault: { candidate: leaf, reason: 'leaf-not-first', detail: `${path}#${block}` } };
    }
    const reason = faultOf(leaf, name, ground);
    return { leaf, fault: reason && rejection(leaf, reason, ground) };
  });
}

/** The first file that was seen and holds no certificate. */
function unusableIn({ files }: FileSelectionContext): UnusableFile | undefined {
  for (const { path, look } of files) {
    if (look?.kind !== 'seen' || leavesOf(look.value, path).length > 0) continue;
    const [problem] = look.problems;
    const reason = problem?.reason === 'not_found' ? 'certificate-file-missing' : 'certificate-file-unusable';
    return {
      path,
      reason,
      detail: problem === undefined || reason === 'certificate-file-missing' ? '' : problem.reason,
    };
  }
  return undefined;
}

/**
 * What a server presents that names its files: the leaf of each, whatever else there is. The one that ends first stands for
 * all. One without a certificate or its key ends STARTTLS for all of them, and is told of before one that is merely no good.
 * @see https://www.postfix.org/postconf.5.html#smtpd_tls_chain_files
 */
export function selectByFile(name: RequiredName, ground: FileSelectionContext): Selection {
  const { files, now } = ground;
  const known = files.flatMap(({ path, look }) => {
    const shown = look && lastKnown(look);
    return shown === undefined ? [] : [{ path, snapshot: shown.value }];
  });
  const leaves = known.flatMap(({ path, snapshot }) => judgedLeaves(leavesOf(snapshot, path), name, ground));
  const refusedIssuers = known.flatMap(({ path, snapshot }) => {
    const own = new Set(leavesOf(snapshot, path));
    return loadedOf(snapshot, path)
      .filter((stored) => !own.has(stored) && refusalOf(stored, ground) !== undefined)
      .map((stored) => rejection(stored, 'certificate-refused', ground));
  });
  const unusableFile = unusableIn(ground);
  const faulty = [...leaves.flatMap(({ fault }) => fault ?? []), ...refusedIssuers];
  const good = leaves
    .flatMap(({ leaf, fault }) => (fault ? [] : [leaf]))
    .sort((a, b) => a.certificate.notAfter - b.certificate.notAfter);
  const [chosen, ...presentedToo] = good;

  const hidden = files.filter(({ look }) => look?.kind !== 'seen');
  const blind = [...hidden.map(({ scope }) => scope), ...ground.blind];
  const isWell = chosen !== undefined && unusableFile === undefined && faulty.length === 0;
  const isKnown = hidden.every(({ look }) => look !== undefined && lastKnown(look) !== undefined);
  if (blind.length > 0 && !(isWell && isKnown && !isExpired(chosen.certificate, now))) {
    return { kind: 'unknown', name, blind, rejected: faulty };
  }
  if (isWell) {
    const seenAt = hidden.flatMap(({ look }) => (look?.kind === 'blind' && look.last ? [look.last.at] : []));
    return {
      kind: 'chosen',
      name,
      chosen,
      match: matchOf(chosen, name.value) ?? 'exact',
      rejected: [],
      lastSeen: seenAt.length === 0 ? undefined : Math.min(...seenAt),
      isProvisional: false,
      ...(presentedToo.length === 0 ? {} : { presentedToo }),
    };
  }
  const ending = faulty.find(({ reason }) => !isPresentedDespite(reason));
  const beside = good.map((candidate): Rejected => ({ candidate, reason: 'unusable-beside-it' }));
  return {
    kind: 'none',
    name,
    rejected: [...faulty, ...beside],
    nearestMiss: unusableFile === undefined ? (ending ?? faulty[0]) : undefined,
    ...(unusableFile === undefined ? {} : { unusableFile }),
  };
}
