import { expect, test } from 'vitest';
import { oneLine } from '../../../src/adapters/notify/one-line.ts';
import { secretsIn, toldAddress } from '../../../src/adapters/notify/told-address.ts';

test.each([
  ['https://ops.contoso.com/in', 'path', 'https://ops.contoso.com/in'],
  ['https://ops.contoso.com:8443/in/', 'path', 'https://ops.contoso.com:8443/in/'],
  ['https://ops.contoso.com/in?token=marker', 'path', 'https://ops.contoso.com/in…'],
  ['https://ops.contoso.com/in#marker', 'path', 'https://ops.contoso.com/in…'],
  ['https://marker:marker@ops.contoso.com/in', 'path', 'https://ops.contoso.com/in'],
  ['https://hooks.contoso.com/services/marker', 'origin', 'https://hooks.contoso.com/…'],
  ['https://hooks.contoso.com/', 'origin', 'https://hooks.contoso.com/'],
  ['http://[::1]:9093/', 'path', 'http://[::1]:9093/'],
] as const)('of %s, by its %s, is told %s', (url, telling, told) => {
  expect(toldAddress(new URL(url), telling)).toBe(told);
});

test('what is left out of an address is veiled in what the other side says, decoded or not, the longest first', () => {
  const url = new URL('https://hooks.contoso.com/services/T0marker/B0%2Fmarker?token=marker-1&u=me');
  const said = `no ${url.href} for T0marker, B0/marker or marker-1`;
  expect(oneLine(said, secretsIn(url, 'origin'))).toBe('no https://hooks.contoso.com/…?… for …, … or …');
});

test('what the other side says is one short line', () => {
  expect(oneLine(' a\r\n\tb\u0000\u001b[2Jc\u2028d ', [])).toBe('a b [2Jc d');
  expect(oneLine('ü'.repeat(300), [])).toBe(`${'ü'.repeat(200)}…`);
  expect(oneLine('𝄞'.repeat(300), [])).toBe(`${'𝄞'.repeat(200)}…`);
  expect(oneLine('expected whsec_bWFya2Vy, found none', [])).toBe('expected whsec_… found none');
});
