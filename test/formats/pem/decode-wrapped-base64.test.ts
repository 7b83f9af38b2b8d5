import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBase64, decodeWrappedBase64 } from '../../../src/formats/pem/decode-base64.ts';

const wrapped = (bytes: Uint8Array, width = 64): string =>
  `\n${(
    Buffer.from(bytes)
      .toString('base64')
      .match(new RegExp(`.{1,${width}}`, 'g')) ?? []
  ).join('\n')}\n`;

it('base64 in lines of 64 characters is decoded', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      expect(decodeWrappedBase64(wrapped(bytes))).toEqual(Buffer.from(bytes));
    }),
  );
});

it("after any change, the result is the general decoder's, or none", () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'\n\r =-_!A/+é'.split(''))), { maxLength: 3 });
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), changes, (bytes, changed) => {
      const characters = wrapped(bytes).split('');
      for (const [at, character] of changed) characters[at % characters.length] = character;
      const body = characters.join('');
      const decoded = decodeWrappedBase64(body);
      if (decoded !== undefined) expect(decoded).toEqual(decodeBase64(body));
      expect(decodeWrappedBase64(body, Buffer.alloc(200))).toEqual(decoded);
    }),
    { numRuns: 3000 },
  );
});

it('base64 is decoded into given memory, which stays unchanged if it is too small', () => {
  const into = Buffer.alloc(300, 1);
  const bytes = Buffer.alloc(300, 2);
  const decoded = decodeWrappedBase64(wrapped(bytes), into);
  expect(decoded).toEqual(bytes);
  expect(decoded?.buffer).toBe(into.buffer);
  expect(decodeWrappedBase64(wrapped(Buffer.alloc(301)), into)).toBeUndefined();
});

it.each([
  ['lines of another width', wrapped(Buffer.alloc(100), 76)],
  ['line ends of another kind', wrapped(Buffer.alloc(100)).replaceAll('\n', '\r\n')],
  ['no line end before it', wrapped(Buffer.alloc(100)).slice(1)],
  ['no line end after it', wrapped(Buffer.alloc(100)).slice(0, -1)],
  ['a character too few', `${wrapped(Buffer.alloc(99)).slice(0, -2)}\n`],
  ['nothing', '\n\n'],
])('%s are left to the general decoder', (_, body) => {
  expect(decodeWrappedBase64(body)).toBeUndefined();
});
