import { crc32 } from 'node:zlib';

/** A record that was read from an .evtx file. */
export interface ReadEvtxRecord {
  /** The number in the header of the record. */
  readonly number: number;
  /** The time in the header of the record, FILETIME. */
  readonly writtenAt: bigint;
  readonly xml: string;
}

/** One chunk of a file, with the names and templates that its tables lead to. */
export interface ReadEvtxChunk {
  readonly names: readonly string[];
  /** The offsets of the templates. */
  readonly templates: readonly number[];
  readonly records: readonly ReadEvtxRecord[];
}

const HEADER_SIZE = 4096;
const CHUNK_SIZE = 65_536;
const WINDOWS_EPOCH_MS = 11_644_473_600_000n;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;' };

function expectEqual(actual: unknown, expected: unknown, name: string): void {
  if (actual !== expected) throw new Error(`${name} is ${String(actual)} instead of ${String(expected)}`);
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>']/g, (character) => ENTITIES[character] ?? character);
}

function timeText(ticks: bigint): string {
  const date = new Date(Number(ticks / 10_000n - WINDOWS_EPOCH_MS)).toISOString();
  return date.replace('Z', `${String(ticks % 10_000n).padStart(4, '0')}Z`);
}

function valueText(type: number, bytes: Buffer): string {
  switch (type) {
    case 0x01:
      return bytes.toString('utf16le');
    case 0x04:
    case 0x06:
    case 0x08:
      return String(bytes.readUIntLE(0, bytes.length));
    case 0x0a:
      return String(bytes.readBigUInt64LE());
    case 0x11:
      return timeText(bytes.readBigUInt64LE());
    case 0x15:
      return `0x${bytes.readBigUInt64LE().toString(16)}`;
    default:
      throw new Error(`type ${type}`);
  }
}

/** A reader of one chunk, which refuses everything that Windows may refuse. */
class ChunkReader {
  readonly #chunk: Buffer;
  #at = 0;

  constructor(chunk: Buffer) {
    this.#chunk = chunk;
  }

