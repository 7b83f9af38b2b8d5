import type { Certificate, CertificateLocation } from '../../../domain/certificate/certificate.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import type { Connector, Source, StoreDefinition } from '../../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../../domain/connector/probe-target.ts';
import type { RequiredName, UnusableFile } from '../../../domain/selection/selection.ts';
import {
  type Check,
  isCount,
  isFailureData,
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
import type { WrittenCertificate, WrittenConnector, WrittenSelection, WrittenStore } from './written-observed.ts';

// Checks of the JSON that is read from the table `observed`. Its rows are the certificates,
// connectors and stores of the last scan. A `Written…` type is the JSON form of such an object.

const isSource = objectOf<Source>({ inventory: isText, place: isText });

type TrustSourceOf<K extends TrustSource['kind']> = Extract<TrustSource, { readonly kind: K }>;

const isSystemTrust = objectOf<TrustSourceOf<'system'>>({ kind: oneOf('system') });
const isEnterpriseTrust = objectOf<TrustSourceOf<'enterprise'>>({ kind: oneOf('enterprise'), path: isText });
const isTrustSource: Check = (value) => isSystemTrust(value) || isEnterpriseTrust(value);

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
  trust: optional(listOf(isTrustSource)),
  requireTls: optional(isFlag),
  requireClientCertificate: optional(isFlag),
  isSubmission: optional(isFlag),
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
export const isWrittenCertificate: Check = objectOf<WrittenCertificate>({
  certificate: isCertificate,
  store: isText,
  location: objectOf<CertificateLocation>({ path: isText, block: isCount, alias: optional(isText) }),
  services: isTexts,
  key: objectOf<WrittenCertificate['key']>({
    kind: oneOf('matches', 'missing', 'differs', 'unreadable'),
    path: optional(isText),
  }),
  // Not `isInstant`: some file systems store times that `Date` does not support.
  writtenAt: optional(isInteger),
});

/** Checks a reference to a certificate: the name of its row in the table `observed`. */
const isCertificateRow = isText;

type WrittenSelectionOf<K extends WrittenSelection['kind']> = Extract<WrittenSelection, { readonly kind: K }>;

const isRequiredName = objectOf<RequiredName>({
  value: isText,
  from: oneOf('connector', 'computer', 'discovered'),
  tlsCertificateName: optional(isText),
  files: optional(isTexts),
});
const isRejected = objectOf<WrittenSelectionOf<'none'>['rejected'][number]>({
  candidate: isCertificateRow,
  reason: isText,
  detail: optional(isText),
});

const isChosenSelection = objectOf<WrittenSelectionOf<'chosen'>>({
  kind: oneOf('chosen'),
  name: isRequiredName,
  chosen: isCertificateRow,
  match: oneOf('exact', 'wildcard'),
  lastSeen: optional(isInstant),
  isProvisional: isFlag,
  alsoSelected: optional(listOf(isCertificateRow)),
});
const isNoneSelection = objectOf<WrittenSelectionOf<'none'>>({
  kind: oneOf('none'),
  name: isRequiredName,
  rejected: listOf(isRejected),
  nearestMiss: optional(isRejected),
  unusableFile: optional(
    objectOf<UnusableFile>({
      path: isText,
      reason: oneOf('certificate-file-missing', 'certificate-file-unusable'),
      detail: isText,
      failure: optional(isFailureData),
    }),
  ),
});
const isUnknownSelection = objectOf<WrittenSelectionOf<'unknown'>>({
  kind: oneOf('unknown'),
  name: isRequiredName,
  unavailable: listOf(isScope),
});
const isNotApplicableSelection = objectOf<WrittenSelectionOf<'not-applicable'>>({ kind: oneOf('not-applicable') });
const SELECTION_CHECKS: readonly Check[] = [
  isChosenSelection,
  isNoneSelection,
  isUnknownSelection,
  isNotApplicableSelection,
];

const ORIGINS: readonly Origin[] = ['self-signed', 'enterprise', 'third-party', 'unknown'];
/** Checks the pair of a thumbprint and the origin of its certificate. */
const isOriginByThumbprint: Check = (value) => Array.isArray(value) && isText(value[0]) && oneOf(...ORIGINS)(value[1]);

/** Checks the value of a connector row. */
export const isWrittenConnector: Check = objectOf<WrittenConnector>({
  connector: isConnector,
  selection: (value) => SELECTION_CHECKS.some((check) => check(value)),
  origins: listOf(isOriginByThumbprint),
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

type StoreStateOf<K extends WrittenStore['kind']> = Extract<WrittenStore, { readonly kind: K }>;

const isReadStore = objectOf<StoreStateOf<'read'>>({
  kind: oneOf('read'),
  store: isDefinition,
  certificates: isCount,
  // How many of the certificates are also in another store.
  repeated: optional(isCount),
  problems: listOf(isProblem),
  seenByDaemonAt: optional(isInstant),
  unconfirmedSince: optional(isInstant),
  // Only set, to true, if the store does not exist because no daemon has run yet.
  isUnmade: optional((value) => value === true),
});
const isUnreadableStore = objectOf<StoreStateOf<'unreadable'>>({
  kind: oneOf('unreadable'),
  store: isDefinition,
  problem: isProblem,
});

/** Checks the value of a store row. */
export const isWrittenStore: Check = (value) => isReadStore(value) || isUnreadableStore(value);
