import { expect, test } from 'vitest';
import { connectionReason, describeError } from '../../../src/formats/network/connection-reason.ts';

const failed = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

test.each([
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere.invalid', 'host_not_found', 'getaddrinfo ENOTFOUND nowhere.invalid'],
  ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN ops.contoso.com', 'host_not_found', 'getaddrinfo EAI_AGAIN ops.contoso.com'],
  ['EHOSTUNREACH', 'connect EHOSTUNREACH 192.0.2.1:443', 'network_unreachable', 'connect EHOSTUNREACH 192.0.2.1:443'],
  ['EACCES', 'connect EACCES 192.0.2.1:443', 'network_unreachable', 'connect EACCES 192.0.2.1:443'],
  ['ETIMEDOUT', 'no progress in 10 s', 'timed_out', 'no progress in 10 s'],
  ['ECONNRESET', 'socket hang up', 'connection_lost', 'socket hang up'],
  ['ECONNRESET', '', 'connection_lost', 'ECONNRESET'],
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
    'tlsv1 alert internal error',
  ],
  ['ERR_OSSL_PEM_NO_START_LINE', 'error:0480006C:PEM routines::no start line', 'tls_failed', 'no start line'],
  [
    'EPROTO',
    'write EPROTO 40B2:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl/ssl3_record.c:350:\n',
    'tls_failed',
    'the response is not TLS (wrong version number)',
  ],
  ['EUNHEARDOF', 'something\n\telse\n', undefined, 'something else'],
])('%s, %s, is %s', (code, message, reason, detail) => {
  const error = failed(code, message);
  expect([connectionReason(error), describeError(error)]).toEqual([reason, detail]);
});

test('of a host with several addresses the error of each is reported', () => {
  const both = new AggregateError([
    failed('ECONNREFUSED', 'connect ECONNREFUSED ::1:443'),
    failed('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:443'),
  ]);
  expect(connectionReason(both)).toBe('connection_refused');
  expect(describeError(both)).toBe('connect ECONNREFUSED ::1:443; connect ECONNREFUSED 127.0.0.1:443');
});

test('an unreachable address family is the reason only if the other one is unreachable too', () => {
  const [nowhere, late] = [failed('ENETUNREACH'), failed('ETIMEDOUT')];
  expect(connectionReason(new AggregateError([nowhere, late]))).toBe('timed_out');
  expect(connectionReason(new AggregateError([late, nowhere]))).toBe('timed_out');
  expect(connectionReason(new AggregateError([nowhere, nowhere]))).toBe('network_unreachable');
});

test('any thrown value is described', () => {
  for (const thrown of [undefined, null, 'text', {}, new Error('')]) {
    expect([connectionReason(thrown), describeError(thrown)]).toEqual([undefined, expect.stringMatching(/./)]);
  }
});
