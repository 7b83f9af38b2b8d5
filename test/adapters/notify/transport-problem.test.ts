import { expect, test } from 'vitest';
import { transportProblem } from '../../../src/adapters/notify/transport-problem.ts';

const failed = (code: string, message: string): Error => Object.assign(new Error(message), { code });

test.each([
  ['EHOSTUNREACH', 'connect EHOSTUNREACH 192.0.2.1:443', 'network_unreachable', 'connect EHOSTUNREACH 192.0.2.1:443'],
  [
    'HPE_INVALID_CONSTANT',
    'Parse Error: Expected HTTP/',
    'response_malformed',
    'Parse Error: Expected HTTP/ (HPE_INVALID_CONSTANT)',
  ],
  ['HPE_INVALID_EOF_STATE', 'Parse Error', 'connection_lost', 'Parse Error (HPE_INVALID_EOF_STATE)'],
  ['EUNHEARDOF', 'something else', 'connection_lost', 'something else'],
])('%s, %s, is %s', (code, message, reason, cause) => {
  expect(transportProblem(failed(code, message))).toEqual({ reason, cause });
});

test('any thrown value has a reason', () => {
  for (const thrown of [undefined, null, 'text', {}]) {
    expect(transportProblem(thrown)).toMatchObject({ reason: 'connection_lost', cause: expect.any(String) });
  }
});
