import { dirname, resolve } from 'node:path';
import { namesOf, type StoredCertificate, type Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { canonicalDnsName } from '../../../domain/certificate/dns-name.ts';
import { canonicalNamesOf } from '../../../domain/certificate-index/name-index.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { UsageError } from '../text/usage-error.ts';
import { quotedNames } from './quoted-names.ts';

/** The minimum length of a thumbprint prefix: a shorter word is probably a mistake. */
const MIN_PREFIX_DIGITS = 4;

/** The number of thumbprint digits in tables. */
const TABLE_PREFIX_DIGITS = 8;

/**
 * Returns the thumbprint of the certificate that a thumbprint, a prefix of it, a DNS name or a file
 * names.
 * @throws {UsageError} if none or several match
 */
export function findCertificate(word: string, all: readonly StoredCertificate[]): Thumbprint {
  return findCertificateOrRequest(word, all, []);
}

/**
 * Returns the thumbprint of the certificate, or the SHA-256 of the CSR, that a word names: the
 * thumbprint or SHA-256, a prefix of it, a DNS name or a file.
 * @throws {UsageError} if none or several match
 */
export function findCertificateOrRequest(
  word: string,
  all: readonly StoredCertificate[],
  requests: readonly StoredRequest[],
): string {
  const ids = matchingIds(word, all, requests);
  const only = requireOneMatch(word, ids);
  if (only !== undefined) return only;
  if (isTooShort(word)) {
    throw new UsageError(FIND_FAILURES.thumbprint_prefix_too_short({ word, digits: MIN_PREFIX_DIGITS }));
  }
  const similarName = findNearest(
    word,
    [...all.map(({ certificate }) => certificate), ...requests.map(({ request }) => request)].flatMap(namesOf),
  );
  const next =
    similarName === undefined
      ? FIND_FAILURES.list_with_command({ command: 'mailcertd certificates' })
      : FIND_FAILURES.did_you_mean({ name: FIND_FAILURES.quoted_name({ name: similarName }) });
  throw new UsageError(FIND_FAILURES.certificate_not_found({ word, next }));
}

/**
 * Returns the only match; undefined without a match.
 * @throws {UsageError} if several match; lists them
 */
export function requireOneMatch(word: string, ids: ReadonlySet<string>): string | undefined {
  const [first, ...others] = ids;
  if (others.length === 0) return first;
  throw new UsageError(FIND_FAILURES.certificate_ambiguous({ word, matches: quotedNames([...ids]) }));
}

/** Returns every match of a word: the thumbprints of certificates, and the SHA-256 of CSRs. */
export function matchingIds(
  word: string,
  all: readonly StoredCertificate[],
  requests: readonly StoredRequest[],
): ReadonlySet<string> {
  return new Set([
    ...matchingCertificates(word, all).map(({ certificate }) => certificate.thumbprint),
    ...matchingRequests(word, requests).map(({ request }) => request.sha256Fingerprint),
  ]);
}

/**
 * Finds certificates by a prefix of their thumbprint, their full SHA-256 or a DNS name; without a
 * match, by their file.
 */
function matchingCertificates(word: string, all: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const hex = hexOf(word);
  const name = canonicalDnsName(word);
  const matches = all.filter(
    (stored) =>
      (hex !== undefined &&
        (stored.certificate.thumbprint.startsWith(hex) || stored.certificate.sha256Fingerprint === hex)) ||
      (name !== undefined && canonicalNamesOf(stored).has(name)),
  );
  return matches.length > 0 ? matches : firstInFile(resolve(word), all);
}

/** Returns the first certificate of a file: in a chain file, the leaf certificate. */
function firstInFile(path: string, all: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const inFile = all.filter(({ location }) => location.path === path);
  return inFile.sort((a, b) => a.location.block - b.location.block).slice(0, 1);
}

/** Finds CSRs by a prefix of their SHA-256, a DNS name, their file, or its directory. */
function matchingRequests(word: string, all: readonly StoredRequest[]): readonly StoredRequest[] {
  const hex = hexOf(word);
  const name = canonicalDnsName(word);
  const path = resolve(word);
  return all.filter(
    ({ request, location }) =>
      (hex !== undefined && request.sha256Fingerprint.startsWith(hex)) ||
      (name !== undefined && namesOf(request).some((written) => written.toLowerCase() === name)) ||
      location.path === path ||
      dirname(location.path) === path,
  );
}

/** Returns a full thumbprint as upper-case hex; undefined if the word is not a full thumbprint. */
export function parseFullThumbprint(word: string): Thumbprint | undefined {
  const hex = hexOf(word);
  return hex?.length === 40 ? hex : undefined;
}

/**
 * Returns a prefix of a thumbprint, at least as long as in tables, as upper-case hex; undefined if
 * the word is not such a prefix.
 */
export function parseTablePrefix(word: string): string | undefined {
  const hex = hexOf(word);
  return hex !== undefined && hex.length >= TABLE_PREFIX_DIGITS && hex.length < 40 ? hex : undefined;
}

/** Returns the full SHA-256 of a CSR as upper-case hex; undefined if the word is not a SHA-256. */
export function parseFullRequestId(word: string): string | undefined {
  const hex = hexOf(word);
  return hex?.length === 64 ? hex : undefined;
}

/**
 * Returns the hex digits of a word as upper-case hex, without colons and spaces; undefined if the
 * word is not hex or too short.
 */
function hexOf(word: string): string | undefined {
  const hex = word.replace(/[:\s]/g, '').toUpperCase();
  return /^[0-9A-F]{1,64}$/.test(hex) && hex.length >= MIN_PREFIX_DIGITS ? hex : undefined;
}

/** Returns whether a word is a thumbprint prefix that is too short. */
const isTooShort = (word: string): boolean => /^[0-9A-Fa-f]+$/.test(word) && word.length < MIN_PREFIX_DIGITS;