  #byte(): number {
    this.#at += 1;
    return this.#chunk.readUInt8(this.#at - 1);
  }

  #word(): number {
    this.#at += 2;
    return this.#chunk.readUInt16LE(this.#at - 2);
  }

  #long(): number {
    this.#at += 4;
    return this.#chunk.readUInt32LE(this.#at - 4);
  }

  #expect(token: number, name: string): void {
    expectEqual(this.#byte(), token, name);
  }

  #nameAt(offset: number): string {
    const length = this.#chunk.readUInt16LE(offset + 6);
    const name = this.#chunk.toString('utf16le', offset + 8, offset + 8 + 2 * length);
    expectEqual(this.#chunk.readUInt16LE(offset + 8 + 2 * length), 0, 'the end of a name');
    return name;
  }

  #name(): string {
    const offset = this.#long();
    const name = this.#nameAt(offset);
    if (offset === this.#at) this.#at += 10 + 2 * name.length;
    else if (offset > this.#at) throw new Error('a name is after its use');
    return name;
  }

  #text(values: readonly string[]): string {
    if (this.#byte() === 0x0d) {
      const value = values[this.#word()];
      this.#byte();
      return value ?? '';
    }
    this.#expect(0x01, 'the type of a fixed text');
    const length = this.#word();
    this.#at += 2 * length;
    return this.#chunk.toString('utf16le', this.#at - 2 * length, this.#at);
  }

  #element(values: readonly string[]): string {
    const hasAttributes = this.#byte() === 0x41;
    expectEqual(this.#word(), 0xffff, 'the dependency');
    const size = this.#long();
    const end = this.#at + size;
    const name = this.#name();
    let attributes = '';
    if (hasAttributes) {
      const attributesSize = this.#long();
      const attributesEnd = this.#at + attributesSize;
      while (this.#at < attributesEnd) {
        const token = this.#byte();
        const attribute = this.#name();
        attributes += ` ${attribute}='${escaped(this.#text(values))}'`;
        expectEqual(token, this.#at === attributesEnd ? 0x06 : 0x46, 'the token of an attribute');
      }
    }
    if (this.#byte() === 0x03) return `<${name}${attributes}/>`;
    let content = '';
    while (this.#chunk[this.#at] !== 0x04) {
      const isElement = ((this.#chunk[this.#at] ?? 0) & 0x0f) === 0x01;
      content += isElement ? this.#element(values) : escaped(this.#text(values));
    }
    this.#byte();
    expectEqual(this.#at, end, 'the end of an element');
    return `<${name}${attributes}>${content}</${name}>`;
  }

  #fragmentHeader(): void {
    for (const byte of [0x0f, 1, 1, 0]) this.#expect(byte, 'the fragment header');
  }

  #template(offset: number, values: readonly string[]): string {
    const back = this.#at;
    this.#at = offset + 20;
    const size = this.#long();
    const end = this.#at + size;
    this.#fragmentHeader();
    const xml = this.#element(values);
    this.#expect(0, 'the end of a template');
    expectEqual(this.#at, end, 'the size of a template');
    this.#at = back;
    return xml;
  }

  record(start: number): ReadEvtxRecord & { readonly end: number } {
    expectEqual(start % 8, 0, 'the alignment of a record');
    this.#at = start;
    expectEqual(this.#long(), 0x2a2a, 'the signature of a record');
    const size = this.#long();
    expectEqual(this.#chunk.readUInt32LE(start + size - 4), size, 'the copy of the size');
    this.#at = start + 24;
    this.#fragmentHeader();
    this.#expect(0x0c, 'the template instance');
    this.#expect(1, 'the template instance');
    const identifier = this.#long();
    const template = this.#long();
    expectEqual(this.#chunk.readUInt32LE(template + 4), identifier, 'the identifier of a template');
    if (template === this.#at) this.#at += 24 + this.#chunk.readUInt32LE(template + 20);
    const count = this.#long();
    const descriptors = Array.from({ length: count }, () => {
      const bytes = this.#word();
      const type = this.#byte();
      this.#expect(0, 'the padding of a descriptor');
      return { bytes, type };
    });
    const values = descriptors.map(({ bytes, type }) => {
      this.#at += bytes;
      return valueText(type, this.#chunk.subarray(this.#at - bytes, this.#at));
    });
    this.#expect(0, 'the end of a record');
    return {
      number: Number(this.#chunk.readBigUInt64LE(start + 8)),
      writtenAt: this.#chunk.readBigUInt64LE(start + 16),
      xml: this.#template(template, values),
      end: start + size,
    };
  }

  /** Returns the offsets in a hash table, with the links from each of them. */
  #table(offset: number, buckets: number): readonly number[] {
    const offsets: number[] = [];
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      let at = this.#chunk.readUInt32LE(offset + 4 * bucket);
      for (; at !== 0; at = this.#chunk.readUInt32LE(at)) offsets.push(at);
    }
    return offsets;
  }

  read(): ReadEvtxChunk {
    const chunk = this.#chunk;
    expectEqual(chunk.toString('latin1', 0, 8), 'ElfChnk\0', 'the signature of a chunk');
    const free = chunk.readUInt32LE(48);
    expectEqual(chunk.readUInt32LE(52), crc32(chunk.subarray(512, free)), 'the checksum of the records');
    const header = Buffer.concat([chunk.subarray(0, 120), chunk.subarray(128, 512)]);
    expectEqual(chunk.readUInt32LE(124), crc32(header), 'the checksum of a chunk header');
    const records: ReadEvtxRecord[] = [];
    let last = 0;
    for (let at = 512; at < free; ) {
      last = at;
      const { end, ...record } = this.record(at);
      records.push(record);
      at = end;
    }
    expectEqual(chunk.readUInt32LE(44), last, 'the offset of the last record');
    expectEqual(chunk.readBigUInt64LE(8), BigInt(records[0]?.number ?? 1), 'the first record of a chunk');
    expectEqual(chunk.readBigInt64LE(16), BigInt(records.at(-1)?.number ?? -1), 'the last record of a chunk');
    return {
      names: this.#table(128, 64).map((offset) => this.#nameAt(offset)),
      templates: this.#table(384, 32),
      records,
    };
  }
}

/**
 * Reads an .evtx file in the form that mailcertd writes. Checks every size, number and checksum.
 * @throws an error that names the wrong part
 */
export function readEvtx(file: Buffer): readonly ReadEvtxChunk[] {
  expectEqual(file.toString('latin1', 0, 8), 'ElfFile\0', 'the signature of the file');
  expectEqual(file.readUInt32LE(124), crc32(file.subarray(0, 120)), 'the checksum of the file header');
  const count = file.readUInt16LE(42);
  expectEqual(file.length, HEADER_SIZE + count * CHUNK_SIZE, 'the size of the file');
  expectEqual(file.readBigUInt64LE(16), BigInt(count - 1), 'the last chunk');
  const chunks = Array.from({ length: count }, (_, index) => {
    const start = HEADER_SIZE + index * CHUNK_SIZE;
    return new ChunkReader(file.subarray(start, start + CHUNK_SIZE)).read();
  });
  const records = chunks.flatMap((chunk) => chunk.records);
  records.forEach(({ number }, index) => void expectEqual(number, index + 1, 'the number of a record'));
  expectEqual(file.readBigUInt64LE(24), BigInt(records.length + 1), 'the number of the next record');
  return chunks;
}
