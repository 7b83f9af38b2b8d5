import { createHash } from 'node:crypto';

/** The GUIDs of the templates of a file. The same template has the same GUID in every chunk and file. */
export class TemplateGuids {
  readonly #known = new Map<string, Buffer>();

  /**
   * Returns the 16 bytes of a GUID.
   * @param key the key of the template
   */
  guidOf(key: string): Buffer {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const guid = createHash('sha256').update(key).digest().subarray(0, 16);
    this.#known.set(key, guid);
    return guid;
  }
}
