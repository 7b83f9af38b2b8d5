import type { StoredCertificate } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import type { StoreDefinition } from './connector.ts';
import type { StoreSnapshot } from './store-snapshot.ts';

type Held = StoredCertificate | StoredRequest;

/** Returns whether an object is in a directory or a subdirectory of it. */
export function isInDirectory(directory: string, { location }: Pick<Held, 'location'>): boolean {
  return location.path.startsWith(`${directory}/`);
}

/** Returns whether an object is a CA certificate without its private key. */
function isIssuer(held: Held): boolean {
  return 'certificate' in held && held.certificate.isCa && held.key.kind !== 'matches';
}

/**
 * Returns the certificate to which an intermediate certificate belongs, in the same file or the
 * same directory below the store. Returns undefined if there is none, or if it is not a CA
 * certificate.
 */
export function servedWith(
  held: StoredCertificate,
  { path: root }: Pick<StoreDefinition, 'path'>,
  { certificates }: Pick<StoreSnapshot, 'certificates'>,
): StoredCertificate | undefined {
  if (!isIssuer(held)) return undefined;
  const { path } = held.location;
  const directory = path.slice(0, path.lastIndexOf('/'));
  const own = certificates.filter((other) => isInDirectory(directory, other) && !isIssuer(other));
  const inFile = own.find(({ location }) => location.path === path);
  return inFile ?? (directory.startsWith(`${root}/`) ? own[0] : undefined);
}

function isSameThing(held: Held, other: Held): boolean {
  if ('request' in held) return 'request' in other && other.request.publicKeySha256 === held.request.publicKeySha256;
  if ('request' in other) return other.request.publicKeySha256 === held.certificate.publicKeySha256;
  return held.certificate.thumbprint === other.certificate.thumbprint;
}

/**
 * Returns the directory of a certificate or CSR, or undefined if the directory is not its own. It
 * must be below the store and must not contain other certificates or CSRs, except intermediate
 * certificates.
 */
export function ownDirectory(
  held: Held,
  { path: root }: Pick<StoreDefinition, 'path'>,
  { certificates, requests = [] }: Pick<StoreSnapshot, 'certificates' | 'requests'>,
): string | undefined {
  const { path } = held.location;
  const directory = path.slice(0, path.lastIndexOf('/'));
  if (!directory.startsWith(`${root}/`)) return undefined;
  const others = [...certificates, ...requests].filter((other) => isInDirectory(directory, other));
  return others.every((other) => isSameThing(held, other) || isIssuer(other)) ? directory : undefined;
}
