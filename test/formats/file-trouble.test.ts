import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Reason } from '../../src/domain/problem.ts';
import { fileTrouble } from '../../src/formats/file-trouble.ts';

it.each<[path: string, code: string, reason: Reason]>([
  ['/etc/passwd/none', 'ENOTDIR', 'not_found'],
  ['/none', 'ENOENT', 'not_found'],
  ['/etc', 'EISDIR', 'not_a_regular_file'],
  [`/${'x'.repeat(300)}`, 'ENAMETOOLONG', 'io_error'],
])('reading %s is in the words of a problem, %s: %s', (path, code, reason) => {
  try {
    readFileSync(path);
    expect.unreachable();
  } catch (error) {
    expect(fileTrouble(error, path)).toEqual({ reason, location: path, detail: code });
  }
});
