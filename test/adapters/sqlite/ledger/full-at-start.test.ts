import { expect, it } from 'vitest';
import { holdStateDirectory } from '../../../../src/adapters/sqlite/lock/hold-state-directory.ts';
import { SmallDisk } from '../../../fixtures/small-disk.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needs } from '../../../peers/needs.ts';

it.runIf(needs('mount'))('a state directory on a full disk is not used, and the line has the fix', () => {
  using directory = temporaryDirectory();
  using disk = new SmallDisk(directory.at('state'));
  disk.leave({ files: 0 });
  expect(() => holdStateDirectory(disk.path)).toThrow(
    /^cannot lock the state directory .*: ENOSPC: no space left on its file system; free some space and try again$/,
  );
  disk.makeRoom();
  holdStateDirectory(disk.path)[Symbol.dispose]();
});
