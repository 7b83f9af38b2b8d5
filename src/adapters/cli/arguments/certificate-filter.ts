import { domainToASCII } from 'node:url';
import { InvalidArgumentError } from 'commander';
import type { Certificate, Service } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { matchDnsName } from '../../../domain/certificate/dns-name.ts';
import type { ListedCertificate } from '../../../domain/status/status.ts';
import type { Instant } from '../../../domain/time.ts';
import { nearest } from '../../../formats/text/nearest.ts';
import type { CertificateField } from '../json/certificate-field.ts';
import { CERTIFICATE_FIELDS } from '../json/certificate-fields.ts';

/** The lifetime state of a certificate, or `pending-request` for a CSR without a certificate. */
type State = ListedCertificate['lifetimeState'] | 'pending-request';

/** Every service, in the order of the letters that Exchange shows. */
export const SERVICES: readonly Service[] = ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation'];
/** Every state, in the order of the help text. */
export const STATES: readonly State[] = ['ok', 'expiring', 'expired', 'not-yet-valid', 'superseded', 'pending-request'];

/**
 * Parses a comma-separated list of words in any case.
 * @throws {InvalidArgumentError} with the most similar known word
 */
export function parseWords<Word extends string>(text: string, known: readonly Word[]): readonly Word[] {
  return text.split(',').map((written) => {
    const word = written.trim();
    const found = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
    if (found !== undefined) return found;
    const close = nearest(word, known);
    throw new InvalidArgumentError(
      close === undefined ? `Write one or more of ${known.join(', ')}.` : `Did you mean ${close}?`,
    );
  });
}

/** Parses a comma-separated list of services. */
export const parseServices = (text: string): readonly Service[] => parseWords(text, SERVICES);
/** Parses a comma-separated list of states. */
export const parseStates = (text: string): readonly State[] => parseWords(text, STATES);
/** Parses a comma-separated list of output fields. */
export const parseFields = (text: string): readonly CertificateField[] =>
  parseWords(text, Object.keys(CERTIFICATE_FIELDS).filter(isField));

function isField(name: string): name is CertificateField {
  return Object.hasOwn(CERTIFICATE_FIELDS, name);
}

/**
 * Parses the first digits of a thumbprint in any case, with or without colons and spaces. Returns
 * upper-case hex.
 */
export function parseThumbprintFront(text: string): string {
  const hex = text.replace(/[:\s]/g, '').toUpperCase();
  if (!/^[0-9A-F]{1,64}$/.test(hex)) throw new InvalidArgumentError('Write hexadecimal digits, for example 3F2A9C41.');
  return hex;
}

/** The filter options; a certificate must match all that are given. */
export interface CertificateFilter {
  readonly domainName?: string;
  /**
   * The first digits of a thumbprint, upper-case hex; for a CSR, or with more than 40 digits, of
   * the SHA-256.
   */
  readonly thumbprint?: string;
  /** All of these services must be enabled. */
  readonly services?: readonly Service[];
  /** One of these states. */
  readonly state?: readonly State[];
  /** The remaining time in ms; expired certificates match, too. */
  readonly expiresWithin?: number;
}

function carriesName({ dnsNames, commonNames }: Pick<Certificate, 'dnsNames' | 'commonNames'>, name: string): boolean {
  const ascii = domainToASCII(name) || name;
  return [...dnsNames, ...commonNames].some((presented) => matchDnsName(presented, ascii) !== undefined);
}

/** The number of certificates checked in one call: V8 optimizes a long loop without calls late. */
const BATCH = 256;

/** Returns the matching certificates by expiry, soonest first, then by thumbprint. */
export function chooseCertificates(
  all: readonly ListedCertificate[],
  filter: CertificateFilter,
  at: Instant,
): readonly ListedCertificate[] {
  const chosen: Ranked[] = [];
  for (let from = 0; from < all.length; from += BATCH) {
    chooseSome(all, from, Math.min(from + BATCH, all.length), { filter, at, chosen });
  }
  return chosen.sort(bySoonestExpiry).map(({ listed }) => listed);
}

interface Choosing {
  readonly filter: CertificateFilter;
  readonly at: Instant;
  readonly chosen: Ranked[];
}

function chooseSome(
  all: readonly ListedCertificate[],
  from: number,
  to: number,
  { filter, at, chosen }: Choosing,
): void {
  for (let place = from; place < to; place++) {
    const listed = all[place];
    if (listed === undefined || !isAskedFor(listed, filter, at)) continue;
    chosen.push(new Ranked(listed, listed.stored.certificate.notAfter));
  }
}

function isAskedFor(
  listed: ListedCertificate,
  { domainName, thumbprint: front = '', services, state, expiresWithin }: CertificateFilter,
  at: Instant,
): boolean {
  const { certificate } = listed.stored;
  return (
    (front === '' || (front.length > 40 ? certificate.sha256Fingerprint : certificate.thumbprint).startsWith(front)) &&
    (domainName === undefined || carriesName(certificate, domainName)) &&
    (services === undefined || services.every((service) => listed.stored.services.includes(service))) &&
    (state === undefined || state.includes(listed.lifetimeState)) &&
    (expiresWithin === undefined || certificate.notAfter - at <= expiresWithin)
  );
}

/**
 * The sort key of a certificate. The thumbprint is computed on each access, so it is read only for
 * equal expiry, and once.
 */
class Ranked {
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

function bySoonestExpiry(one: Ranked, other: Ranked): number {
  return one.notAfter - other.notAfter || (one.thumbprint < other.thumbprint ? -1 : 1);
}

/** Returns the matching CSRs in their given order; empty if a filter does not apply to CSRs. */
export function chooseRequests(
  all: readonly StoredRequest[],
  { domainName, thumbprint: front = '', services, state, expiresWithin }: CertificateFilter,
): readonly StoredRequest[] {
  if (state?.includes('pending-request') === false || expiresWithin !== undefined) return [];
  return all.filter(
    ({ request, services: wanted = [] }) =>
      request.sha256Fingerprint.startsWith(front) &&
      (domainName === undefined || carriesName(request, domainName)) &&
      (services === undefined || services.every((service) => wanted.includes(service))),
  );
}
