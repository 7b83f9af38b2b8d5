import { expect, test } from 'vitest';
import { fillBuffer, fillBufferSync } from '../../../src/formats/system/fill-buffer.ts';

/** Returns a function that reads `content` in pieces of at most `most` bytes. */
function reader(content: Uint8Array, buffer: Uint8Array, most: number): (offset: number, length: number) => number {
  return (offset, length) => {
    const piece = content.subarray(offset, offset + Math.min(length, most));
    buffer.set(piece, offset);
    return piece.length;
  };
}

test.each([
  [0, 4, 0],
  [3, 4, 3],
  [4, 4, 4],
  [9, 4, 4],
])('a file of %i bytes fills a buffer of %i bytes with %i bytes', async (size, room, filled) => {
  const content = Uint8Array.from({ length: size }, (_, at) => at + 1);
  for (const most of [1, 3, 100]) {
    const once = new Uint8Array(room);
    expect(fillBufferSync(room, reader(content, once, most))).toBe(filled);
    const later = new Uint8Array(room);
    const read = reader(content, later, most);
    expect(await fillBuffer(room, async (offset, length) => ({ bytesRead: read(offset, length) }))).toBe(filled);
    for (const buffer of [once, later])
      expect([...buffer.subarray(0, filled)]).toEqual([...content.subarray(0, filled)]);
  }
});
