import type { EventRecord } from '../../domain/event/event-record.ts';
import { byteLengthOf, cutBytes } from './cut-bytes.ts';
import { factTexts } from './fact-texts.ts';
import { helpPage } from './help-page.ts';
import { messageLines } from './message.ts';
import { messageId } from './message-id.ts';
import { PRIORITIES } from './priorities.ts';
import type { Rendering } from './rendering.ts';
import { shellWords } from './shell-words.ts';

const utf8 = new TextEncoder();
/**
 * The maximum length of a value and of an entry, bytes. A Linux socket accepts an entry of this
 * size by default.
 */
const LONGEST_VALUE = 16 * 1024;
const LONGEST_ENTRY = 128 * 1024;

type Field = readonly [name: string, value: string];

/** Returns the field name: `notAfter` is MAILCERTD_NOT_AFTER. */
function ownName(name: string): string {
  return `MAILCERTD_${name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}`;
}

function fieldsOf(record: EventRecord, rendering: Rendering): readonly Field[] {
  const own = (name: string, value: string | readonly string[]): readonly Field[] =>
    // The journal accepts a field several times, and finds the entry by each value.
    (typeof value === 'string' ? [value] : value).map((each) => [ownName(name), each]);
  const page = helpPage(record.eventId, record.computer, rendering);
  return [
    ['MESSAGE', messageLines(record, rendering).join('\n')],
    ['MESSAGE_ID', messageId(record.eventId)],
    ['PRIORITY', String(PRIORITIES[record.level])],
    ['SYSLOG_IDENTIFIER', 'mailcertd'],
    ...(page === undefined ? [] : [['DOCUMENTATION', page.url] as const]),
    ...own('eventId', String(record.eventId)),
    ...own('recordId', String(record.eventRecordId)),
    ...own('level', record.level),
    ...own('state', record.change),
    ...own('provider', record.providerName),
    ...own('computer', record.computer),
    ...own('timeCreated', new Date(record.timeCreated).toISOString()),
    ...own('version', String(record.version)),
    ...own('conditionId', record.conditionId ?? []),
    ...record.parameters.flatMap((value, index) => own(`param${index + 1}`, value)),
    ...factTexts(record.facts).flatMap(({ name, value }) => own(name, value)),
    ...own('remedy', record.remedy.map(shellWords)),
  ];
}

/** Encodes a field. A value with line ends is preceded by its length, 64 bits little-endian. */
function bytes([name, value]: Field): readonly Uint8Array[] {
  const written = utf8.encode(value);
  if (!value.includes('\n')) return [utf8.encode(`${name}=`), written, utf8.encode('\n')];
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(written.length), true);
  return [utf8.encode(`${name}\n`), length, written, utf8.encode('\n')];
}

/**
 * Renders a record as an entry for the socket of the systemd journal. Values are raw. If the entry
 * is too long, the last fields are left out, and MAILCERTD_TRUNCATED=1 is added.
 * @see https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
 */
export function renderJournal(record: EventRecord, rendering: Rendering): Uint8Array {
  const all = fieldsOf(record, rendering);
  const kept: Field[] = [];
  let left = LONGEST_ENTRY;
  let isTruncated = false;
  for (const [name, value] of all) {
    const field: Field = [name, cutBytes(value, LONGEST_VALUE)];
    left -= byteLengthOf(name) + byteLengthOf(field[1]) + 10;
    isTruncated ||= left < 0 || field[1] !== value;
    if (left >= 0) kept.push(field);
  }
  if (isTruncated) kept.push(['MAILCERTD_TRUNCATED', '1']);
  const pieces = kept.flatMap(bytes);
  const entry = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    entry.set(piece, at);
    at += piece.length;
  }
  return entry;
}
