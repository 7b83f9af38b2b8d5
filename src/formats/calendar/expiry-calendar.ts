import type { ListedCertificate } from '../../domain/status/status.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { inLanguage } from '../../domain/text/phrase.ts';
import type { Instant } from '../../domain/time.ts';
import { visible } from '../terminal/visible.ts';
import { CALENDAR_PHRASES } from './calendar-phrases.ts';

/** The maximum length of a line without its end, bytes. @see RFC 5545 section 3.1 */
const MAX_LINE_BYTES = 75;

/** The computer whose certificates a calendar has, and the language of its texts. */
export interface CalendarOptions {
  /** FQDN. */
  readonly computer: string;
  readonly locale: Locale;
}

/**
 * Returns a calendar with one entry for the expiry of each certificate, soonest first. The UID of an
 * entry depends only on the certificate and the computer. Copies of a certificate are one entry.
 * @see RFC 5545
 */
export function expiryCalendar(
  certificates: readonly ListedCertificate[],
  { computer, locale }: CalendarOptions,
): string {
  const copies = groupByFingerprint(certificates);
  const entries = [...copies.values()].sort(
    ([left], [right]) => (left?.stored.certificate.notAfter ?? 0) - (right?.stored.certificate.notAfter ?? 0),
  );
  const { title } = inLanguage(CALENDAR_PHRASES, locale);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//mailcertd//mailcertd//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escapeText(title(computer))}`,
    ...entries.flatMap((entry) => eventLines(entry, computer, locale)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** Returns the copies of each certificate. */
function groupByFingerprint(
  certificates: readonly ListedCertificate[],
): ReadonlyMap<string, readonly ListedCertificate[]> {
  const groups = new Map<string, ListedCertificate[]>();
  for (const listed of certificates) {
    const { sha256Fingerprint } = listed.stored.certificate;
    const group = groups.get(sha256Fingerprint);
    if (group === undefined) groups.set(sha256Fingerprint, [listed]);
    else group.push(listed);
  }
  return groups;
}

/** Returns the lines of the entry for a certificate, which may have several copies. */
function eventLines(copies: readonly ListedCertificate[], computer: string, locale: Locale): readonly string[] {
  const [first] = copies;
  if (first === undefined) return [];
  const { certificate } = first.stored;
  const { summary, selectedBy, file, thumbprint, issuer } = inLanguage(CALENDAR_PHRASES, locale);
  const connectors = [...new Set(copies.flatMap((copy) => copy.selectedBy ?? []))];
  const description = [
    ...(connectors.length === 0 ? [] : [selectedBy(connectors.map(visible).join(', '))]),
    ...copies.map(({ stored }) => file(visible(stored.location.path))),
    thumbprint(certificate.thumbprint),
    issuer(visible(certificate.issuer)),
  ];
  const name = certificate.dnsNames[0] ?? certificate.commonNames[0] ?? certificate.subject;
  return [
    'BEGIN:VEVENT',
    `UID:${certificate.sha256Fingerprint.toLowerCase()}@${computer}`,
    // The entry of a certificate never changes.
    `DTSTAMP:${dateTime(certificate.notBefore)}`,
    `DTSTART:${dateTime(certificate.notAfter)}`,
    `SUMMARY:${escapeText(summary(visible(name)))}`,
    `DESCRIPTION:${escapeText(description.join('\n'))}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** Returns a time in the basic format of ISO 8601, in UTC, for example `20261130T090503Z`. */
function dateTime(at: Instant): string {
  const iso = new Date(at).toISOString();
  // A year beyond 9999 has a sign and six digits, which a calendar cannot show.
  const time = iso.length > 24 ? '9999-12-31T23:59:59.000Z' : iso;
  return `${time.slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;
}

/** Escapes a text value. @see RFC 5545 section 3.3.11 */
function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll('\n', '\\n');
}

/** Splits a long line between characters; a further part begins with a space. */
function fold(line: string): string {
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > MAX_LINE_BYTES) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}
