import type { StoredCertificate } from './certificate.ts';

/**
 * Returns a stored certificate with other values, for simulations. Copies field by field, because
 * the fields of certificates in large stores are getters, which `...` does not copy.
 */
export function alterStored(stored: StoredCertificate, other: Partial<StoredCertificate>): StoredCertificate {
  const note = other.note ?? stored.note;
  const writtenAt = other.writtenAt ?? stored.writtenAt;
  return {
    certificate: other.certificate ?? stored.certificate,
    store: other.store ?? stored.store,
    location: other.location ?? stored.location,
    services: other.services ?? stored.services,
    key: other.key ?? stored.key,
    ...(writtenAt === undefined ? {} : { writtenAt }),
    ...(note === undefined ? {} : { note }),
  };
}
