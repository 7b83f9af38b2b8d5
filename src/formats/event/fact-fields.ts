import type { RotatedCertificate } from '../../domain/connector/rotation.ts';
import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type {
  Escalation,
  Evidence,
  Facts,
  NamedCertificate,
  NearestMiss,
  ProbedAddress,
  UnreadableFile,
  UntoldRecord,
} from '../../domain/event/facts.ts';
import { REJECTION_WORDS } from '../../domain/event/sentences.ts';

/** How a fact is written as text: as it stands, as a moment in ISO 8601, or as JSON. */
export interface FactField {
  readonly as: 'text' | 'instant' | 'json';
  readonly holds: (value: unknown) => boolean;
}

type Fields<T> = Readonly<Record<keyof T, (value: unknown) => boolean>>;

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isOptional = (holds: (value: unknown) => boolean) => (value: unknown) => value === undefined || holds(value);
const oneOf =
  (...words: readonly string[]) =>
  (value: unknown) =>
    words.some((word) => word === value);

function isRecordOf<T>(fields: Fields<T>): (value: unknown) => boolean {
  const checks: readonly (readonly [string, (value: unknown) => boolean])[] = Object.entries(fields);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const found = new Map<string, unknown>(Object.entries(value));
    return checks.every(([name, holds]) => holds(found.get(name)));
  };
}

const EVIDENCE_REASONS: Readonly<Record<Evidence['reason'], true>> = {
  observed: true,
  'connector-removed': true,
  'connector-off': true,
  'not-probed': true,
  'store-removed': true,
  expired: true,
  reclassified: true,
};

const isNearest = isRecordOf<NearestMiss>({
  thumbprint: isText,
  reason: oneOf(...Object.keys(REJECTION_WORDS)),
  names: isList,
  notAfter: isNumber,
  store: isOptional(isText),
  detail: isOptional(isText),
});
const isEvidence = isRecordOf<Evidence>({
  scope: (value) => typeof value === 'string' && /^(inventory|store|connector|probe):/.test(value),
  at: isNumber,
  thumbprint: isOptional(isText),
  notYetServedBy: isOptional(isList),
  reason: oneOf(...Object.keys(EVIDENCE_REASONS)),
});
const isNamed = isRecordOf<NamedCertificate>({
  thumbprint: isText,
  names: isList,
  notAfter: isNumber,
  detail: isOptional(isText),
});
const isNumbers = (value: unknown): boolean => Array.isArray(value) && value.every(isNumber);
const isUnreadable = isRecordOf<UnreadableFile>({
  path: isText,
  detail: isOptional(isText),
  blocks: isOptional(isNumbers),
  blockCount: isOptional(isNumber),
});
const isRotated = isOptional(
  isRecordOf<RotatedCertificate>({ thumbprint: isText, serialNumber: isText, notAfter: isNumber }),
);
const isRotatedAddress = isRecordOf<NonNullable<Facts['rotated']>[number]>({
  connector: isOptional(isText),
  address: isText,
  keyType: oneOf('rsa', 'ecdsa', 'any'),
  before: isRotated,
  after: isRotated,
});
const isProbedAddress = isRecordOf<ProbedAddress>({
  address: isText,
  keyType: isOptional(oneOf('rsa', 'ecdsa')),
  reason: isOptional(isText),
  detail: isOptional(isText),
  times: isOptional(isNumber),
  since: isOptional(isNumber),
  thumbprint: isOptional(isText),
});
const isLevel = oneOf(...Object.keys(LEVEL_NUMBERS));
const CHANGES: Readonly<Record<UntoldRecord['change'], true>> = {
  once: true,
  raised: true,
  repeated: true,
  escalated: true,
  cleared: true,
};
const isUntold = isRecordOf<UntoldRecord>({
  eventRecordId: isNumber,
  eventId: isNumber,
  level: isLevel,
  change: oneOf(...Object.keys(CHANGES)),
});
const isCleared = isRecordOf<NonNullable<Facts['cleared']>>({
  eventId: isNumber,
  raisedAt: isNumber,
  level: isOptional(isLevel),
  evidence: isEvidence,
});

const ESCALATIONS: Readonly<Record<Escalation['kind'], (value: unknown) => boolean>> = {
  urgency: isRecordOf<{ kind: string }>({ kind: isText }),
  level: isRecordOf<{ before: string }>({ before: isLevel }),
  connectors: isRecordOf<{ added: readonly string[] }>({ added: isList }),
  name: isRecordOf<{ before: string }>({ before: isText }),
  certificates: isRecordOf<{ before: number }>({ before: isNumber }),
  files: isRecordOf<{ before: number }>({ before: isNumber }),
};
const isEscalation = (value: unknown): boolean =>
  Object.entries(ESCALATIONS).some(
    ([kind, holds]) => isRecordOf<{ kind: string }>({ kind: oneOf(kind) })(value) && holds(value),
  );

const text: FactField = { as: 'text', holds: isText };
const instant: FactField = { as: 'instant', holds: isNumber };
const list: FactField = { as: 'json', holds: isList };

/** Every fact, in the order in which they are written. A fact that is missing here does not compile. */
export const FACT_FIELDS: Readonly<Record<keyof Facts, FactField>> = {
  connector: text,
  direction: { as: 'text', holds: oneOf('receive', 'send') },
  connectors: list,
  fqdn: text,
  fqdns: list,
  fqdnSource: { as: 'text', holds: oneOf('connector', 'computer', 'discovered') },
  tlsCertificateName: text,
  certificateFiles: list,
  publicKeyAlgorithm: text,
  inventory: text,
  thumbprint: text,
  subject: text,
  notBefore: instant,
  notAfter: instant,
  locations: list,
  reason: text,
  nearest: { as: 'json', holds: isNearest },
  store: text,
  count: { as: 'json', holds: isNumber },
  certificates: { as: 'json', holds: (value) => Array.isArray(value) && value.every(isNamed) },
  path: text,
  detail: text,
  files: { as: 'json', holds: (value) => Array.isArray(value) && value.every(isUnreadable) },
  configurationLine: text,
  keyLoadedBy: text,
  closed: list,
  namesLost: list,
  issuerBefore: text,
  issuer: text,
  thumbprintBefore: text,
  previousSeenAt: instant,
  requestSha256: text,
  services: list,
  servicesBefore: list,
  askedBy: text,
  askedCommand: text,
  askedAt: instant,
  reload: list,
  rotated: { as: 'json', holds: (value) => Array.isArray(value) && value.every(isRotatedAddress) },
  notifier: text,
  deliveryId: text,
  untold: { as: 'json', holds: (value) => Array.isArray(value) && value.every(isUntold) },
  output: text,
  firstRecordId: { as: 'json', holds: isNumber },
  lastRecordId: { as: 'json', holds: isNumber },
  probes: list,
  addresses: { as: 'json', holds: (value) => Array.isArray(value) && value.every(isProbedAddress) },
  answer: text,
  offeredAt: instant,
  requireTls: { as: 'json', holds: (value) => value === true },
  protocol: text,
  names: list,
  missingIssuer: text,
  untrustedRoot: text,
  onDiskSince: instant,
  lastSeen: instant,
  raisedAt: instant,
  escalation: { as: 'json', holds: (value) => Array.isArray(value) && value.every(isEscalation) },
  cleared: { as: 'json', holds: isCleared },
};
