import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listHooks } from '../../../../src/adapters/notify/hook/list-hooks.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

describe('the hooks of a directory', () => {
  it('are its executables, links included, in one order in every language', async () => {
    using directory = temporaryDirectory();
    for (const name of ['20-b', '10 it\'s "a"', '9-z', 'Z', 'a', 'ä']) directory.write(`d/${name}`, '', 0o755);
    directory.link('d/15-link', directory.write('elsewhere', '', 0o755));
    expect((await listHooks(directory.at('d'))).hooks).toEqual([
      '10 it\'s "a"',
      '15-link',
      '20-b',
      '9-z',
      'Z',
      'a',
      'ä',
    ]);
  });

  it('skip and name files that are not executable, and dangling links', async () => {
    using directory = temporaryDirectory();
    directory.write('d/README', '', 0o644);
    directory.link('d/dangling', 'nowhere');
    directory.link('d/loop', 'loop');
    mkdirSync(directory.at('d/directory'));
    expect(await listHooks(directory.at('d'))).toEqual({
      hooks: [],
      skipped: [
        { name: 'README', cause: saying(`not executable; run: chmod 755 ${directory.at('d/README')}`) },
        { name: 'dangling', cause: saying('cannot be found') },
        { name: 'loop', cause: saying(/^ELOOP: /) },
      ],
    });
  });

  it.each(['10-x~', '10-x.bak', '.10-x', '#10-x#', '10-x.dpkg-old', '10-x.rpmsave', '10-x.swp', '10-x.ucf-dist'])(
    'exclude backup files: %s',
    async (name) => {
      using directory = temporaryDirectory();
      directory.write(`d/${name}`, '', 0o755);
      expect(await listHooks(directory.at('d'))).toEqual({ hooks: [], skipped: [] });
    },
  );

  it('include a file that only its owner may execute', async () => {
    using directory = temporaryDirectory();
    directory.write('d/x', '', 0o700);
    expect((await listHooks(directory.at('d'))).hooks).toEqual(['x']);
  });
});
