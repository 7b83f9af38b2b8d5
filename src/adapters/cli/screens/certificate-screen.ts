import { namesOf } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import type { ListedCertificate } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import type { CertificateField } from '../../../formats/document/certificate-field.ts';
import { certificateValues, fieldValue, type ListedItem } from '../../../formats/document/certificate-fields.ts';
import { servicesLetters } from '../../../formats/document/services-letters.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { VisibleWriter } from '../../../formats/terminal/visible-writer.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { cell } from './cell.ts';
import { cellsWriter } from './cells-writer.ts';
import { type CertificateGroup, groupByCertificate } from './certificate-groups.ts';
import { screenLine } from './screen-line.ts';
import { timeLeft } from './selection-cells.ts';
import { tableLines } from './text-table.ts';

/**
 * Yields the lines of the default table: one line per certificate, also if it is in several files.
 * @param withConnectors adds the column of the connectors that select a certificate
 */
export function certificateTable(
  certificates: readonly ListedItem[],
  { at, withConnectors }: { readonly at: Instant; readonly withConnectors: boolean },
  context: ScreenContext,
): Generator<string> {
  const { column, dropped } = inLanguage(TABLE_PHRASES, context.rendering.locale);
  const headings = [
    column.thumbprint,
    column.services,
    column.until,
    column.timeLeft,
    column.state,
    column.origin,
    column.names,
    ...(withConnectors ? [column.usedBy] : []),
    column.file,
  ];
  return tableLines(
    function* () {
      yield headings;
      for (const group of groupByCertificate(certificates)) {
        const cells = 'request' in group ? requestCells(group, context) : groupCells(group, at, context);
        yield [
          ...cells.first,
          firstOf(cells.names, context),
          ...(withConnectors ? [firstOf(cells.usedBy, context)] : []),
          firstOf(cells.files, context),
        ];
      }
    },
    { ...context, droppable: withConnectors ? [8, 5, 2, 1] : [5, 2, 1], droppedText: dropped },
  );
}

function requestCells(
  { request, services = [], location }: StoredRequest,
  { rendering, profile }: ScreenContext,
): LineContents {
  const { pendingRequest } = inLanguage(TABLE_PHRASES, rendering.locale);
  // A CSR has no thumbprint. Its SHA-256 is in the same column, because `remove` accepts its prefix.
  const prefix = shortThumbprint({ thumbprint: request.sha256Fingerprint });
  return {
    // The empty cells are the expiry, the remaining time and the origin, which a CSR does not have.
    first: [prefix, servicesLetters(services, profile), '', '', pendingRequest, ''],
    names: namesOf(request),
    usedBy: [],
    files: [location.path],
  };
}

/** The contents of a line. A list becomes a cell with its first item and the number of others. */
interface LineContents {
  /** The cells before the names. */
  readonly first: readonly string[];
  readonly names: readonly string[];
  readonly usedBy: readonly string[];
  readonly files: readonly string[];
}

function groupCells(group: CertificateGroup, at: Instant, context: ScreenContext): LineContents {
  const { rendering, profile } = context;
  const [best] = group;
  const { certificate, services: servicesOfBest } = best.stored;
  const services = group.length === 1 ? servicesOfBest : [...new Set(group.flatMap(({ stored }) => stored.services))];
  return {
    first: [
      shortThumbprint(certificate),
      servicesLetters(services, profile),
      localTime(certificate.notAfter, rendering.offsetMinutes),
      timeLeft(certificate.notAfter, at, rendering),
      stateCell(best, context),
      inLanguage(TABLE_PHRASES, rendering.locale).origin[best.origin],
    ],
    names: namesOf(certificate),
    usedBy: best.selectedBy ?? [],
    files: group.length === 1 ? [best.stored.location.path] : [...new Set(group.map(pathOf))],
  };
}

function stateCell({ lifetimeState }: ListedCertificate, { rendering, colors }: ScreenContext): string {
  const word = inLanguage(TABLE_PHRASES, rendering.locale).lifetime[lifetimeState];
  if (lifetimeState === 'expired') return colors.red(word);
  return lifetimeState === 'expiring' || lifetimeState === 'not-yet-valid' ? colors.yellow(word) : word;
}

const pathOf = ({ stored }: ListedCertificate): string => stored.location.path;

/** Returns the first item, escaped, and the number of the others; empty for no items. */
function firstOf([first = '', ...others]: readonly string[], { rendering }: ScreenContext): string {
  return others.length === 0
    ? visible(first)
    : `${visible(first)} ${inLanguage(TABLE_PHRASES, rendering.locale).more(others.length)}`;
}

/** Yields the lines of a table with the given fields, one line per location. */
export function fieldTable(
  certificates: readonly ListedItem[],
  fields: readonly CertificateField[],
  context: ScreenContext,
): Generator<string> {
  return tableLines(function* () {
    yield fields;
    for (const listed of certificates) yield certificateValues(listed, fields, context.profile).map(cell);
  }, context);
}

/** Yields one field per line, with an empty line between certificates. */
export function* certificateList(
  certificates: Iterable<ListedItem>,
  fields: readonly CertificateField[],
  { profile, width }: ScreenContext,
): Generator<string> {
  const labelWidth = Math.max(...fields.map((field) => field.length));
  let separator = '';
  for (const listed of certificates) {
    const lines = fields.map((field) =>
      screenLine(`${field.padEnd(labelWidth)} : ${cell(fieldValue(listed, field, profile))}`.trimEnd(), {
        width,
        indent: labelWidth + 3,
      }),
    );
    yield separator + lines.join('');
    separator = '\n';
  }
}

/** The number of bytes that are collected before they are written: each write has a fixed cost. */
const BATCH_BYTES = 512 * 1024;

/** The additional space for the line that exceeds the batch, enough for most lines. */
const LAST_LINE_BYTES = 4 * 1024;

const TAB = 0x09;

const LINE_FEED = 0x0a;

/**
 * Yields a header and one line per certificate, with tabs between fields. Control characters in
 * values are escaped, so values contain no tab. Each piece must be used before the next piece is
 * requested, which overwrites it.
 */
export function* certificateTsv(
  certificates: Iterable<ListedItem>,
  fields: readonly CertificateField[],
  { profile }: ScreenContext,
): Generator<Uint8Array> {
  const out = new VisibleWriter(BATCH_BYTES + LAST_LINE_BYTES);
  const write = cellsWriter(fields, profile, TAB);
  yield Buffer.from(`${fields.join('\t')}\n`);
  for (const listed of certificates) {
    write(listed, out);
    out.writeByte(LINE_FEED);
    if (out.length < BATCH_BYTES) continue;
    yield out.written;
    out.clear();
  }
  yield out.written;
}
