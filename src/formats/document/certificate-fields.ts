import type { Profile } from '../../domain/assessment/settings.ts';
import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import type { ListedCertificate } from '../../domain/status/status.ts';
import { utcTime } from '../text/utc-time.ts';
import type { CertificateField } from './certificate-field.ts';
import { requestedByText } from './requested-by-text.ts';
import { servicesLetters } from './services-letters.ts';

/**
 * A function that returns the value of a field of a certificate. The profile is the version of
 * Exchange, which determines the letters of services.
 */
type ReadField = (listed: ListedCertificate, profile: Profile) => unknown;

/** A function that returns the value of a field of a CSR. */
type ReadRequestField = (stored: StoredRequest, profile: Profile) => unknown;

/**
 * The fields that a CSR has. A field that is missing here is null for a CSR. The `note` is what
 * commands of mailcertd store with a CSR or certificate, for example its friendly name.
 */
const REQUEST_FIELDS: Readonly<Partial<Record<CertificateField, ReadRequestField>>> = {
  sha256Fingerprint: ({ request }) => request.sha256Fingerprint,
  services: ({ services }) => services ?? [],
  servicesLetters: ({ services = [] }, profile) => servicesLetters(services, profile),
  subject: ({ request }) => request.subject,
  dnsNames: ({ request }) => request.dnsNames,
  ipAddresses: ({ request }) => request.ipAddresses,
  commonName: ({ request }) => request.commonNames[0] ?? null,
  publicKeyAlgorithm: ({ request }) => request.publicKeyAlgorithm,
  publicKeySize: ({ request }) => request.publicKeySize ?? null,
  publicKeySha256: ({ request }) => request.publicKeySha256,
  signatureAlgorithm: ({ request }) => request.signatureAlgorithm,
  hasPrivateKey: ({ hasPrivateKey }) => hasPrivateKey ?? null,
  isSelfSigned: () => false,
  isCa: () => false,
  origin: () => 'unknown',
  status: () => 'PendingRequest',
  store: ({ store }) => store,
  location: ({ location: { path, block } }) => ({ path, block, alias: null }),
  friendlyName: ({ note }) => note?.friendlyName ?? null,
  isExportable: ({ note }) => note?.isExportable ?? null,
  requestedBy: ({ note }) => requestedByText(note),
};

/** Returns the value of a field of a pending CSR. */
function requestFieldValue(stored: StoredRequest, field: CertificateField, profile: Profile): unknown {
  return REQUEST_FIELDS[field]?.(stored, profile) ?? null;
}

/** Returns whether the store contains the private key; null if the key file is unreadable. */
function hasPrivateKey({ stored: { key } }: ListedCertificate): boolean | null {
  return key.kind === 'unreadable' ? null : key.kind === 'matches';
}

/**
 * Every field of a certificate, in the order of output. A field that `Get-ExchangeCertificate` of
 * Microsoft Exchange also has keeps its name, for example `isSelfSigned`, which Exchange uses for
 * every self-issued certificate.
 */
export const CERTIFICATE_FIELDS: Readonly<Record<CertificateField, ReadField>> = {
  thumbprint: ({ stored }) => stored.certificate.thumbprint,
  sha256Fingerprint: ({ stored }) => stored.certificate.sha256Fingerprint,
  services: ({ stored }) => stored.services,
  servicesLetters: ({ stored }, profile) => servicesLetters(stored.services, profile),
  subject: ({ stored }) => stored.certificate.subject,
  issuer: ({ stored }) => stored.certificate.issuer,
  serialNumber: ({ stored }) => stored.certificate.serialNumber,
  notBefore: ({ stored }) => utcTime(stored.certificate.notBefore),
  notAfter: ({ stored }) => utcTime(stored.certificate.notAfter),
  dnsNames: ({ stored }) => stored.certificate.dnsNames,
  ipAddresses: ({ stored }) => stored.certificate.ipAddresses,
  commonName: ({ stored }) => stored.certificate.commonNames[0] ?? null,
  publicKeyAlgorithm: ({ stored }) => stored.certificate.publicKeyAlgorithm,
  publicKeySize: ({ stored }) => stored.certificate.publicKeySize ?? null,
  publicKeySha256: ({ stored }) => stored.certificate.publicKeySha256,
  signatureAlgorithm: ({ stored }) => stored.certificate.signatureAlgorithm,
  hasPrivateKey,
  isSelfSigned: ({ stored }) => stored.certificate.isSelfIssued,
  isCa: ({ stored }) => stored.certificate.isCa,
  pathLength: ({ stored }) => stored.certificate.pathLength ?? null,
  keyUsage: ({ stored }) => stored.certificate.keyUsage ?? null,
  extendedKeyUsage: ({ stored }) => stored.certificate.extendedKeyUsage ?? null,
  subjectKeyIdentifier: ({ stored }) => stored.certificate.subjectKeyIdentifier ?? null,
  authorityKeyIdentifier: ({ stored }) => stored.certificate.authorityKeyIdentifier ?? null,
  origin: ({ origin }) => origin,
  status: ({ status }) => status,
  lifetimeState: ({ lifetimeState }) => lifetimeState,
  store: ({ stored }) => stored.store,
  selectedBy: ({ selectedBy }) => selectedBy ?? null,
  location: ({ stored: { location } }) => ({
    path: location.path,
    block: location.block,
    alias: location.alias ?? null,
  }),
  friendlyName: ({ stored: { note } }) => note?.friendlyName ?? null,
  isExportable: ({ stored: { note } }) => note?.isExportable ?? null,
  requestedBy: ({ stored: { note } }) => requestedByText(note),
};

/** A listed object: a certificate, or a CSR without an issued certificate. */
export type ListedItem = ListedCertificate | StoredRequest;

/** Returns the value of a field. */
export function fieldValue(listed: ListedItem, field: CertificateField, profile: Profile): unknown {
  return 'request' in listed ? requestFieldValue(listed, field, profile) : CERTIFICATE_FIELDS[field](listed, profile);
}

/** Returns the values of fields, in the given order. */
export function certificateValues(
  listed: ListedItem,
  fields: readonly CertificateField[],
  profile: Profile,
): readonly unknown[] {
  return fields.map((field) => fieldValue(listed, field, profile));
}

/** Returns a certificate or CSR with the given fields, as JSON. Other fields are not computed. */
export function certificateDocument(
  listed: ListedItem,
  fields: readonly CertificateField[],
  profile: Profile,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field) => [field, fieldValue(listed, field, profile)]));
}
