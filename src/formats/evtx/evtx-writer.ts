import { EvtxChunk, type EvtxEvent } from './evtx-chunk.ts';
import { fileHeader } from './file-header.ts';

/** The end of a file: its last chunk, and the header, which is written over the first bytes. */
export interface EvtxEnd {
  readonly chunk: Uint8Array;
  readonly header: Uint8Array;
}

/**
 * Writes an .evtx file, the format of the Windows event log, chunk by chunk; only one chunk is in
 * memory. A file is `FILE_HEADER_SIZE` bytes for the header, followed by the chunks. Records are
 * numbered from 1, because Windows requires numbers without gaps.
 * @see https://github.com/libyal/libevtx/tree/main/documentation
 */
export class EvtxWriter {
  #chunk = new EvtxChunk(1n);
  #finishedChunks = 0;
  #finishedRecords = 0;

  /** The number of chunks, with the last one, which is not finished yet. */
  get chunkCount(): number {
    return this.#finishedChunks + 1;
  }

  /** Adds a record. Returns a chunk that is complete now; undefined: none is. */
  add(event: EvtxEvent): Uint8Array | undefined {
    if (this.#chunk.add(event)) return undefined;
    const complete = this.#chunk;
    this.#finishedChunks += 1;
    this.#finishedRecords += complete.recordCount;
    this.#chunk = new EvtxChunk(BigInt(this.#finishedRecords + 1));
    this.#chunk.add(event);
    return complete.finish();
  }

  /** Returns the end of the file. A file without records has one empty chunk. */
  finish(): EvtxEnd {
    const recordCount = this.#finishedRecords + this.#chunk.recordCount;
    return { chunk: this.#chunk.finish(), header: fileHeader(this.chunkCount, recordCount) };
  }
}
