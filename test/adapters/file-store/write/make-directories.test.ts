import { statSync, symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actAsItself } from '../../../../src/adapters/file-store/write/act-as.ts';
import { makeDirectories } from '../../../../src/adapters/file-store/write/make-directories.ts';
import { makeOwnedDirectory } from '../../../../src/adapters/file-store/write/make-owned-directory.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

async function makeStoreFolder(path: string): Promise<void> {
  using _made = await makeOwnedDirectory(path, { mode: 0o700, modeAbove: 0o700, actAs: actAsItself });
}

it.each<[string, (path: string) => Promise<void>]>([
  ['folders', makeDirectories],
  ['the directory of a store', makeStoreFolder],
])('creating %s ends if the kernel reports an existing directory as missing', async (_what, make) => {
  await expect(make('/proc/1/nope/store')).rejects.toThrow(/^(ENOENT|EPERM|EACCES):/);
});

it('missing directories are created, also through a link, and two calls can be concurrent', async () => {
  using folder = temporaryFolder();
  folder.write('real/x', '');
  symlinkSync('real', folder.at('link'));
  await Promise.all([makeDirectories(folder.at('link/a/b')), makeDirectories(folder.at('link/a/b/c'))]);
  expect(statSync(folder.at('real/a/b/c')).isDirectory()).toBe(true);
  await makeStoreFolder(folder.at('link/store/My'));
  expect(statSync(folder.at('real/store/My')).mode & 0o777).toBe(0o700);
});

it('an error names the file in the place of a directory', async () => {
  using folder = temporaryFolder();
  symlinkSync('nowhere', folder.at('dangling'));
  for (const path of [folder.write('file', ''), folder.at('dangling')])
    await expect(makeDirectories(path)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeDirectories(folder.at('file/below/it'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});
