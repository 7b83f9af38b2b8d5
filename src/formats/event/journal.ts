import type { EventRecord } from '../../domain/event/event-record.ts';
import { byteLengthOf, cutBytes } from './cut-bytes.ts';
import { factTexts } from './fact-texts.ts';
import { helpPage } from './help-page.ts';
import { messageLines } from './message.ts';
import { messageId } from './message-id.ts';
import type { Rendering } from './rendering.ts';
import { shellWords } from './shell-words.ts';
import { SYSLOG_SEVERITIES } from './syslog-severities.ts';

const encoder = new TextEncoder();
/** The maximum length of a value, bytes. */
const MAX_VALUE_BYTES = 16 * 1024;
/** The maximum length of an entry, bytes, which a Linux socket accepts by default. */
const MAX_ENTRY_BYTES = 128 * 1024;
/** Bytes that a field needs in addition to its name and value: line ends and length. */
const FIELD_OVERHEAD_BYTES = 10;

type Field = readonly [name: string, value: string];

/** Returns the name of a field of mailcertd: `notAfter` becomes MAILCERTD_NOT_AFTER. */
function journalFieldName(name: string): string {
  return `MAILCERTD_${name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}`;
}

function fieldsOf(record: EventRecord, rendering: Rendering): readonly Field[] {
  const prefixedFields = (name: string, value: string | readonly string[]): readonly Field[] =>
    // The journal accepts a field several times, and finds the entry by each value.
    (typeof value === 'string' ? [value] : value).map((text) => [journalFieldName(name), text]);
  const page = helpPage(record.eventId, record.computer, rendering);
  return [
    ['MESSAGE', messageLines(record, rendering).join('\n')],
    ['MESSAGE_ID', messageId(record.eventId)],
    ['PRIORITY', String(SYSLOG_SEVERITIES[record.level])],
    ['SYSLOG_IDENTIFIER', 'mailcertd'],
    ...(page === undefined ? [] : [['DOCUMENTATION', page.url] as const]),
    ...prefixedFields('eventId', String(record.eventId)),
    ...prefixedFields('recordId', String(record.eventRecordId)),
    ...prefixedFields('level', record.level),
    ...prefixedFields('state', record.change),
    ...prefixedFields('provider', record.providerName),
    ...prefixedFields('computer', record.computer),
    ...prefixedFields('timeCreated', new Date(record.timeCreated).toISOString()),
    ...prefixedFields('version', String(record.version)),
    ...prefixedFields('conditionId', record.conditionId ?? []),
    ...record.parameters.flatMap((value, index) => prefixedFields(`param${index + 1}`, value)),
    ...factTexts(record.facts).flatMap(({ name, value }) => prefixedFields(name, value)),
    ...prefixedFields('remedy', record.remedy.map(shellWords)),
  ];
}

/**
 * Encodes a field: `NAME=VALUE` and a line end. For a value of several lines, a line end and the
 * length of the value (64 bits, little-endian) replace the `=`.
 */
function encodeField([name, value]: Field): readonly Uint8Array[] {
  const valueBytes = encoder.encode(value);
  if (!value.includes('\n')) return [encoder.encode(`${name}=`), valueBytes, encoder.encode('\n')];
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(valueBytes.length), true);
  return [encoder.encode(`${name}\n`), length, valueBytes, encoder.encode('\n')];
}

/**
 * Renders a record as an entry for the socket of the systemd journal. Values are not escaped.
 * Values over 16 KiB are cut, and the last fields of an entry over 128 KiB are left out; then
 * MAILCERTD_TRUNCATED=1 is added.
 * @see https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
 */
export function renderJournal(record: EventRecord, rendering: Rendering): Uint8Array {
  const fields = fieldsOf(record, rendering);
  const includedFields: Field[] = [];
  let remainingBytes = MAX_ENTRY_BYTES;
  let isTruncated = false;
  for (const [name, value] of fields) {
    const { text, isCut } = cutBytes(value, MAX_VALUE_BYTES);
    remainingBytes -= byteLengthOf(name) + byteLengthOf(text) + FIELD_OVERHEAD_BYTES;
    isTruncated ||= remainingBytes < 0 || isCut;
    if (remainingBytes >= 0) includedFields.push([name, text]);
  }
  if (isTruncated) includedFields.push(['MAILCERTD_TRUNCATED', '1']);
  const pieces = includedFields.flatMap(encodeField);
  const entry = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    entry.set(piece, offset);
    offset += piece.length;
  }
  return entry;
}
