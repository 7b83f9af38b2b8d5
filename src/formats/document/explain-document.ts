import type { Certificate, StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { Line } from '../../domain/remedy/remedy.ts';
import type { RejectedCertificate, Selection } from '../../domain/selection/selection.ts';
import type { Explanation } from '../../domain/status/status.ts';
import { connectorDefinition } from './connector-definition.ts';

/** The simulated result of a fix. */
export interface AfterFix {
  /** The connector after the fix. */
  readonly after: Explanation;
  /** The conditions of the whole host that the fix would change. */
  readonly simulation: {
    readonly raised: readonly Condition[];
    readonly escalated: readonly Condition[];
    readonly cleared: readonly Condition[];
  };
}

type Document = Readonly<Record<string, unknown>>;

/**
 * Every field of a certificate, in the order of output. A record and not a list, because TypeScript
 * then reports a missing field.
 */
const CERTIFICATE_KEYS: Readonly<Record<keyof Certificate, true>> = {
  thumbprint: true,
  sha256Fingerprint: true,
  version: true,
  serialNumber: true,
  subject: true,
  issuer: true,
  commonNames: true,
  notBefore: true,
  notAfter: true,
  dnsNames: true,
  ipAddresses: true,
  publicKeyAlgorithm: true,
  publicKeySize: true,
  signatureAlgorithm: true,
  publicKeySha256: true,
  isSelfIssued: true,
  isCa: true,
  pathLength: true,
  keyUsage: true,
  extendedKeyUsage: true,
  subjectKeyIdentifier: true,
  authorityKeyIdentifier: true,
};

const isCertificateKey = (name: string): name is keyof Certificate => Object.hasOwn(CERTIFICATE_KEYS, name);

/**
 * Returns a certificate as JSON. Every field is read by its name, because the fields of a
 * certificate may be getters, which a spread does not copy.
 */
export function certificateFieldsDocument(certificate: Certificate): Document {
  return Object.fromEntries(
    Object.keys(CERTIFICATE_KEYS)
      .filter(isCertificateKey)
      .map((field) => [field, certificate[field]]),
  );
}

/** Returns a stored certificate as JSON, without its private key. */
export function storedDocument({ certificate, store, location, services, key }: StoredCertificate): Document {
  return {
    certificate: certificateFieldsDocument(certificate),
    store,
    location,
    services,
    key: { kind: key.kind, path: key.path },
  };
}

/**
 * Returns where a line of configuration must be added: the file next to the certificate, or the
 * file and line of an entry in the configuration.
 */
export function placeOfLine(line: Line): string {
  if (line.of === 'directory') return line.path;
  return line.of === 'store' ? line.store.source.place : line.connector.source.place;
}

/** Returns the explanation of a connector as JSON, with the result of its fix if it is known. */
export function explanationDocument(explanation: Explanation, afterFix?: AfterFix): Document {
  const { connector, selection, origins, stores, at, open, remedy, diagnostics, served } = explanation;
  const { commands = [], line } = remedy ?? {};
  return {
    connector: connectorDefinition(connector),
    selection: selectionDocument(selection),
    origins,
    stores,
    at,
    open,
    served,
    fix: commands,
    ...(line === undefined ? {} : { configChange: { line: line.text, place: placeOfLine(line) } }),
    diagnose: remedy === undefined ? diagnostics : [],
    ...(afterFix === undefined ? {} : { afterFix: afterFixDocument(afterFix) }),
  };
}

/** Returns a selection as JSON. */
export function selectionDocument(selection: Selection): Document {
  if (selection.kind === 'not-applicable') return { ...selection };
  const rejected = selection.rejected.map(rejectedDocument);
  if (selection.kind === 'unknown') return { ...selection, rejected };
  if (selection.kind === 'chosen') {
    const { chosen, alsoSelected, ...rest } = selection;
    return {
      ...rest,
      chosen: storedDocument(chosen),
      ...(alsoSelected === undefined ? {} : { alsoSelected: alsoSelected.map(storedDocument) }),
      rejected,
    };
  }
  const { nearestMiss } = selection;
  return { ...selection, rejected, nearestMiss: nearestMiss && rejectedDocument(nearestMiss) };
}

const rejectedDocument = ({ candidate, reason, detail }: RejectedCertificate): Document => ({
  candidate: storedDocument(candidate),
  reason,
  ...(detail === undefined ? {} : { detail }),
});

/** Returns the state after a fix as JSON. */
function afterFixDocument({
  after: { selection, origins },
  simulation: { raised, escalated, cleared },
}: AfterFix): Document {
  return { selection: selectionDocument(selection), origins, raised, escalated, cleared };
}
