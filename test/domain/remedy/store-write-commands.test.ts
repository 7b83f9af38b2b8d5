import { expect, test } from 'vitest';
import { STORE_FAILURES } from '../../../src/domain/failure/store-failures.ts';
import { storeWriteCommands } from '../../../src/domain/remedy/store-write-commands.ts';

const STORE = '/srv/store';
const lines = (cause: Parameters<typeof STORE_FAILURES.store_not_locked>[0]['cause']): readonly string[] =>
  storeWriteCommands(STORE, STORE_FAILURES.store_not_locked({ path: STORE, cause })).map((words) => words.join(' '));

test('a store of another account is shown, and given to the account of the daemon', () => {
  const commands = ['namei -l /srv/store', 'chown -R mailcertd: /srv/store'];
  expect(lines(STORE_FAILURES.store_of_other_account({ code: 'EACCES', owner: 'root' }))).toEqual(commands);
  expect(lines(STORE_FAILURES.store_of_nameless_account({ code: 'EACCES', userId: 998 }))).toEqual(commands);
});

test('for missing rights, the rights are shown, and for a full disk the free space', () => {
  expect(lines(STORE_FAILURES.no_write_permission({ code: 'EACCES' }))).toEqual(['namei -l /srv/store']);
  expect(lines(STORE_FAILURES.disk_full({ code: 'ENOSPC' }))).toEqual(['df -h /srv/store']);
});

test('no command fixes other failures', () => {
  expect(lines('EIO')).toEqual([]);
  expect(lines(STORE_FAILURES.file_system_read_only({ code: 'EROFS' }))).toEqual([]);
});
