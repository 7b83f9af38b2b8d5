import { chmodSync, chownSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDirectory, writeDurably } from '../../../../src/adapters/file-store/write/durable-files.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../../peers/needs.ts';

const GROUP_OF_DIRECTORY = 1500;
const ROOT = { userId: 0, groupId: 0 };

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

describe.runIf(needsRoot())('in a directory with the set-group-ID bit', () => {
  beforeEach(() => {
    chownSync(directory.path, 0, GROUP_OF_DIRECTORY);
    chmodSync(directory.path, 0o2755);
  });

  it('a new file has the group of its owner, and not that of the directory', async () => {
    await writeDurably(directory.at('privkey.pem'), 'key', 0o640, ROOT);
    expect(statSync(directory.at('privkey.pem')).gid).toBe(0);
  });

  it('a new file whose group has no more rights than all others keeps the group of the directory', async () => {
    await writeDurably(directory.at('cert.pem'), 'certificate', 0o644, ROOT);
    await writeDurably(directory.at('key.pem'), 'key', 0o600, ROOT);
    expect(['cert.pem', 'key.pem'].map((name) => statSync(directory.at(name)).gid)).toEqual([
      GROUP_OF_DIRECTORY,
      GROUP_OF_DIRECTORY,
    ]);
  });

  it('a new directory has the group of its owner, and not that of the directory', async () => {
    await makeDirectory(directory.at('certificate'), 0o750, ROOT);
    expect(statSync(directory.at('certificate')).gid).toBe(0);
  });
});
