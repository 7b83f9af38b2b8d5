import type { KeyAccess, Service, StoredCertificate, StoreNote } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import type { StoreSnapshot } from '../../../domain/connector/store-snapshot.ts';

/**
 * Returns whether two scans of a store have the same result. Certificates of unchanged files are
 * the same objects.
 */
export function sameSnapshot(one: StoreSnapshot, other: StoreSnapshot): boolean {
  return (
    one.isGlob === other.isGlob &&
    samePlaces(one.unreadable, other.unreadable) &&
    samePlaces(one.vacant ?? [], other.vacant ?? []) &&
    sameRequests(one.requests ?? [], other.requests ?? []) &&
    one.certificates.length === other.certificates.length &&
    one.certificates.every((stored, at) => {
      const counterpart = other.certificates[at];
      return counterpart === stored || (counterpart !== undefined && sameStored(stored, counterpart));
    })
  );
}

function samePlaces(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((place, at) => place === other[at]);
}

function sameRequests(one: readonly StoredRequest[], other: readonly StoredRequest[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ request, location, hasPrivateKey, keyPath, services, note }, at) => {
      const counterpart = other[at];
      return (
        request.sha256Fingerprint === counterpart?.request.sha256Fingerprint &&
        location.path === counterpart.location.path &&
        location.block === counterpart.location.block &&
        hasPrivateKey === counterpart.hasPrivateKey &&
        keyPath === counterpart.keyPath &&
        sameServices(services ?? [], counterpart.services ?? []) &&
        sameNote(note, counterpart.note)
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
    sameServices(one.services, other.services) &&
    sameNote(one.note, other.note)
  );
}

function sameServices(one: readonly Service[], other: readonly Service[]): boolean {
  return one === other || (one.length === other.length && one.every((service, at) => service === other[at]));
}

function sameNote(one: StoreNote | undefined, other: StoreNote | undefined): boolean {
  return (
    one === other ||
    (one !== undefined &&
      other !== undefined &&
      one.friendlyName === other.friendlyName &&
      one.isExportable === other.isExportable &&
      one.renews === other.renews &&
      one.asked.at === other.asked.at &&
      one.asked.by === other.asked.by &&
      one.asked.command === other.asked.command)
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
