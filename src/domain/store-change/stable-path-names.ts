import type { Certificate } from '../certificate/certificate.ts';

/**
 * File systems allow 255 bytes. The rest is for a prefix, which a link has until it is committed.
 */
const MAX_NAME_BYTES = 230;
const HOST = /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*$/;
/** Replaces the asterisk of a wildcard. Unambiguous, because host names contain no underscore. */
const WILDCARD = '_wildcard';

/**
 * Returns the name of a stable path for a DNS name, or undefined if the name is not a safe
 * directory name. A stable path is a link to the directory of a certificate that stays valid after
 * renewals.
 */
function stablePathName(dnsName: string): string | undefined {
  const lower = dnsName.toLowerCase();
  const isWildcard = lower.startsWith('*.');
  const host = isWildcard ? lower.slice(2) : lower;
  const name = isWildcard ? `${WILDCARD}.${host}` : host;
  return HOST.test(host) && name.length <= MAX_NAME_BYTES ? name : undefined;
}

/**
 * Returns the names of the stable paths that a certificate can have: its DNS names that are safe as
 * directory names, in lower case, fully qualified names first. The first name is the preferred one.
 */
export function stablePathNames({ dnsNames }: Pick<Certificate, 'dnsNames'>): readonly string[] {
  const names = new Set(dnsNames.flatMap((dnsName) => stablePathName(dnsName) ?? []));
  return [...names].sort((first, second) => Number(second.includes('.')) - Number(first.includes('.')));
}
