import type { StoredCertificate } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../observation/observation.ts';

type Held = StoredCertificate | StoredRequest;

/** Whether something lies in a folder, or anywhere below it. */
export function liesIn(folder: string, { location }: Pick<Held, 'location'>): boolean {
  return location.path.startsWith(`${folder}/`);
}

/** An authority's certificate that goes along with another. */
function isIssuer(held: Held): boolean {
  return 'certificate' in held && held.certificate.isCa && held.key.kind !== 'matches';
}

/**
 * The certificate that an issuer goes along with, in one file or in one folder below the store; undefined: it goes along with
 * none, or is no issuer.
 */
export function servedWith(
  held: StoredCertificate,
  { path: root }: Pick<StoreDefinition, 'path'>,
  { certificates }: Pick<StoreSnapshot, 'certificates'>,
): StoredCertificate | undefined {
  if (!isIssuer(held)) return undefined;
  const { path } = held.location;
  const folder = path.slice(0, path.lastIndexOf('/'));
  const own = certificates.filter((other) => liesIn(folder, other) && !isIssuer(other));
  const inFile = own.find(({ location }) => location.path === path);
  return inFile ?? (folder.startsWith(`${root}/`) ? own[0] : undefined);
}

function isSameThing(held: Held, other: Held): boolean {
  if ('request' in held) return 'request' in other && other.request.publicKeySha256 === held.request.publicKeySha256;
  if ('request' in other) return other.request.publicKeySha256 === held.certificate.publicKeySha256;
  return held.certificate.thumbprint === other.certificate.thumbprint;
}

/**
 * The folder that is a certificate's or a request's alone: below the store, with nothing else of somebody here in it; issuers
 * beside it do not count. undefined: it lies among others.
 */
export function ownDirectory(
  held: Held,
  { path: root }: Pick<StoreDefinition, 'path'>,
  { certificates, requests = [] }: Pick<StoreSnapshot, 'certificates' | 'requests'>,
): string | undefined {
  const { path } = held.location;
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (!folder.startsWith(`${root}/`)) return undefined;
  const others = [...certificates, ...requests].filter((other) => liesIn(folder, other));
  return others.every((other) => isSameThing(held, other) || isIssuer(other)) ? folder : undefined;
}
