import type { ListedCertificate } from '../../domain/status.ts';
import type { Instant } from '../../domain/time.ts';
import { visible } from '../../formats/visible.ts';
import { VisibleWriter } from '../../formats/visible-writer.ts';
import { cell } from './cell.ts';
import { cellsWriter } from './cells-writer.ts';
import type { CertificateField } from './certificate-field.ts';
import { certificateValues, fieldOf, type Listed, shownNames } from './certificate-fields.ts';
import { timeLeft } from './present.ts';
import type { ScreenMeans } from './screen-means.ts';
import { servicesLetters } from './services-letters.ts';
import { shortThumbprint } from './short-thumbprint.ts';
import { textTable } from './text-table.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

function stateCell({ lifetimeState }: ListedCertificate, { rendering, colors }: ScreenMeans): string {
  const word = wordsOf(rendering.locale).lifetime[lifetimeState];
  if (lifetimeState === 'expired') return colors.red(word);
  return lifetimeState === 'soon' || lifetimeState === 'not-yet-valid' ? colors.yellow(word) : word;
}

/** What people look for first, a line each; with fields named, these. */
export function certificateTable(
  certificates: readonly Listed[],
  fields: readonly CertificateField[] | undefined,
  at: Instant,
  means: ScreenMeans,
): string {
  const { rendering, profile } = means;
  const words = wordsOf(rendering.locale);
  if (fields !== undefined) {
    const rows = certificates.map((listed) => certificateValues(listed, fields, profile).map(cell));
    return textTable([fields, ...rows]);
  }
  const { column } = words;
  const head = [
    column.thumbprint,
    column.services,
    column.until,
    column.left,
    column.state,
    column.origin,
    column.names,
  ];
  const rows = certificates.map((listed) => {
    const { first, more } = shownNames(listed);
    const names = more === 0 ? visible(first) : `${visible(first)} ${words.more(more)}`;
    if ('request' in listed) {
      const { request, services = [] } = listed;
      // What `remove` takes: a request has no thumbprint.
      const front = shortThumbprint({ thumbprint: request.sha256Fingerprint });
      return [front, servicesLetters(services, profile), '', '', words.pendingRequest, '', names];
    }
    const { certificate, services } = listed.stored;
    return [
      shortThumbprint(certificate),
      servicesLetters(services, profile),
      localTime(certificate.notAfter, rendering.offsetMinutes),
      timeLeft(certificate.notAfter, at, rendering),
      stateCell(listed, means),
      words.origin[listed.origin],
      names,
    ];
  });
  return textTable([head, ...rows]);
}

/** A field a line, an empty line between certificates. */
export function* certificateList(
  certificates: Iterable<Listed>,
  fields: readonly CertificateField[],
  { profile }: ScreenMeans,
): Generator<string> {
  const width = Math.max(...fields.map((field) => field.length));
  let before = '';
  for (const listed of certificates) {
    const lines = fields.map((field) => `${field.padEnd(width)} : ${cell(fieldOf(listed, field, profile))}`.trimEnd());
    yield `${before}${lines.join('\n')}\n`;
    before = '\n';
  }
}

/** So many octets go out together: each time costs some hundredths of a millisecond. */
const WRITTEN_AT_ONCE = 512 * 1024;
/** What one line has beyond them, mostly. */
const SPARE = 4 * 1024;
const TAB = 0x09;
const LINE_FEED = 0x0a;

/**
 * A head and a line a certificate, tabs between; what cannot be seen in a value is escaped, so a tab is only ever between.
 * What is yielded is good until more is asked for.
 */
export function* certificateTsv(
  certificates: Iterable<Listed>,
  fields: readonly CertificateField[],
  { profile }: ScreenMeans,
): Generator<Uint8Array> {
  const out = new VisibleWriter(WRITTEN_AT_ONCE + SPARE);
  const write = cellsWriter(fields, profile, TAB);
  yield Buffer.from(`${fields.join('\t')}\n`);
  for (const listed of certificates) {
    write(listed, out);
    out.separator(LINE_FEED);
    if (out.length < WRITTEN_AT_ONCE) continue;
    yield out.written;
    out.clear();
  }
  yield out.written;
}
