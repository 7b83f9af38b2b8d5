import type { ChunkBytes } from './chunk-bytes.ts';
import { nameHash } from './name-hash.ts';

/** The offset of the table of names in the header of a chunk. */
const TABLE_OFFSET = 128;
const BUCKETS = 64;
/** The size of a name without its characters: link, hash, length, terminator. */
const FIXED_SIZE = 10;

/** Returns the size of a name at its first use in a chunk, bytes. */
export function nameSize(name: string): number {
  return FIXED_SIZE + 2 * name.length;
}

/**
 * The names of elements and attributes in a chunk, each stored once, where it is used first. Names
 * with the same place in the hash table are linked, the latest first.
 */
export class ChunkNames {
  readonly #chunk: ChunkBytes;
  readonly #offsets = new Map<string, number>();

  constructor(chunk: ChunkBytes) {
    this.#chunk = chunk;
  }

  /** Writes the offset of a name, and the name itself if the chunk does not contain it yet. */
  write(name: string): void {
    const known = this.#offsets.get(name);
    if (known !== undefined) {
      this.#chunk.uint32(known);
      return;
    }
    const offset = this.#chunk.offset + 4;
    this.#offsets.set(name, offset);
    const hash = nameHash(name);
    const bucket = TABLE_OFFSET + 4 * (hash % BUCKETS);
    this.#chunk.uint32(offset);
    this.#chunk.uint32(this.#chunk.buffer.readUInt32LE(bucket));
    this.#chunk.uint16(hash);
    this.#chunk.uint16(name.length);
    this.#chunk.text(name);
    this.#chunk.uint16(0);
    this.#chunk.buffer.writeUInt32LE(offset, bucket);
  }
}
