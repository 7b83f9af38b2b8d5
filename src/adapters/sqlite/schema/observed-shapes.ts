import type { Certificate, CertificateLocation } from '../../../domain/certificate/certificate.ts';
import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import type { Connector, Source, StoreDefinition } from '../../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../../domain/connector/probe-target.ts';
import type { RequiredName, UnusableFile } from '../../../domain/selection/selection.ts';
import {
  type Check,
  type FieldChecks,
  isCount,
  isFlag,
  isInstant,
  isInteger,
  isScope,
  isText,
  isTexts,
  listOf,
  objectOf,
  oneOf,
  optional,
} from '../../../formats/json-checks.ts';
import { isProblem } from './memory-shapes.ts';
import type { WrittenConnector, WrittenSelection, WrittenStored } from './written-observed.ts';

const isSource = objectOf<Source>({ inventory: isText, place: isText });

const isTrust: Check = objectOf<{ kind: unknown; path: unknown }>({
  kind: oneOf('system', 'enterprise'),
  path: optional(isText),
} satisfies FieldChecks<{ kind: TrustSource['kind']; path: unknown }>);

const isProbe = objectOf<ProbeTarget>({
  protocol: isText,
  host: isText,
  port: isCount,
  serverName: optional(isText),
  timeoutMs: isCount,
  failureThreshold: isCount,
  probesBothKeyTypes: isFlag,
  client: optional(objectOf<NonNullable<ProbeTarget['client']>>({ certificateFile: isText, keyFile: isText })),
});

const isConnector = objectOf<Connector>({
  name: isText,
  direction: oneOf('receive', 'send'),
  fqdn: optional(isText),
  enabled: isFlag,
  starttls: isFlag,
  fqdnOrigin: optional(oneOf('set', 'discovered')),
  tlsCertificateName: optional(isText),
  certificateFiles: optional(isTexts),
  keyFiles: optional(isTexts),
  keyLoadedBy: optional(isText),
  probe: optional(isProbe),
  listensAt: optional(objectOf<NonNullable<Connector['listensAt']>>({ host: isText, port: isCount })),
  grace: optional(isCount),
  reload: optional(isTexts),
  trust: optional(listOf(isTrust)),
  requireTls: optional(isFlag),
  requireClientCertificate: optional(isFlag),
  selectCertificate: optional(isFlag),
  isInternal: optional(isFlag),
  source: isSource,
});

const isCertificate = objectOf<Certificate>({
  thumbprint: isText,
  sha256Fingerprint: isText,
  version: isInteger,
  serialNumber: isText,
  subject: isText,
  issuer: isText,
  commonNames: isTexts,
  notBefore: isInstant,
  notAfter: isInstant,
  dnsNames: isTexts,
  ipAddresses: isTexts,
  publicKeyAlgorithm: isText,
  publicKeySize: optional(isCount),
  signatureAlgorithm: isText,
  publicKeySha256: isText,
  isSelfIssued: isFlag,
  isCa: isFlag,
  pathLength: optional(isInteger),
  keyUsage: optional(isTexts),
  extendedKeyUsage: optional(isTexts),
  subjectKeyIdentifier: optional(isText),
  authorityKeyIdentifier: optional(isText),
});

/** Checks the value of a certificate row. */
export const isWrittenStored: Check = objectOf<WrittenStored>({
  certificate: isCertificate,
  store: isText,
  location: objectOf<CertificateLocation>({ path: isText, block: isCount, alias: optional(isText) }),
  services: isTexts,
  key: objectOf<WrittenStored['key']>({
    kind: oneOf('matches', 'missing', 'differs', 'unreadable'),
    path: optional(isText),
  }),
  writtenAt: optional(isInteger),
});

type WrittenSelectionOf<K extends WrittenSelection['kind']> = Extract<WrittenSelection, { readonly kind: K }>;

const isName = objectOf<RequiredName>({
  value: isText,
  from: oneOf('connector', 'computer', 'discovered'),
  tlsCertificateName: optional(isText),
  files: optional(isTexts),
});
const isRejected = objectOf<WrittenSelectionOf<'none'>['rejected'][number]>({
  candidate: isText,
  reason: isText,
  detail: optional(isText),
});

const isChosen = objectOf<WrittenSelectionOf<'chosen'>>({
  kind: oneOf('chosen'),
  name: isName,
  chosen: isText,
  match: oneOf('exact', 'wildcard'),
  lastSeen: optional(isInstant),
  isProvisional: isFlag,
  alsoSelected: optional(isTexts),
});
const isNone = objectOf<WrittenSelectionOf<'none'>>({
  kind: oneOf('none'),
  name: isName,
  rejected: listOf(isRejected),
  nearestMiss: optional(isRejected),
  unusableFile: optional(
    objectOf<UnusableFile>({
      path: isText,
      reason: oneOf('certificate-file-missing', 'certificate-file-unusable'),
      detail: isText,
    }),
  ),
});
const isUnknown = objectOf<WrittenSelectionOf<'unknown'>>({
  kind: oneOf('unknown'),
  name: isName,
  unavailable: listOf(isScope),
});
const isNotApplicable = objectOf<WrittenSelectionOf<'not-applicable'>>({ kind: oneOf('not-applicable') });

/** Checks the value of a connector row. */
export const isWrittenConnector: Check = objectOf<WrittenConnector>({
  connector: isConnector,
  selection: (value) => isChosen(value) || isNone(value) || isUnknown(value) || isNotApplicable(value),
  origins: listOf(
    (value) =>
      Array.isArray(value) &&
      isText(value[0]) &&
      oneOf('self-signed', 'enterprise', 'third-party', 'unknown')(value[1]),
  ),
});

const isDefinition = objectOf<StoreDefinition>({
  name: isText,
  path: isText,
  services: isTexts,
  personal: isFlag,
  onlyFor: optional(isText),
  autoRenewed: optional(isFlag),
  passwordFiles: optional(isTexts),
  keyFiles: optional(isTexts),
  source: isSource,
});
const isRead = objectOf<{
  kind: unknown;
  store: unknown;
  certificates: unknown;
  repeated: unknown;
  problems: unknown;
  unconfirmedSince: unknown;
  isUnmade: unknown;
}>({
  kind: oneOf('read'),
  store: isDefinition,
  certificates: isCount,
  repeated: optional(isCount),
  problems: listOf(isProblem),
  unconfirmedSince: optional(isInstant),
  isUnmade: optional((value) => value === true),
});
const isUnreadable = objectOf<{ kind: unknown; store: unknown; problem: unknown }>({
  kind: oneOf('unreadable'),
  store: isDefinition,
  problem: isProblem,
});

/** Checks the value of a store row. */
export const isWrittenStore: Check = (value) => isRead(value) || isUnreadable(value);
