import type { KeyAccess, StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import type { StoreSnapshot } from '../../domain/observation/observation.ts';

/** Whether two looks at a store show the same. Certificates of unchanged files are the same objects. */
export function sameSnapshot(one: StoreSnapshot, other: StoreSnapshot): boolean {
  return (
    one.isGlob === other.isGlob &&
    one.unseen.length === other.unseen.length &&
    one.unseen.every((place, at) => place === other.unseen[at]) &&
    sameRequests(one.requests ?? [], other.requests ?? []) &&
    one.certificates.length === other.certificates.length &&
    one.certificates.every((stored, at) => {
      const counterpart = other.certificates[at];
      return counterpart === stored || (counterpart !== undefined && sameStored(stored, counterpart));
    })
  );
}

function sameRequests(one: readonly StoredRequest[], other: readonly StoredRequest[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ request, location, hasPrivateKey }, at) => {
      const counterpart = other[at];
      return (
        request.sha256Fingerprint === counterpart?.request.sha256Fingerprint &&
        location.path === counterpart.location.path &&
        location.block === counterpart.location.block &&
        hasPrivateKey === counterpart.hasPrivateKey
      );
    })
  );
}

function sameStored(one: StoredCertificate, other: StoredCertificate): boolean {
  return (
    one.certificate === other.certificate &&
    one.location.path === other.location.path &&
    one.location.block === other.location.block &&
    one.location.alias === other.location.alias &&
    one.key.kind === other.key.kind &&
    one.key.path === other.key.path &&
    sameAccess(one.key.access, other.key.access) &&
    (one.services === other.services ||
      (one.services.length === other.services.length &&
        one.services.every((service, at) => service === other.services[at])))
  );
}

function sameAccess(one: KeyAccess, other: KeyAccess): boolean {
  return (
    one.isExposed === other.isExposed &&
    (one.barriers === other.barriers ||
      (one.barriers.length === other.barriers.length &&
        one.barriers.every(({ account, path }, at) => {
          const counterpart = other.barriers[at];
          return account === counterpart?.account && path === counterpart.path;
        })))
  );
}
