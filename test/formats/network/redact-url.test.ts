import { expect, test } from 'vitest';
import { redactedLine } from '../../../src/adapters/notify/redacted-line.ts';
import { redactUrl, secretsIn } from '../../../src/formats/network/redact-url.ts';

test.each([
  ['https://hooks.slack.com/services/T0marker/B0marker/marker', 'https://hooks.slack.com/…'],
  ['https://ops.contoso.com:8443/in/', 'https://ops.contoso.com:8443/…'],
  ['https://ops.contoso.com?token=marker', 'https://ops.contoso.com/…'],
  ['https://ops.contoso.com/#marker', 'https://ops.contoso.com/…'],
  ['https://marker:marker@ops.contoso.com/', 'https://ops.contoso.com/'],
  ['https://ops.contoso.com', 'https://ops.contoso.com/'],
  ['http://[::1]:9093/api/v2/alerts', 'http://[::1]:9093/api/v2/alerts'],
  ['http://[::1]:9093/marker/api/v2/alerts', 'http://[::1]:9093/…'],
  ['http://[::1]:9093/api/v2/alerts?marker', 'http://[::1]:9093/…'],
] as const)('the address %s is printed %s', (url, expectedReason) => {
  expect(redactUrl(new URL(url))).toBe(expectedReason);
});

test("secret parts of an address are redacted in the server's text, decoded or not, the longest first", () => {
  const url = new URL('https://hooks.contoso.com/services/T0marker/B0%2Fmarker?token=marker-1&u=me');
  const said = `no ${url.href} for T0marker, B0/marker or marker-1`;
  expect(redactedLine(said, secretsIn(url))).toBe('no https://hooks.contoso.com/…?… for …, … or …');
});

test('the text of a server is one short line', () => {
  expect(redactedLine(' a\r\n\tb\u0000\u001b[2Jc\u2028d ', [])).toBe('a b [2Jc d');
  expect(redactedLine('ü'.repeat(300), [])).toBe(`${'ü'.repeat(200)}…`);
  expect(redactedLine('𝄞'.repeat(300), [])).toBe(`${'𝄞'.repeat(200)}…`);
  expect(redactedLine('expected whsec_bWFya2Vy, found none', [])).toBe('expected whsec_… found none');
});

test('the path of an Alertmanager is not redacted', () => {
  expect(redactedLine('404: no alerts in api', secretsIn(new URL('http://am:9093/api/v2/alerts')))).toBe(
    '404: no alerts in api',
  );
});
