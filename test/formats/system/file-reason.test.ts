import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Reason } from '../../../src/domain/failure/problem.ts';
import { describeError } from '../../../src/formats/network/connection-reason.ts';
import { errorCode, fileReason } from '../../../src/formats/system/file-reason.ts';
import { problemSaying } from '../../domain/failure/problem-saying.ts';

it.each<[path: string, code: string, reason: Reason]>([
  ['/etc/passwd/none', 'ENOTDIR', 'not_found'],
  ['/none', 'ENOENT', 'not_found'],
  ['/etc', 'EISDIR', 'not_a_regular_file'],
  [`/${'x'.repeat(300)}`, 'ENAMETOOLONG', 'io_error'],
])('the problem when reading %s is %s: %s', (path, code, reason) => {
  try {
    readFileSync(path);
    expect.unreachable();
  } catch (error) {
    expect(fileReason(error, path)).toEqual(problemSaying(reason, path, code));
  }
});

it('an exceeded disk quota is EDQUOT, which Node calls UNKNOWN', () => {
  const words = { code: 'UNKNOWN', errno: -122, syscall: 'write' };
  const error = Object.assign(new Error('UNKNOWN: unknown error, write'), words);
  expect(errorCode(error)).toBe('EDQUOT');
  expect(describeError(error)).toBe('EDQUOT: disk quota exceeded, write');
  expect(fileReason(error, '/x')).toEqual(problemSaying('io_error', '/x', 'EDQUOT'));
  expect(errorCode(Object.assign(new Error('UNKNOWN: unknown error, write'), { ...words, errno: -123 }))).toBe(
    'UNKNOWN',
  );
});
