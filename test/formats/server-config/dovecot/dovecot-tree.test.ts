import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dovecotIncludes } from '../../../../src/formats/server-config/dovecot/dovecot-includes.ts';
import { parseDovecotTree } from '../../../../src/formats/server-config/dovecot/dovecot-tree.ts';
import { isInIpRange } from '../../../../src/formats/server-config/is-in-ip-range.ts';
import { foundDovecot, recorded } from './dovecot-texts.ts';

describe('the printed settings of Dovecot', () => {
  it('are parsed with their version and their file', () => {
    const { version, file } = parseDovecotTree(recorded('2.3-n'));
    expect([version, file]).toEqual(['2.3.19.1', '/etc/dovecot/dovecot.conf']);
    expect(parseDovecotTree('ssl = yes\n').version).toBeUndefined();
  });

  it('keep no password, and of an inline key only that it exists', () => {
    const text = `# 2.3.19 (9b53102964): /etc/dovecot/dovecot.conf
doveadm_password = hunter2
ssl_key_password = hunter2
ssl_key = -----BEGIN PRIVATE KEY-----
hunter2
-----END PRIVATE KEY-----
passdb static {
  password = hunter2
}
`;
    const tree = parseDovecotTree(text);
    expect(JSON.stringify({ ...tree, settings: [...tree.settings] })).not.toContain('hunter2');
    expect([...tree.settings]).toEqual([['ssl_key', 'inline:']]);
  });

  it('never throw, for any content', () => {
    const piece = fc.constantFrom(
      'service imap-login {',
      '}',
      'inet_listener imap {',
      'port = 99',
      'ssl = no',
      '"',
      '{',
      'local_name x {',
      'ssl_cert = <',
      '\n',
      '\n',
      '# 2.3.1: /x',
      'é = "\\"',
      'protocols {',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        foundDovecot(pieces.join('\n'), {});
      }),
      { numRuns: 2000 },
    );
  });
});

it('included files are listed as they are written', () => {
  const text = `!include_try /usr/share/dovecot/protocols.d/*.protocol
  !include conf.d/*.conf
#!include no.conf
!include_try local one.conf # of this host
!includes nothing
ssl = yes !include no.conf
`;
  expect(dovecotIncludes(text)).toEqual([
    '/usr/share/dovecot/protocols.d/*.protocol',
    'conf.d/*.conf',
    'local one.conf',
  ]);
});

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['192.0.2.1', '192.0.2.0/24', true],
    ['192.0.3.1', '192.0.2.0/23', true],
    ['192.0.4.1', '192.0.2.0/23', false],
    ['192.0.2.1', '0.0.0.0/0', true],
    ['192.0.2.1', '::/0', false],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db8:0:0::1', '2001:db8::1', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['192.0.2.1', '192.0.2.0/33', false],
    ['192.0.2.1', 'mx.contoso.com', false],
  ])('%s is in %s: %s', (address, network, expected) => {
    expect(isInIpRange(address, network)).toBe(expected);
  });
});
