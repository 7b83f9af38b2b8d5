import type { ChunkBytes } from './chunk-bytes.ts';
import type { ChunkNames } from './chunk-names.ts';
import type { EvtxElement } from './evtx-element.ts';
import { TOKENS, templateSizeBound, writeTemplateElement } from './template-body.ts';
import type { TemplateGuids } from './template-guids.ts';

/** The offset of the table of templates in the header of a chunk. */
const TABLE_OFFSET = 384;
const BUCKETS = 32;
/** Link, GUID, size, fragment header and end token of a definition. */
const DEFINITION_SIZE = 29;

/** The version of binary XML, 1.1, with its token. */
export const FRAGMENT_HEADER: readonly number[] = [TOKENS.fragmentHeader, 1, 1, 0];

/** A template that a chunk contains. */
interface StoredTemplate {
  readonly identifier: number;
  readonly offset: number;
}

/**
 * The templates of a chunk, each stored once, in the first record that uses it. Templates with the
 * same place in the hash table are linked, the latest first.
 */
export class ChunkTemplates {
  readonly #chunk: ChunkBytes;
  readonly #names: ChunkNames;
  readonly #guids: TemplateGuids;
  readonly #stored = new Map<string, StoredTemplate>();

  constructor(chunk: ChunkBytes, names: ChunkNames, guids: TemplateGuids) {
    this.#chunk = chunk;
    this.#names = names;
    this.#guids = guids;
  }

  /**
   * Returns the bytes that the definition of a template needs, at most; 0: the chunk has it.
   * @param key the key of the template, as in all methods
   */
  missingSize(key: string, event: EvtxElement): number {
    return this.#stored.has(key) ? 0 : DEFINITION_SIZE + templateSizeBound(event);
  }

  /** Writes an instance of the template of an event, up to its values. */
  writeInstance(key: string, event: EvtxElement): void {
    const known = this.#stored.get(key);
    this.#chunk.uint8(TOKENS.templateInstance, 1);
    if (known !== undefined) {
      this.#chunk.uint32(known.identifier);
      this.#chunk.uint32(known.offset);
      return;
    }
    const guid = this.#guids.guidOf(key);
    const identifier = guid.readUInt32LE(0);
    const offset = this.#chunk.offset + 8;
    this.#chunk.uint32(identifier);
    this.#chunk.uint32(offset);
    this.#writeDefinition(event, guid, TABLE_OFFSET + 4 * (identifier % BUCKETS));
    this.#stored.set(key, { identifier, offset });
  }

  #writeDefinition(event: EvtxElement, guid: Buffer, bucket: number): void {
    const { buffer, offset } = this.#chunk;
    this.#chunk.uint32(buffer.readUInt32LE(bucket));
    this.#chunk.bytes(guid);
    this.#chunk.sized(() => {
      this.#chunk.uint8(...FRAGMENT_HEADER);
      writeTemplateElement(this.#chunk, this.#names, event);
      this.#chunk.uint8(TOKENS.endOfFile);
    });
    buffer.writeUInt32LE(offset, bucket);
  }
}
