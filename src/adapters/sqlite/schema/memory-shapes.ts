import type { AnchorsIdentity } from '../../../domain/certificate/anchors-identity.ts';
import type { RequestedBy } from '../../../domain/certificate/certificate.ts';
import type { ChainLink } from '../../../domain/certificate/chain-verdict.ts';
import type { ProblemBlocks } from '../../../domain/failure/problem.ts';
import type {
  FileHistory,
  RememberedCertificate,
  ReportedNote,
  StoreHistory,
  StoreSize,
} from '../../../domain/observation/memory.ts';
import type {
  LastServed,
  ProbeBasis,
  ServedAnswer,
  ServedBaseline,
  ServedCertificate,
  ServedLeaf,
} from '../../../domain/served/served.ts';
import {
  type Check,
  type FieldChecks,
  isCount,
  isFailureData,
  isInstant,
  isText,
  isTexts,
  listOf,
  objectOf,
  oneOf,
  optional,
} from '../../../formats/json-checks.ts';
import { CHAIN_STATUSES } from './chain-statuses.ts';
import type { WrittenFailure, WrittenProblem, WrittenVerdict } from './written-failures.ts';
import type { WrittenEndpoint, WrittenProbeMemory, WrittenResult, WrittenServed, WrittenTls } from './written-probe.ts';

/**
 * The scopes of the table `memory`, which contains what the daemon remembers between scans: one
 * JSON value for each scope. A scope is one of these prefixes, followed by the name of a store
 * (`store:`), the location `path#block` of a certificate (`occupant:`) or the name of a connector
 * (`probe:`). `holdings` is a whole scope. These stored words are older than the names in the
 * program.
 */
export const MEMORY_SCOPES = {
  storeSize: 'store:',
  fileHistory: 'occupant:',
  probe: 'probe:',
  storeHistory: 'holdings',
} as const;

const isTrue: Check = (value) => value === true;

const isStoreSize = objectOf<StoreSize>({
  path: isText,
  certificates: isCount,
  shrunk: optional(objectOf<NonNullable<StoreSize['shrunk']>>({ since: isInstant, scans: isCount })),
  areNamesKnown: optional(isTrue),
});

const REMEMBERED_CERTIFICATE: FieldChecks<RememberedCertificate> = {
  thumbprint: isText,
  names: isTexts,
  issuer: isText,
};

/** The JSON form of a file history. Earlier versions stored the location only in the scope. */
export type WrittenFileHistory = Omit<FileHistory, 'location'> & Partial<Pick<FileHistory, 'location'>>;

const isFileHistory = objectOf<WrittenFileHistory>({
  ...REMEMBERED_CERTIFICATE,
  store: isText,
  location: optional(objectOf<FileHistory['location']>({ path: isText, block: isCount })),
  previous: optional(
    objectOf<NonNullable<FileHistory['previous']>>({ ...REMEMBERED_CERTIFICATE, replacedAt: isInstant }),
  ),
  awaitsKey: optional(isTrue),
  emptySince: optional(isInstant),
});

/** Checks who requested a change. */
export const isRequestedBy: Check = objectOf<RequestedBy>({ by: isText, command: isText, at: isInstant });
const isReportedNote = objectOf<ReportedNote>({
  requestedBy: isRequestedBy,
  services: isTexts,
  isGone: optional(isTrue),
});
/**
 * Checks an item of `notes`: the thumbprint of a certificate or the SHA-256 of a CSR, and what was
 * reported about it.
 */
const isNote: Check = (value) =>
  Array.isArray(value) && value.length === 2 && isText(value[0]) && isReportedNote(value[1]);

/** Checks the JSON form of a StoreHistory: its map is a list of pairs, and its set is a list. */
const isStoreHistory = objectOf<StoreHistory>({
  path: isText,
  notes: listOf(isNote),
  internal: optional(isText),
  removals: isTexts,
});

const WRITTEN_FAILURE: FieldChecks<WrittenFailure> = {
  detail: optional((value) => isText(value) || isFailureData(value)),
  failure: optional(isFailureData),
};

/** Checks a stored problem. Its reason may be any text, because another version may have written it. */
export const isProblem: Check = objectOf<WrittenProblem>({
  ...WRITTEN_FAILURE,
  reason: isText,
  location: isText,
  block: optional(isCount),
  blocks: optional(objectOf<ProblemBlocks>({ first: listOf(isCount), count: isCount })),
});

type WrittenResultOf<K extends WrittenResult<unknown>['kind']> = Extract<WrittenResult<unknown>, { readonly kind: K }>;

function scanResultOf(isValue: Check): Check {
  const isAvailable = objectOf<WrittenResultOf<'available'>>({
    kind: oneOf('available'),
    at: isInstant,
    value: isValue,
    problems: listOf(isProblem),
  });
  const isUnavailable = objectOf<WrittenResultOf<'unavailable'>>({
    kind: oneOf('unavailable'),
    since: isInstant,
    times: isCount,
    problem: isProblem,
    last: optional(objectOf<NonNullable<WrittenResultOf<'unavailable'>['last']>>({ at: isInstant, value: isValue })),
  });
  return (value) => isAvailable(value) || isUnavailable(value);
}

