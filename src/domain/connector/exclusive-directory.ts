import type { StoredCertificate } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import type { StoreDefinition } from './connector.ts';
import type { StoreSnapshot } from './store-snapshot.ts';

/** A certificate or a CSR in a store. */
type StoredObject = StoredCertificate | StoredRequest;

/** Returns whether a certificate or CSR is in a directory or one of its subdirectories. */
export function isInDirectory(directory: string, { location }: Pick<StoredObject, 'location'>): boolean {
  return location.path.startsWith(`${directory}/`);
}

/** Returns whether an object is a CA certificate without its private key, and not a CSR. */
function isIntermediate(stored: StoredObject): boolean {
  return 'certificate' in stored && stored.certificate.isCa && stored.key.kind !== 'matches';
}

/**
 * Returns the certificate to which an intermediate certificate belongs: one in the same file, or
 * else in the same directory below the store. Returns undefined if there is none, or if `stored` is
 * not an intermediate certificate.
 */
export function leafOfIntermediate(
  stored: StoredCertificate,
  { path: root }: Pick<StoreDefinition, 'path'>,
  { certificates }: Pick<StoreSnapshot, 'certificates'>,
): StoredCertificate | undefined {
  if (!isIntermediate(stored)) return undefined;
  const { path } = stored.location;
  const directory = path.slice(0, path.lastIndexOf('/'));
  const leaves = certificates.filter((other) => isInDirectory(directory, other) && !isIntermediate(other));
  const inSameFile = leaves.find(({ location }) => location.path === path);
  return inSameFile ?? (directory.startsWith(`${root}/`) ? leaves[0] : undefined);
}

function isSameObject(object: StoredObject, other: StoredObject): boolean {
  if ('request' in object)
    return 'request' in other && other.request.publicKeySha256 === object.request.publicKeySha256;
  if ('request' in other) return other.request.publicKeySha256 === object.certificate.publicKeySha256;
  return object.certificate.thumbprint === other.certificate.thumbprint;
}

/**
 * Returns the directory of a certificate or CSR, if only this object uses the directory. Metadata
 * in the directory then apply to no other object. Returns undefined if the directory is the store
 * itself, or contains other certificates or CSRs, except intermediate certificates.
 */
export function exclusiveDirectoryOf(
  stored: StoredObject,
  { path: root }: Pick<StoreDefinition, 'path'>,
  { certificates, requests = [] }: Pick<StoreSnapshot, 'certificates' | 'requests'>,
): string | undefined {
  const { path } = stored.location;
  const directory = path.slice(0, path.lastIndexOf('/'));
  if (!directory.startsWith(`${root}/`)) return undefined;
  const others = [...certificates, ...requests].filter((other) => isInDirectory(directory, other));
  return others.every((other) => isSameObject(stored, other) || isIntermediate(other)) ? directory : undefined;
}
