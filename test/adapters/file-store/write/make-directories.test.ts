import { statSync, symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actAsItself } from '../../../../src/adapters/file-store/write/act-as.ts';
import { makeDirectories } from '../../../../src/adapters/file-store/write/make-directories.ts';
import { makeOwnedDirectory } from '../../../../src/adapters/file-store/write/make-owned-directory.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

async function makeStoreDirectory(path: string): Promise<void> {
  using _made = await makeOwnedDirectory(path, { mode: 0o700, parentMode: 0o700, actAs: actAsItself });
}

it.each<[string, (path: string) => Promise<void>]>([
  ['directories', makeDirectories],
  ['the directory of a store', makeStoreDirectory],
])('creating %s ends if the kernel reports an existing directory as missing', async (_what, make) => {
  await expect(make('/proc/1/nope/store')).rejects.toThrow(/^(ENOENT|EPERM|EACCES):/);
});

it('missing directories are created, also through a link, and two calls can be concurrent', async () => {
  using directory = temporaryDirectory();
  directory.write('real/x', '');
  symlinkSync('real', directory.at('link'));
  await Promise.all([makeDirectories(directory.at('link/a/b')), makeDirectories(directory.at('link/a/b/c'))]);
  expect(statSync(directory.at('real/a/b/c')).isDirectory()).toBe(true);
  await makeStoreDirectory(directory.at('link/store/My'));
  expect(statSync(directory.at('real/store/My')).mode & 0o777).toBe(0o700);
});

it('an error names the file in the place of a directory', async () => {
  using directory = temporaryDirectory();
  symlinkSync('nowhere', directory.at('dangling'));
  for (const path of [directory.write('file', ''), directory.at('dangling')])
    await expect(makeDirectories(path)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeDirectories(directory.at('file/below/it'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});
