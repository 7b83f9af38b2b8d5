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

/** What can be asked for: how far a certificate's life has come, or that it is not issued yet. */
type State = ListedCertificate['lifetimeState'] | 'pending-request';

/** Every service, in the order of their letters. */
export const SERVICES: readonly Service[] = ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation'];
/** How far a certificate's life has come, in the order in which that is told. */
export const STATES: readonly State[] = ['ok', 'soon', 'expired', 'not-yet-valid', 'superseded', 'pending-request'];

/** Words of a closed list, with commas between, in any case. @throws {InvalidArgumentError} naming the nearest. */
export function parseWords<Word extends string>(text: string, known: readonly Word[]): readonly Word[] {
  return text.split(',').map((written) => {
    const word = written.trim();
    const found = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
    if (found !== undefined) return found;
    const close = nearest(word, known);
    throw new InvalidArgumentError(
      close === undefined ? `Write some of ${known.join(', ')}.` : `The nearest is ${close}.`,
    );
  });
}

export const parseServices = (text: string): readonly Service[] => parseWords(text, SERVICES);
export const parseStates = (text: string): readonly State[] => parseWords(text, STATES);
export const parseFields = (text: string): readonly CertificateField[] =>
  parseWords(text, Object.keys(CERTIFICATE_FIELDS).filter(isField));

function isField(name: string): name is CertificateField {
  return Object.hasOwn(CERTIFICATE_FIELDS, name);
}

/** The front of a thumbprint as it is copied from other programs: any case, with colons or spaces. */
export function parseThumbprintFront(text: string): string {
  const hex = text.replace(/[:\s]/g, '').toUpperCase();
  if (!/^[0-9A-F]{1,64}$/.test(hex)) throw new InvalidArgumentError('Write hex digits, as in 3F2A9C41.');
  return hex;
}

/** Which certificates are asked for; every field that is given must hold. */
export interface CertificateFilter {
  readonly domainName?: string;
  /** The front of a thumbprint, upper-case hex; of a request, and where it is longer than one, of its SHA-256. */
  readonly thumbprint?: string;
  /** Enabled for all of these. */
  readonly services?: readonly Service[];
  /** In one of these. */
  readonly state?: readonly State[];
  /** Milliseconds. Those that have expired are within. */
  readonly expiresWithin?: number;
}

function carriesName({ dnsNames, commonNames }: Pick<Certificate, 'dnsNames' | 'commonNames'>, name: string): boolean {
  const ascii = domainToASCII(name) || name;
  return [...dnsNames, ...commonNames].some((presented) => matchDnsName(presented, ascii) !== undefined);
}

/** So many are looked at in one go: what goes on and on without a call is compiled late. */
const LOOKED_AT_ONCE = 256;

/** Those asked for, soonest expiry first; of one expiry, in order of thumbprint. */
export function chooseCertificates(
  all: readonly ListedCertificate[],
  filter: CertificateFilter,
  at: Instant,
): readonly ListedCertificate[] {
  const chosen: Ranked[] = [];
  for (let from = 0; from < all.length; from += LOOKED_AT_ONCE) {
    chooseSome(all, from, Math.min(from + LOOKED_AT_ONCE, all.length), { filter, at, chosen });
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

/** What a certificate is ranked by. It makes its texts each time they are asked for, so they are asked for once, and seldom. */
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

/** The requests asked for, in order of place: none where something is asked of which a request has nothing. */
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
