import type { StoredCertificate } from './certificate.ts';

/**
 * Returns a copy of a stored certificate with some fields replaced, for simulations. A field that is
 * undefined in `changes` stays. Copies field
 * by field, because the fields of certificates in large stores are getters, which `...` does not
 * copy.
 */
export function copyStoredCertificate(
  stored: StoredCertificate,
  changes: Partial<StoredCertificate>,
): StoredCertificate {
  const note = changes.note ?? stored.note;
  const writtenAt = changes.writtenAt ?? stored.writtenAt;
  const hasOwnServices = changes.hasOwnServices ?? stored.hasOwnServices;
  return {
    certificate: changes.certificate ?? stored.certificate,
    store: changes.store ?? stored.store,
    location: changes.location ?? stored.location,
    services: changes.services ?? stored.services,
    key: changes.key ?? stored.key,
    ...(writtenAt === undefined ? {} : { writtenAt }),
    ...(note === undefined ? {} : { note }),
    ...(hasOwnServices === true && { hasOwnServices }),
  };
}
