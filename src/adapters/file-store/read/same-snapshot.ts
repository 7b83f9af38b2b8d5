import type { KeyAccess, Service, StoredCertificate, StoreNote } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import type { StoreSnapshot } from '../../../domain/connector/store-snapshot.ts';

/**
 * Returns whether two scans of a store have the same result. The comparison is fast, because
 * certificates of unchanged files are the same objects.
 */
export function isSameSnapshot(left: StoreSnapshot, right: StoreSnapshot): boolean {
  return (
    left.isGlob === right.isGlob &&
    areSamePaths(left.unreadablePaths, right.unreadablePaths) &&
    areSamePaths(left.unreadableSinceStart, right.unreadableSinceStart) &&
    areSamePaths(left.emptyFiles ?? [], right.emptyFiles ?? []) &&
    areSameRequests(left.requests ?? [], right.requests ?? []) &&
    left.certificates.length === right.certificates.length &&
    left.certificates.every((stored, index) => {
      const counterpart = right.certificates[index];
      return counterpart === stored || (counterpart !== undefined && isSameCertificate(stored, counterpart));
    })
  );
}

function areSamePaths(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((path, index) => path === right[index]);
}

function areSameRequests(left: readonly StoredRequest[], right: readonly StoredRequest[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ request, location, hasPrivateKey, keyPath, services, note }, index) => {
      const counterpart = right[index];
      return (
        request.sha256Fingerprint === counterpart?.request.sha256Fingerprint &&
        location.path === counterpart.location.path &&
        location.block === counterpart.location.block &&
        hasPrivateKey === counterpart.hasPrivateKey &&
        keyPath === counterpart.keyPath &&
        areSameServices(services ?? [], counterpart.services ?? []) &&
        isSameNote(note, counterpart.note)
      );
    })
  );
}

function isSameCertificate(left: StoredCertificate, right: StoredCertificate): boolean {
  return (
    left.certificate === right.certificate &&
    left.location.path === right.location.path &&
    left.location.block === right.location.block &&
    left.location.alias === right.location.alias &&
    left.key.kind === right.key.kind &&
    left.key.path === right.key.path &&
    isSameAccess(left.key.access, right.key.access) &&
    areSameServices(left.services, right.services) &&
    left.hasOwnServices === right.hasOwnServices &&
    isSameNote(left.note, right.note)
  );
}

function areSameServices(left: readonly Service[], right: readonly Service[]): boolean {
  return left === right || (left.length === right.length && left.every((service, index) => service === right[index]));
}

function isSameNote(left: StoreNote | undefined, right: StoreNote | undefined): boolean {
  return (
    left === right ||
    (left !== undefined &&
      right !== undefined &&
      left.friendlyName === right.friendlyName &&
      left.isExportable === right.isExportable &&
      left.renews === right.renews &&
      left.requestedBy.at === right.requestedBy.at &&
      left.requestedBy.by === right.requestedBy.by &&
      left.requestedBy.command === right.requestedBy.command)
  );
}

function isSameAccess(left: KeyAccess, right: KeyAccess): boolean {
  return (
    left.isExposed === right.isExposed &&
    (left.denials === right.denials ||
      (left.denials.length === right.denials.length &&
        left.denials.every(({ account, path }, index) => {
          const counterpart = right.denials[index];
          return account === counterpart?.account && path === counterpart.path;
        })))
  );
}
