import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type {
  Escalation,
  Evidence,
  Facts,
  NamedCertificate,
  NearestMiss,
  ProbedAddress,
  UndeliveredRecord,
  UnreadableFile,
} from '../../domain/event/facts.ts';
import { REJECTION_TEXTS } from '../../domain/event/rejection-text.ts';
import type { RotatedCertificate } from '../../domain/served/rotation.ts';
import {
  type Check,
  isCount,
  isInstant,
  isScope,
  isText,
  isTexts,
  listOf,
  objectOf,
  oneOf,
  optional,
} from '../json-checks.ts';

/** The text form of a fact (plain, ISO 8601, or JSON), and the check of its value. */
export interface FactField {
  readonly as: 'text' | 'instant' | 'json';
  readonly holds: Check;
}

const EVIDENCE_REASONS: Readonly<Record<Evidence['reason'], true>> = {
  observed: true,
  'connector-removed': true,
  'connector-off': true,
  'not-probed': true,
  'address-removed': true,
  'store-removed': true,
  expired: true,
  reclassified: true,
};

const isNearest = objectOf<NearestMiss>({
  thumbprint: isText,
  reason: oneOf(...Object.keys(REJECTION_TEXTS)),
  names: isTexts,
  notAfter: isInstant,
  store: optional(isText),
  notBefore: optional(isInstant),
  detail: optional(isText),
});
const isEvidence = objectOf<Evidence>({
  scope: isScope,
  at: isInstant,
  thumbprint: optional(isText),
  reason: oneOf(...Object.keys(EVIDENCE_REASONS)),
});
const isNamed = objectOf<NamedCertificate>({
  thumbprint: isText,
  names: isTexts,
  notAfter: isInstant,
  detail: optional(isText),
});
const isUnreadable = objectOf<UnreadableFile>({
  path: isText,
  detail: optional(isText),
  blocks: optional(listOf(isCount)),
  blockCount: optional(isCount),
});
const isRotated = optional(
  objectOf<RotatedCertificate>({ thumbprint: isText, serialNumber: isText, notAfter: isInstant }),
);
const isRotatedAddress = objectOf<NonNullable<Facts['rotated']>[number]>({
  connector: optional(isText),
  address: isText,
  keyType: oneOf('rsa', 'ecdsa', 'any'),
  before: isRotated,
  after: isRotated,
});
const isProbedAddress = objectOf<ProbedAddress>({
  address: isText,
  keyType: optional(oneOf('rsa', 'ecdsa')),
  reason: optional(isText),
  detail: optional(isText),
  times: optional(isCount),
  since: optional(isInstant),
  thumbprint: optional(isText),
});
const isLevel = oneOf(...Object.keys(LEVEL_NUMBERS));
const CHANGES: Readonly<Record<UndeliveredRecord['change'], true>> = {
  once: true,
  raised: true,
  repeated: true,
  escalated: true,
  cleared: true,
};
const isUndelivered = objectOf<UndeliveredRecord>({
  eventRecordId: isCount,
  eventId: isCount,
  level: isLevel,
  change: oneOf(...Object.keys(CHANGES)),
});
const isCleared = objectOf<NonNullable<Facts['cleared']>>({
  eventId: isCount,
  raisedAt: isInstant,
  level: optional(isLevel),
  evidence: isEvidence,
});

const ESCALATIONS: Readonly<Record<Escalation['kind'], Check>> = {
  urgency: objectOf<{ kind: string }>({ kind: isText }),
  level: objectOf<{ before: string }>({ before: isLevel }),
  connectors: objectOf<{ added: readonly string[] }>({ added: isTexts }),
  name: objectOf<{ before: string }>({ before: isText }),
  certificates: objectOf<{ before: number }>({ before: isCount }),
  files: objectOf<{ before: number }>({ before: isCount }),
};
const isEscalation: Check = (value) =>
  Object.entries(ESCALATIONS).some(
    ([kind, holds]) => objectOf<{ kind: string }>({ kind: oneOf(kind) })(value) && holds(value),
  );

const text: FactField = { as: 'text', holds: isText };
const instant: FactField = { as: 'instant', holds: isInstant };
const list: FactField = { as: 'json', holds: isTexts };

/** All facts in the order of output. A missing fact is a compile error. */
export const FACT_FIELDS: Readonly<Record<keyof Facts, FactField>> = {
  connector: text,
  direction: { as: 'text', holds: oneOf('receive', 'send') },
  connectors: list,
  fqdn: text,
  fqdns: list,
  fqdnSource: { as: 'text', holds: oneOf('connector', 'computer', 'discovered') },
  tlsCertificateName: text,
  certificateFiles: list,
  serverProtocols: list,
  publicKeyAlgorithm: text,
  inventory: text,
  thumbprint: text,
  subject: text,
  notBefore: instant,
  notAfter: instant,
  locations: list,
  reason: text,
  nearestMiss: { as: 'json', holds: isNearest },
  store: text,
  count: { as: 'json', holds: isCount },
  certificates: { as: 'json', holds: listOf(isNamed) },
  path: text,
  detail: text,
  files: { as: 'json', holds: listOf(isUnreadable) },
  configurationLine: text,
  keyLoadedBy: text,
  inaccessiblePaths: list,
  missingNames: list,
  previousIssuer: text,
  issuer: text,
  previousThumbprint: text,
  previousSeenAt: instant,
  requestSha256: text,
  services: list,
  previousServices: list,
  requestedBy: text,
  requestCommand: text,
  requestedAt: instant,
  reload: list,
  rotated: { as: 'json', holds: listOf(isRotatedAddress) },
  notifier: text,
  deliveryId: text,
  undelivered: { as: 'json', holds: listOf(isUndelivered) },
  output: text,
  firstRecordId: { as: 'json', holds: isCount },
  lastRecordId: { as: 'json', holds: isCount },
  probes: list,
  addresses: { as: 'json', holds: listOf(isProbedAddress) },
  answer: text,
  lastOfferedAt: instant,
  requireTls: { as: 'json', holds: (value) => value === true },
  protocol: text,
  names: list,
  missingIssuer: text,
  untrustedRoot: text,
  onDiskSince: instant,
  lastSeen: instant,
  raisedAt: instant,
  escalation: { as: 'json', holds: listOf(isEscalation) },
  cleared: { as: 'json', holds: isCleared },
};

/**
 * Returns true if the known facts of an object have valid values; facts of newer versions are
 * allowed.
 */
export function areFacts(value: unknown): value is Facts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(FACT_FIELDS).every(
    ([name, { holds }]) => !Object.hasOwn(value, name) || holds(Reflect.get(value, name)),
  );
}
