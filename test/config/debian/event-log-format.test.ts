import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

/** Returns what the scripts of the package print about the format of a database, stderr included. */
function formatOf(file: string): string {
  const script = '. config/debian/event-log-format.sh; event_log_format "$1" 2>&1';
  return execFileSync('sh', ['-ec', script, 'sh', file], { encoding: 'utf8' });
}

it.each([
  ['a database', Buffer.concat([Buffer.alloc(60), Buffer.from([0, 0, 3, 232]), Buffer.alloc(36)]), 1000],
  ['a new database', Buffer.alloc(100), 0],
  ['a truncated database', Buffer.alloc(40), 0],
  ['an empty file', Buffer.alloc(0), 0],
])('the scripts of the Debian package read the format of %s', (_, bytes, expected) => {
  using directory = temporaryDirectory();
  expect(formatOf(directory.write('ledger.db', bytes))).toBe(`${expected}\n`);
});

it('the scripts of the Debian package print 0 for a file that does not exist', () => {
  expect(formatOf('/nonexistent/ledger.db')).toBe('0\n');
});
