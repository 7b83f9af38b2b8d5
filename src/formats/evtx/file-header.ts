import { crc32 } from 'node:zlib';

/** The size of the header of a file, bytes. */
export const FILE_HEADER_SIZE = 4096;
/** The most chunks that a file may have, because the header counts them in 16 bits: 4 GiB. */
export const MAX_CHUNKS = 65_535;

const FIELDS_SIZE = 128;
const CHECKED_SIZE = 120;

/**
 * Returns the header of a file: version 3.1, not dirty, not full.
 * @param chunkCount 1 or more
 */
export function fileHeader(chunkCount: number, recordCount: number): Uint8Array {
  const header = Buffer.alloc(FILE_HEADER_SIZE);
  header.write('ElfFile\0', 'latin1');
  header.writeBigUInt64LE(0n, 8);
  header.writeBigUInt64LE(BigInt(chunkCount - 1), 16);
  header.writeBigUInt64LE(BigInt(recordCount + 1), 24);
  header.writeUInt32LE(FIELDS_SIZE, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(FILE_HEADER_SIZE, 40);
  header.writeUInt16LE(chunkCount, 42);
  header.writeUInt32LE(crc32(header.subarray(0, CHECKED_SIZE)), CHECKED_SIZE + 4);
  return header;
}