const SERVED_CERTIFICATE: FieldChecks<ServedCertificate> = {
  thumbprint: isText,
  serialNumber: isText,
  subject: isText,
  issuer: isText,
  notBefore: isInstant,
  notAfter: isInstant,
};

const isLeaf = objectOf<ServedLeaf>({
  ...SERVED_CERTIFICATE,
  dnsNames: isTexts,
  ipAddresses: isTexts,
  commonNames: isTexts,
  publicKeyAlgorithm: isText,
  purposeMismatch: optional(isTrue),
});

/** The chain verdicts with this status. */
type VerdictOf<S extends WrittenVerdict['status']> = Extract<WrittenVerdict, { readonly status: S }>;

const isTrusted = objectOf<VerdictOf<'trusted'>>({
  status: oneOf('trusted'),
  anchor: oneOf('system', 'enterprise'),
  intermediates: optional(listOf(objectOf<ChainLink>({ thumbprint: isText, subject: isText, notAfter: isInstant }))),
  holdsUntil: optional(isInstant),
  endsWith: optional(isText),
  limit: optional(isCount),
});
const isSelfSigned = objectOf<VerdictOf<'self-signed'>>({
  status: oneOf('self-signed'),
  isUncertain: optional(isTrue),
});
const isUntrusted = objectOf<VerdictOf<'untrusted'>>({
  status: oneOf('untrusted'),
  ...WRITTEN_FAILURE,
  missingIssuer: optional(isText),
  untrustedRoot: optional(isText),
  isUncertain: optional(isTrue),
});
const isRefused = objectOf<VerdictOf<'refused'>>({ status: oneOf('refused'), detail: isText });
const isUnknown = objectOf<VerdictOf<'unknown'>>({
  status: oneOf('unknown'),
  ...WRITTEN_FAILURE,
});
const CHAIN_CHECKS: readonly Check[] = [isTrusted, isSelfSigned, isUntrusted, isRefused, isUnknown];

const isTls = objectOf<WrittenTls>({
  protocol: isText,
  cipher: isText,
  leaf: isLeaf,
  issuers: listOf(objectOf<ServedCertificate>(SERVED_CERTIFICATE)),
  chain: (value) => CHAIN_CHECKS.some((check) => check(value)),
  anchors: optional(objectOf<AnchorsIdentity>({ contents: isText, unread: optional(oneOf('denied', 'missing')) })),
});
const isWithTls = objectOf<Extract<WrittenServed, { readonly tls: WrittenTls }>>({
  starttls: oneOf('offered', 'implicit'),
  tls: isTls,
});
const isWithoutTls = objectOf<Extract<WrittenServed, { readonly tls: undefined }>>({
  starttls: oneOf('not-offered', 'refused'),
  tls: (value) => value === undefined,
  answer: isText,
});

const isAnswer = objectOf<ServedAnswer>({
  starttls: optional(oneOf('not-offered', 'refused')),
  thumbprint: optional(isText),
  protocol: optional(isText),
  status: optional(oneOf(...CHAIN_STATUSES)),
  anchors: optional(isText),
});

const isEndpoint = objectOf<WrittenEndpoint>({
  address: isText,
  keyType: oneOf('rsa', 'ecdsa', 'any'),
  conversation: scanResultOf((value) => isWithTls(value) || isWithoutTls(value)),
  durationMs: optional(isCount),
  outdatedAt: optional(isInstant),
  unlisted: optional(objectOf<NonNullable<WrittenEndpoint['unlisted']>>({ since: isInstant, answers: isCount })),
  recent: optional(isTexts),
  recentAnswers: optional(listOf(isAnswer)),
  isAlternate: optional(isTrue),
});

const LAST_SERVED: FieldChecks<LastServed> = { thumbprint: isText, at: isInstant };
const isBaseline = objectOf<ServedBaseline>({
  trusted: optional(objectOf<LastServed>(LAST_SERVED)),
  named: optional(objectOf<NonNullable<ServedBaseline['named']>>({ ...LAST_SERVED, names: isTexts })),
});

const isProbeMemory = objectOf<WrittenProbeMemory>({
  url: isText,
  result: scanResultOf(listOf(isEndpoint)),
  definition: optional(isText),
  lastOfferedAt: optional(isInstant),
  baseline: optional(isBaseline),
  basis: optional(
    objectOf<ProbeBasis>({
      disk: isText,
      diskWithoutKeys: optional(isText),
      selectedCertificates: optional(isText),
      settings: optional(isText),
      since: optional(isInstant),
      arrivedAt: optional(isInstant),
    }),
  ),
});

/**
 * Returns whether the parsed value of a row of the table `memory` has the form of its scope. Any
 * value of an unknown scope is accepted, because a newer version may have written it.
 */
export function isMemoryValue(scope: string, value: unknown): boolean {
  if (scope.startsWith(MEMORY_SCOPES.storeSize)) return isStoreSize(value);
  if (scope.startsWith(MEMORY_SCOPES.fileHistory)) return isFileHistory(value);
  if (scope.startsWith(MEMORY_SCOPES.probe)) return isProbeMemory(value);
  if (scope === MEMORY_SCOPES.storeHistory) return isStoreHistory(value);
  return true;
}
