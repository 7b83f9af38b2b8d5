import type { StoredCertificate } from './certificate.ts';

/**
 * The same certificate with other parts: how one is supposed to lie elsewhere, or to be enabled for more. Field by field, as
 * what a store hands out makes some of its parts only when they are asked for, and `...` does not ask.
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
