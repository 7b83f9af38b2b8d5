import type { Profile } from '../../../domain/assessment/settings.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { servicesLetters } from '../arguments/services-letters.ts';
import { askedValue } from './asked-value.ts';
import type { CertificateField } from './certificate-field.ts';

/** What a request has of the fields of a certificate; null: it has no such thing before it is issued. */
const REQUEST_FIELDS: Readonly<
  Partial<Record<CertificateField, (stored: StoredRequest, profile: Profile) => unknown>>
> = {
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
  asked: ({ note }) => askedValue(note),
};

/** A field of a pending request, as it is printed. */
export function requestValue(stored: StoredRequest, field: CertificateField, profile: Profile): unknown {
  return REQUEST_FIELDS[field]?.(stored, profile) ?? null;
}
