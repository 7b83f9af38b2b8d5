import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hmac } from '../../../src/formats/tls13/hmac.ts';

it.each([
  ['sha256', 64],
  ['sha384', 128],
] as const)('HMAC with %s is that of node:crypto, for every key up to a block', (algorithm, block) => {
  const key = fc.uint8Array({ maxLength: block });
  fc.assert(
    fc.property(key, fc.uint8Array({ maxLength: 400 }), (bytes, text) => {
      const expected = createHmac(algorithm, bytes).update(text).digest();
      expect(hmac(algorithm, Buffer.from(bytes), Buffer.from(text))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
  for (const length of [0, 1, block - 1, block]) {
    const full = Buffer.alloc(length, 0xff);
    expect(hmac(algorithm, full, full)).toEqual(createHmac(algorithm, full).update(full).digest());
  }
});
