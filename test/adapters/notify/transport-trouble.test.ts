import { expect, test } from 'vitest';
import { transportTrouble } from '../../../src/adapters/notify/transport-trouble.ts';

const failed = (code: string, message: string): Error => Object.assign(new Error(message), { code });

test.each([
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere.invalid', 'host_not_found', 'getaddrinfo ENOTFOUND nowhere.invalid'],
  ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN ops.contoso.com', 'host_not_found', 'getaddrinfo EAI_AGAIN ops.contoso.com'],
  ['EHOSTUNREACH', 'connect EHOSTUNREACH 192.0.2.1:443', 'connection_refused', 'connect EHOSTUNREACH 192.0.2.1:443'],
  ['ETIMEDOUT', 'connect ETIMEDOUT 192.0.2.1:443', 'timed_out', 'connect ETIMEDOUT 192.0.2.1:443'],
  ['ECONNRESET', 'socket hang up', 'connection_lost', 'socket hang up (ECONNRESET)'],
  [
    'CERT_HAS_EXPIRED',
    'certificate has expired',
    'certificate_not_trusted',
    'certificate has expired (CERT_HAS_EXPIRED)',
  ],
  [
    'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
    '0022F2:error:0A000438:SSL routines:ssl3_read_bytes:tlsv1 alert internal error:../ssl/record/rec_layer_s3.c:1605:\n',
    'tls_failed',
    'tlsv1 alert internal error (ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR)',
  ],
  [
    'HPE_INVALID_CONSTANT',
    'Parse Error: Expected HTTP/',
    'answer_malformed',
    'Parse Error: Expected HTTP/ (HPE_INVALID_CONSTANT)',
  ],
  ['EUNHEARDOF', 'something else', 'connection_lost', 'something else (EUNHEARDOF)'],
])('%s, %s, is %s', (code, message, reason, detail) => {
  expect(transportTrouble(failed(code, message))).toEqual({ reason, detail });
});

test('of a host with several addresses the trouble with each is told', () => {
  const both = new AggregateError([
    failed('ECONNREFUSED', 'connect ECONNREFUSED ::1:443'),
    failed('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:443'),
  ]);
  expect(transportTrouble(both)).toEqual({
    reason: 'connection_refused',
    detail: 'connect ECONNREFUSED ::1:443; connect ECONNREFUSED 127.0.0.1:443',
  });
});

test('whatever is thrown has a reason', () => {
  for (const thrown of [undefined, null, 'text', {}]) {
    expect(transportTrouble(thrown)).toMatchObject({ reason: 'connection_lost', detail: expect.any(String) });
  }
});
