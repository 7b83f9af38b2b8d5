import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listHooks } from '../../../../src/adapters/notify/hook/list-hooks.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

describe('the hooks of a directory', () => {
  it('are its executables, links included, in one order in every language', async () => {
    using folder = temporaryFolder();
    for (const name of ['20-b', '10 it\'s "a"', '9-z', 'Z', 'a', 'ä']) folder.write(`d/${name}`, '', 0o755);
    folder.link('d/15-link', folder.write('elsewhere', '', 0o755));
    expect((await listHooks(folder.at('d'))).hooks).toEqual(['10 it\'s "a"', '15-link', '20-b', '9-z', 'Z', 'a', 'ä']);
  });

  it('skip and name files that are not executable, and dangling links', async () => {
    using folder = temporaryFolder();
    folder.write('d/README', '', 0o644);
    folder.link('d/dangling', 'nowhere');
    mkdirSync(folder.at('d/folder'));
    expect(await listHooks(folder.at('d'))).toEqual({
      hooks: [],
      skipped: [
        { name: 'README', why: `not executable: chmod 755 ${folder.at('d/README')}` },
        { name: 'dangling', why: 'cannot be found' },
      ],
    });
  });

  it.each(['10-x~', '10-x.bak', '.10-x', '#10-x#', '10-x.dpkg-old', '10-x.rpmsave', '10-x.swp', '10-x.ucf-dist'])(
    'exclude backup files: %s',
    async (name) => {
      using folder = temporaryFolder();
      folder.write(`d/${name}`, '', 0o755);
      expect(await listHooks(folder.at('d'))).toEqual({ hooks: [], skipped: [] });
    },
  );

  it('include a file that only its owner may execute', async () => {
    using folder = temporaryFolder();
    folder.write('d/x', '', 0o700);
    expect((await listHooks(folder.at('d'))).hooks).toEqual(['x']);
  });
});
