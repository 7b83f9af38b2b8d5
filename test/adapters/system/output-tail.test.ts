import { describe, expect, it } from 'vitest';
import { OutputTail } from '../../../src/adapters/system/output-tail.ts';

function tailOf(limit: number, ...chunks: readonly (string | number[])[]): string {
  const tail = new OutputTail(limit);
  for (const chunk of chunks) tail.add(typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk));
  return tail.text();
}

describe('the tail of an output', () => {
  it.each([
    ['nothing', 4, [], ''],
    ['all that fits', 4, ['ab', 'cd'], 'abcd'],
    ['the last part of a longer one', 4, ['ab', 'cde'], 'bcde'],
    ['the last of one long piece', 4, ['abcdefgh'], 'efgh'],
    ['a piece as long as it may be', 4, ['x', 'abcd'], 'abcd'],
    ['no white space at the end', 9, ['ab \n\n'], 'ab'],
    ['no half of a character at the front', 4, ['日本'], '本'],
    ['a whole character at the front', 3, ['日本'], '本'],
    ['control characters as they are', 9, ['a\u001b[1m'], 'a\u001b[1m'],
    ['invalid UTF-8, replaced', 9, [[0x61, 0xff, 0x62]], 'a\ufffdb'],
    ['invalid leading bytes without a truncation', 9, [[0x80, 0x61]], '\ufffda'],
  ] as const)('is %s', (_, limit, chunks, text) => {
    expect(tailOf(limit, ...(chunks as readonly (string | number[])[]))).toBe(text);
  });
});
