import type { UndeliveredRecord } from '../../domain/event/data/delivery-data.ts';
import type { FactsByName } from '../../domain/event/data/facts-by-name.ts';
import type { Escalation, Evidence } from '../../domain/event/data/life-cycle-data.ts';
import type { NamedCertificate, UnreadableFile } from '../../domain/event/data/list-data.ts';
import type { ProbedAddress } from '../../domain/event/data/probe-data.ts';
import type { ClosestCertificate } from '../../domain/event/data/selection-data.ts';
import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type { RotatedCertificate } from '../../domain/served/rotation.ts';
import {
  type Check,
  isCount,
  isFailureData,
  isFlag,
  isInstant,
  isScope,
  isText,
  isTexts,
  listOf,
  objectOf,
  oneOf,
  optional,
} from '../json-checks.ts';

/** How a fact of an event is written as text, and how its value is checked. */
export interface FactField {
  /** `text`: unchanged; `instant`: ISO 8601; `json`: JSON. */
  readonly format: 'text' | 'instant' | 'json';
  readonly isValid: Check;
}

// A reason of a newer version is shown as its code.
const isReasonCode = isText;

const isClosestCertificate = objectOf<ClosestCertificate>({
  thumbprint: isText,
  reason: isReasonCode,
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
  reason: isReasonCode,
});
const isNamedCertificate = objectOf<NamedCertificate>({
  thumbprint: isText,
  names: isTexts,
  notAfter: isInstant,
  detail: optional(isText),
});
const isUnreadableFile = objectOf<UnreadableFile>({
  path: isText,
  detail: optional(isText),
  failure: optional(isFailureData),
  blocks: optional(listOf(isCount)),
  blockCount: optional(isCount),
});
/** The certificate that an address served before or after a reload; left out: none. */
const isReloadedCertificate = optional(
  objectOf<RotatedCertificate>({ thumbprint: isText, serialNumber: isText, notAfter: isInstant }),
);
const isReloadedAddress = objectOf<NonNullable<FactsByName['rotated']>[number]>({
  connector: optional(isText),
  address: isText,
  keyType: oneOf('rsa', 'ecdsa', 'any'),
  before: isReloadedCertificate,
  after: isReloadedCertificate,
});
const isProbedAddress = objectOf<ProbedAddress>({
  address: isText,
  keyType: optional(oneOf('rsa', 'ecdsa')),
  reason: optional(isText),
  detail: optional(isText),
  failure: optional(isFailureData),
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
const isUndeliveredRecord = objectOf<UndeliveredRecord>({
  eventRecordId: isCount,
  eventId: isCount,
  level: isLevel,
  change: oneOf(...Object.keys(CHANGES)),
});
const isCleared = objectOf<NonNullable<FactsByName['cleared']>>({
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
/** Returns true if the kind is known and its own check succeeds. */
const isEscalation: Check = (value) =>
  Object.entries(ESCALATIONS).some(
    ([kind, isValid]) => objectOf<{ kind: string }>({ kind: oneOf(kind) })(value) && isValid(value),
  );

const text: FactField = { format: 'text', isValid: isText };
const instant: FactField = { format: 'instant', isValid: isInstant };
const list: FactField = { format: 'json', isValid: isTexts };

/** All facts in the order of output. A missing fact is a compile error. */
export const FACT_FIELDS: Readonly<Record<keyof FactsByName, FactField>> = {
  connector: text,
  direction: { format: 'text', isValid: oneOf('receive', 'send') },
  connectors: list,
  fqdn: text,
  fqdns: list,
  fqdnSource: { format: 'text', isValid: oneOf('connector', 'computer', 'discovered') },
  tlsCertificateName: text,
  certificateFiles: list,
  serverProtocols: list,
  publicKeyAlgorithm: text,
  profile: { format: 'text', isValid: oneOf('exchange-2019') },
  inventory: text,
  thumbprint: text,
  subject: text,
  notBefore: instant,
  notAfter: instant,
  locations: list,
  reason: text,
  nearestMiss: { format: 'json', isValid: isClosestCertificate },
  store: text,
  count: { format: 'json', isValid: isCount },
  certificates: { format: 'json', isValid: listOf(isNamedCertificate) },
  path: text,
  detail: text,
  failure: { format: 'json', isValid: isFailureData },
  files: { format: 'json', isValid: listOf(isUnreadableFile) },
  configurationLine: text,
  hasPlaceholder: { format: 'json', isValid: isFlag },
  withoutExchange: { format: 'json', isValid: (value) => value === true },
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
  rotated: { format: 'json', isValid: listOf(isReloadedAddress) },
  notifier: text,
  deliveryId: text,
  undelivered: { format: 'json', isValid: listOf(isUndeliveredRecord) },
  output: text,
  firstRecordId: { format: 'json', isValid: isCount },
  lastRecordId: { format: 'json', isValid: isCount },
  probes: list,
  listeners: list,
  moreListeners: { format: 'json', isValid: isCount },
  addresses: { format: 'json', isValid: listOf(isProbedAddress) },
  answer: text,
  lastOfferedAt: instant,
  requireTls: { format: 'json', isValid: (value) => value === true },
  protocol: text,
  names: list,
  missingIssuer: text,
  untrustedRoot: text,
  onDiskSince: instant,
  lastSeen: instant,
  raisedAt: instant,
  escalation: { format: 'json', isValid: listOf(isEscalation) },
  cleared: { format: 'json', isValid: isCleared },
};

/**
 * Returns true if the known facts of an object have valid values; facts of newer versions are
 * allowed.
 */
export function areFacts(value: unknown): value is FactsByName {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(FACT_FIELDS).every(
    ([name, { isValid }]) => !Object.hasOwn(value, name) || isValid(Reflect.get(value, name)),
  );
}
