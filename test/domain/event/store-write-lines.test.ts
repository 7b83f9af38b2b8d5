import { expect, test } from 'vitest';
import { storeWriteLines } from '../../../src/domain/event/store-write-lines.ts';
import { STORE_FAILURES } from '../../../src/domain/failure/store-failures.ts';

test('a store that mailcertd may not write has a line with the fix', () => {
  for (const cause of [
    STORE_FAILURES.file_system_read_only({ code: 'EROFS' }),
    STORE_FAILURES.no_write_permission({ code: 'EACCES' }),
  ]) {
    expect(storeWriteLines(STORE_FAILURES.store_not_created({ path: '/srv/store', cause }))).toHaveLength(1);
  }
});

test('a store of another account has none, because a command of the event fixes it', () => {
  const cause = STORE_FAILURES.store_of_other_account({ code: 'EACCES', owner: 'root' });
  expect(storeWriteLines(STORE_FAILURES.store_not_created({ path: '/srv/store', cause }))).toEqual([]);
  expect(storeWriteLines(undefined)).toEqual([]);
});
