import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readNginxSettings } from '../../../src/adapters/discovery/nginx-settings.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

describe("an include of nginx's settings with a wildcard in a directory", () => {
  it('reads only files that exist, and notes where more may appear', async () => {
    using directory = temporaryDirectory();
    const included = directory.write('sites/a/mail.conf', 'mail {}\n');
    directory.write('sites/b/other.conf', '');
    directory.write('sites/file', '');
    const first = directory.write('nginx.conf', 'include sites/*/mail.conf;\ninclude none/*/mail.conf;\n');
    expect(await readNginxSettings(first)).toEqual({
      directives: [expect.objectContaining({ name: 'mail' })],
      readFrom: [
        first,
        ...['sites', 'sites/b', 'sites/file'].map((path) => directory.at(path)),
        included,
        directory.at('none'),
      ],
      problem: undefined,
    });
  });

  it('reports a symbolic link without a target, with which nginx does not start', async () => {
    using directory = temporaryDirectory();
    directory.write('sites/a/other.conf', '');
    symlinkSync('missing', directory.at('sites/a/mail.conf'));
    const first = directory.write('nginx.conf', 'include sites/*/mail.conf;\n');
    expect((await readNginxSettings(first)).problem).toMatchObject({
      reason: 'not_found',
      location: directory.at('sites/a/mail.conf'),
    });
  });
});
