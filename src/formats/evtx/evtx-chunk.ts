import { crc32 } from 'node:zlib';
import { CHUNK_HEADER_SIZE, CHUNK_SIZE, ChunkBytes } from './chunk-bytes.ts';
import { ChunkNames } from './chunk-names.ts';
import { ChunkTemplates, FRAGMENT_HEADER } from './chunk-templates.ts';
import { substitutedValues, templateKey } from './evtx-element.ts';
import type { EvtxEvent } from './evtx-event.ts';
import { fileTime } from './filetime.ts';
import { shortenValues, totalBytes } from './shorten-values.ts';
import { TOKENS } from './template-body.ts';
import type { TemplateGuids } from './template-guids.ts';

/** The start of every record: two asterisks. */
const RECORD_SIGNATURE = 0x2a2a;
/**
 * The bytes of a record without its definition and values: signature, size, number, time, fragment
 * header, template instance, number of values, end token, padding, copy of the size.
 */
const RECORD_SIZE = 54;
/** The size, type and padding of a value in the list before the values. */
const DESCRIPTOR_SIZE = 4;
/** Records begin at a multiple of this, bytes. */
const ALIGNMENT = 8;
/** The part of the header with a checksum of its own, bytes: the fields, without the tables. */
const HEADER_FIELDS_SIZE = 128;
const CHECKED_FIELDS_SIZE = 120;

/**
 * A chunk of an .evtx file: 64 KiB that can be read without the others: it contains the names and
 * templates of its records. The numbers of its records begin with `firstRecord`.
 */
export class EvtxChunk {
  readonly #bytes: ChunkBytes;
  readonly #templates: ChunkTemplates;
  readonly #firstRecord: bigint;
  #recordCount = 0;
  #shortenedRecordCount = 0;
  #lastRecordOffset = 0;

  /** @param memory `CHUNK_SIZE` bytes, in which the chunk is written; `finish` returns them */
  constructor(firstRecord: bigint, memory: Buffer, guids: TemplateGuids) {
    this.#firstRecord = firstRecord;
    this.#bytes = new ChunkBytes(memory);
    this.#templates = new ChunkTemplates(this.#bytes, new ChunkNames(this.#bytes), guids);
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  /** The number of records that lack a part of their event, because it does not fit into a chunk. */
  get shortenedRecordCount(): number {
    return this.#shortenedRecordCount;
  }

  /**
   * Adds a record. Returns false if the chunk has no room for it. An empty chunk has room for every
   * event, because the longest strings of a large one are shortened.
   */
  add({ element, timeCreated, isShortened }: EvtxEvent): boolean {
    const values = substitutedValues(element);
    const key = templateKey(element);
    const size = RECORD_SIZE + this.#templates.missingSize(key, element) + DESCRIPTOR_SIZE * values.length;
    const room = CHUNK_SIZE - this.#bytes.offset - size;
    if (totalBytes(values) > room && this.#recordCount > 0) return false;
    const start = this.#bytes.offset;
    this.#bytes.uint32(RECORD_SIGNATURE);
    this.#bytes.uint32(0);
    this.#bytes.uint64(this.#firstRecord + BigInt(this.#recordCount));
    this.#bytes.uint64(fileTime(timeCreated));
    this.#bytes.uint8(...FRAGMENT_HEADER);
    this.#templates.writeInstance(key, element);
    this.#bytes.uint32(values.length);
    const written = shortenValues(values, room);
    if (isShortened || written !== values) this.#shortenedRecordCount += 1;
    for (const { type, bytes } of written) {
      this.#bytes.uint16(bytes.length);
      this.#bytes.uint8(type, 0);
    }
    for (const { bytes } of written) this.#bytes.bytes(bytes);
    this.#bytes.uint8(TOKENS.endOfFile);
    this.#finishRecord(start);
    return true;
  }

  #finishRecord(start: number): void {
    const end = this.#bytes.offset + 4;
    this.#bytes.offset += (ALIGNMENT - (end % ALIGNMENT)) % ALIGNMENT;
    const size = this.#bytes.offset + 4 - start;
    this.#bytes.uint32(size);
    this.#bytes.buffer.writeUInt32LE(size, start + 4);
    this.#recordCount += 1;
    this.#lastRecordOffset = start;
  }

  /** Returns the bytes of the chunk, with its header and checksums. Nothing is added afterwards. */
  finish(): Uint8Array {
    const { buffer, offset: end } = this.#bytes;
    // An empty chunk has 1 as the first number and -1 as the other ones, as in a cleared log.
    const isEmpty = this.#recordCount === 0;
    const first = isEmpty ? -1n : this.#firstRecord;
    const last = isEmpty ? -1n : first + BigInt(this.#recordCount - 1);
    this.#bytes.offset = 0;
    this.#bytes.bytes(Buffer.from('ElfChnk\0', 'latin1'));
    for (const number of [this.#firstRecord, last, first, last]) this.#bytes.uint64(BigInt.asUintN(64, number));
    this.#bytes.uint32(HEADER_FIELDS_SIZE);
    this.#bytes.uint32(this.#lastRecordOffset);
    this.#bytes.uint32(end);
    this.#bytes.uint32(crc32(buffer.subarray(CHUNK_HEADER_SIZE, end)));
    const fields = crc32(buffer.subarray(0, CHECKED_FIELDS_SIZE));
    const headerChecksum = crc32(buffer.subarray(HEADER_FIELDS_SIZE, CHUNK_HEADER_SIZE), fields);
    buffer.writeUInt32LE(headerChecksum, HEADER_FIELDS_SIZE - 4);
    return buffer;
  }
}
