import { expect, it } from 'vitest';
import { nameHash } from '../../../src/formats/evtx/name-hash.ts';

// The hashes that Windows writes.
it.each([
  ['Event', 0x0cba],
  ['System', 0x546f],
  ['Provider', 0x7bf1],
])('the hash of %s is that of Windows', (name, hash) => {
  expect(nameHash(name)).toBe(hash);
});
