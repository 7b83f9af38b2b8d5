/** The size of a chunk, bytes. */
export const CHUNK_SIZE = 65_536;
/** The size of its header, bytes. */
export const CHUNK_HEADER_SIZE = 512;

/** The bytes of one chunk, written from the start to the end. Numbers are little-endian. */
export class ChunkBytes {
  readonly buffer: Buffer;
  /** The offset of the next byte, from the start of the chunk. */
  offset: number = CHUNK_HEADER_SIZE;

  /** @param buffer the memory of the chunk, `CHUNK_SIZE` bytes; its content is overwritten */
  constructor(buffer: Buffer) {
    this.buffer = buffer.fill(0);
  }

  /** Writes bytes of the format, such as tokens. */
  uint8(...values: readonly number[]): void {
    for (const value of values) this.offset = this.buffer.writeUInt8(value, this.offset);
  }

  uint16(value: number): void {
    this.offset = this.buffer.writeUInt16LE(value, this.offset);
  }

  uint32(value: number): void {
    this.offset = this.buffer.writeUInt32LE(value, this.offset);
  }

  uint64(value: bigint): void {
    this.offset = this.buffer.writeBigUInt64LE(value, this.offset);
  }

  bytes(value: Uint8Array): void {
    this.buffer.set(value, this.offset);
    this.offset += value.length;
  }

  /** Writes UTF-16 without a length and a terminator. */
  text(value: string): void {
    this.offset += this.buffer.write(value, this.offset, 'utf16le');
  }

  /** Writes a size that is not known before the bytes that it counts; `write` writes them. */
  sized(write: () => void): void {
    const at = this.offset;
    this.uint32(0);
    write();
    this.buffer.writeUInt32LE(this.offset - at - 4, at);
  }
}
