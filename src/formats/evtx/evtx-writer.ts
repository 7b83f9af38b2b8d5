import { CHUNK_SIZE } from './chunk-bytes.ts';
import { EvtxChunk } from './evtx-chunk.ts';
import type { EvtxEvent } from './evtx-event.ts';
import { fileHeader } from './file-header.ts';
import { TemplateGuids } from './template-guids.ts';

/** The end of a file: its last chunk, and the header, which is written over the first bytes. */
export interface EvtxEnd {
  readonly chunk: Uint8Array;
  readonly header: Uint8Array;
  /** The number of records in the whole file that lack a part of their event. */
  readonly shortenedRecordCount: number;
}

/**
 * Writes an .evtx file, the format of the Windows event log, chunk by chunk; only two chunks
 * are in memory. A file is `FILE_HEADER_SIZE` bytes for the header, followed by the chunks. Records
 * are numbered from 1, because Windows requires numbers without gaps.
 * @see https://github.com/libyal/libevtx/tree/main/documentation
 */
export class EvtxWriter {
  // New memory for each chunk would be garbage faster than it is collected.
  #memory = Buffer.alloc(CHUNK_SIZE);
  #spareMemory = Buffer.alloc(CHUNK_SIZE);
  // Each chunk contains the templates again. A GUID is a hash, so it is computed once for the file.
  readonly #guids = new TemplateGuids();
  #chunk = new EvtxChunk(1n, this.#memory, this.#guids);
  #finishedChunks = 0;
  #finishedRecords = 0;
  #shortenedRecords = 0;

  /** The number of chunks, with the last one, which is not finished yet. */
  get chunkCount(): number {
    return this.#finishedChunks + 1;
  }

  /**
   * Adds a record. Returns a chunk that is complete now; undefined: none is. Its memory is used again
   * when the next chunk is complete, so it must be written before.
   */
  add(event: EvtxEvent): Uint8Array | undefined {
    if (this.#chunk.add(event)) return undefined;
    const complete = this.#chunk;
    this.#finishedChunks += 1;
    this.#finishedRecords += complete.recordCount;
    this.#shortenedRecords += complete.shortenedRecordCount;
    const bytes = complete.finish();
    [this.#memory, this.#spareMemory] = [this.#spareMemory, this.#memory];
    this.#chunk = new EvtxChunk(BigInt(this.#finishedRecords + 1), this.#memory, this.#guids);
    this.#chunk.add(event);
    return bytes;
  }

  /** Returns the end of the file. A file without records has one empty chunk. */
  finish(): EvtxEnd {
    const recordCount = this.#finishedRecords + this.#chunk.recordCount;
    const header = fileHeader(this.chunkCount, recordCount);
    const shortenedRecordCount = this.#shortenedRecords + this.#chunk.shortenedRecordCount;
    return { chunk: this.#chunk.finish(), header, shortenedRecordCount };
  }
}
