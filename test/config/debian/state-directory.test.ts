import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const DEFAULT = '/var/lib/mailcertd';

/** Returns the state directory that the scripts of the package read from a configuration. */
function stateDirectoryIn(file: string, program = 'false'): string {
  const script = `mailcertd() { ${program}; }; . config/debian/state-directory.sh; state_directory "$1"`;
  return execFileSync('sh', ['-ec', script, 'sh', file], { encoding: 'utf8' }).trimEnd();
}

it.each([
  ['stateDirectory: /srv/mailcertd', '/srv/mailcertd'],
  ['computer: a.contoso.com\nstateDirectory:   /srv/my state   # of this host\nlocale: ja', '/srv/my state'],
  ['stateDirectory: /srv/mail#certd', '/srv/mail#certd'],
  ["stateDirectory: '/srv/a # b'  # quoted", '/srv/a # b'],
  ['stateDirectory: "/srv/a b"', '/srv/a b'],
  ['stateDirectory : /srv/mailcertd', '/srv/mailcertd'],
  ['"stateDirectory": /srv/mailcertd', '/srv/mailcertd'],
  ["'stateDirectory': '/srv/a b'", '/srv/a b'],
  ['stateDirectory:\n  /srv/my state # of this host', '/srv/my state'],
  ['stateDirectory: # of this host\n  "/srv/my state"\nlocale: ja', '/srv/my state'],
  ['stateDirectory: /srv/mailcertd//', '/srv/mailcertd'],
  ['stateDirectory:\nlocale: ja', DEFAULT],
  ['# stateDirectory: /srv/mailcertd', DEFAULT],
  ['other:\n  stateDirectory: /srv/mailcertd', DEFAULT],
  ['stateDirectory: relative', DEFAULT],
  ['stateDirectory:', DEFAULT],
  ['', DEFAULT],
])('the scripts of the Debian package read the state directory of %j', (text, expected) => {
  using directory = temporaryDirectory();
  expect(stateDirectoryIn(directory.write('mailcertd.yaml', `${text}\n`))).toBe(expected);
});

it('the scripts of the Debian package prefer the state directory that the program reads', () => {
  using directory = temporaryDirectory();
  const file = directory.write('mailcertd.yaml', '{ "stateDirectory": "/srv/mailcertd" }\n');
  expect(stateDirectoryIn(file, 'echo "stateDirectory: /srv/mailcertd"')).toBe('/srv/mailcertd');
  expect(stateDirectoryIn(file, 'echo "stateDirectory: /srv/x"; false')).toBe(DEFAULT);
});

it('the scripts of the Debian package use the default without a configuration', () => {
  expect(stateDirectoryIn('/nonexistent/mailcertd.yaml')).toBe(DEFAULT);
});
