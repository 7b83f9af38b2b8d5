import type { Certificate } from '../certificate/certificate.ts';

/** File systems allow 255, and a link has a prefix until its change is committed. */
const MAX_NAME_BYTES = 230;
const HOST = /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*$/;
/** Replaces the asterisk, because host names contain no underscore. */
const WILDCARD = '_wildcard';

/**
 * Returns the name of a stable path for a DNS name, or undefined if it is no safe directory name.
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
 * directory names, in lower case, fully qualified names first. The first is its preferred one.
 */
export function stablePathNames({ dnsNames }: Pick<Certificate, 'dnsNames'>): readonly string[] {
  const names = new Set(dnsNames.flatMap((dnsName) => stablePathName(dnsName) ?? []));
  return [...names].sort((first, second) => Number(second.includes('.')) - Number(first.includes('.')));
}
