import type { Certificate, Service } from '../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import { matchDnsName } from '../../domain/certificate/dns-name.ts';
import { FILTER_FAILURES } from '../../domain/failure/filter-failures.ts';
import type { ListedCertificate } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';
import type { CertificateField } from '../document/certificate-field.ts';
import { CERTIFICATE_FIELDS } from '../document/certificate-fields.ts';
import { FilterValueError } from './filter-value-error.ts';
import { parseWords } from './parse-words.ts';

/** The state by date of a certificate, or `pending-request` for a CSR without a certificate. */
type State = ListedCertificate['lifetimeState'] | 'pending-request';

/** The filter options; a certificate must match all that are given. */
export interface CertificateFilter {
  /** A name that the certificate must match, also by a wildcard. */
  readonly domainName?: string;
  /**
   * The first digits, upper-case hex: of the thumbprint with up to 40 digits, of the SHA-256 with
   * more digits or for a CSR.
   */
  readonly thumbprint?: string;
  /** All of these services must be enabled. */
  readonly services?: readonly Service[];
  /** One of these states. */
  readonly state?: readonly State[];
  /** The maximum remaining time in ms; expired certificates match, too. */
  readonly expiresWithin?: number;
}

/** Every service, in the order of the letters that Exchange shows. */
export const SERVICES: readonly Service[] = ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation'];
/** Every state, in the order of the help text. */
export const STATES: readonly State[] = ['ok', 'expiring', 'expired', 'not-yet-valid', 'superseded', 'pending-request'];

/** Parses a comma-separated list of services. */
export const parseServices = (text: string): readonly Service[] => parseWords(text, SERVICES);
/** Parses a comma-separated list of states. */
export const parseStates = (text: string): readonly State[] => parseWords(text, STATES);

/** Every field, in the order of output. */
export const ALL_FIELDS: readonly CertificateField[] = Object.keys(CERTIFICATE_FIELDS).filter(isField);

/** Parses a comma-separated list of output fields. */
export const parseFields = (text: string): readonly CertificateField[] => parseWords(text, ALL_FIELDS);

function isField(name: string): name is CertificateField {
  return Object.hasOwn(CERTIFICATE_FIELDS, name);
}

/**
 * Parses the first digits of a thumbprint, in upper or lower case, with or without colons and
 * spaces. Returns upper-case hex.
 */
export function parseThumbprintPrefix(text: string): string {
  const hex = text.replace(/[:\s]/g, '').toUpperCase();
  if (!/^[0-9A-F]{1,64}$/.test(hex)) throw new FilterValueError(FILTER_FAILURES.hex_digits);
  return hex;
}

/**
 * The number of certificates checked in one call. Many short calls are faster than one long loop,
 * because V8 compiles a function sooner if it is called often.
 */
const CERTIFICATES_PER_CALL = 256;

/** Returns the matching certificates by expiry, soonest first, then by thumbprint. */
export function filterCertificates(
  all: readonly ListedCertificate[],
  filter: CertificateFilter,
  at: Instant,
): readonly ListedCertificate[] {
  const matches: SortableCertificate[] = [];
  for (let from = 0; from < all.length; from += CERTIFICATES_PER_CALL) {
    addMatches(all, from, Math.min(from + CERTIFICATES_PER_CALL, all.length), { filter, at, matches });
  }
  return matches.sort(bySoonestExpiry).map(({ listed }) => listed);
}

/**
 * A certificate with its sort keys. The thumbprint is computed on each access, so it is read at
 * most once, and only if the expiry of two certificates is equal.
 */
class SortableCertificate {
  readonly listed: ListedCertificate;
  readonly notAfter: Instant;
  #thumbprint: string | undefined;

  constructor(listed: ListedCertificate, notAfter: Instant) {
    this.listed = listed;
    this.notAfter = notAfter;
  }

  get thumbprint(): string {
    this.#thumbprint ??= this.listed.stored.certificate.thumbprint;
    return this.#thumbprint;
  }
}

/** The filter, and where matching certificates are added. */
interface FilterContext {
  readonly filter: CertificateFilter;
  readonly at: Instant;
  /** Output: `addMatches` appends to this array. */
  readonly matches: SortableCertificate[];
}

/** Appends the matching certificates of a part of all certificates to `matches`. */
function addMatches(
  all: readonly ListedCertificate[],
  from: number,
  to: number,
  { filter, at, matches }: FilterContext,
): void {
  for (let index = from; index < to; index++) {
    const listed = all[index];
    if (listed === undefined || !matchesFilter(listed, filter, at)) continue;
    matches.push(new SortableCertificate(listed, listed.stored.certificate.notAfter));
  }
}

function matchesFilter(
  listed: ListedCertificate,
  { domainName, thumbprint: prefix = '', services, state, expiresWithin }: CertificateFilter,
  at: Instant,
): boolean {
  const { certificate } = listed.stored;
  return (
    (prefix === '' ||
      (prefix.length > 40 ? certificate.sha256Fingerprint : certificate.thumbprint).startsWith(prefix)) &&
    (domainName === undefined || hasName(certificate, domainName)) &&
    (services === undefined || services.every((service) => listed.stored.services.includes(service))) &&
    (state === undefined || state.includes(listed.lifetimeState)) &&
    (expiresWithin === undefined || certificate.notAfter - at <= expiresWithin)
  );
}

function hasName({ dnsNames, commonNames }: Pick<Certificate, 'dnsNames' | 'commonNames'>, name: string): boolean {
  const ascii = asciiName(name);
  return [...dnsNames, ...commonNames].some((certificateName) => matchDnsName(certificateName, ascii) !== undefined);
}

/** Returns a name with Unicode characters in A-labels; otherwise the name. */
function asciiName(name: string): string {
  const url = `http://${name}/`;
  return /[^\x00-\x7f]/.test(name) && URL.canParse(url) ? new URL(url).hostname : name;
}

function bySoonestExpiry(a: SortableCertificate, b: SortableCertificate): number {
  // Equal thumbprints are copies of one certificate, in any order.
  return a.notAfter - b.notAfter || (a.thumbprint < b.thumbprint ? -1 : 1);
}

/** Returns the matching CSRs in their given order; none if a filter is only for certificates. */
export function filterRequests(
  all: readonly StoredRequest[],
  { domainName, thumbprint: prefix = '', services, state, expiresWithin }: CertificateFilter,
): readonly StoredRequest[] {
  const isRequestWanted = state === undefined || state.includes('pending-request');
  if (!isRequestWanted || expiresWithin !== undefined) return [];
  return all.filter(
    ({ request, services: requestedServices = [] }) =>
      request.sha256Fingerprint.startsWith(prefix) &&
      (domainName === undefined || hasName(request, domainName)) &&
      (services === undefined || services.every((service) => requestedServices.includes(service))),
  );
}
