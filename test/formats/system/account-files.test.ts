import { describe, expect, it } from 'vitest';
import { findAccount, groupIdsOfMember, namesById } from '../../../src/formats/system/account-files.ts';

const PASSWD =
  'root:x:0:0:root:/root:/bin/sh\n# a comment\nexim:x:4101:4102::/:/bin/sh\nbad:x:one:2::/:\n+::::::\nshort:x:5\n';
const GROUP = 'root:x:0:\nssl-cert:x:4200:postgres,exim\nother:x:4201:eximius\nbad:x:g:exim\nexim:x:4102:\nshort\n';

describe('the files of accounts', () => {
  it.each([
    ['root', { uid: 0, gid: 0 }],
    ['exim', { uid: 4101, gid: 4102 }],
    ['bad', undefined],
    ['short', undefined],
    ['nobody', undefined],
    ['', undefined],
  ])('have for %j its numbers', (name, numbers) => {
    expect(findAccount(PASSWD, name)).toEqual(numbers);
  });

  it('have the groups with an account as member, by complete names only', () => {
    expect(groupIdsOfMember(GROUP, 'exim')).toEqual([4200]);
    expect(groupIdsOfMember(GROUP, 'exi')).toEqual([]);
  });

  it('have accounts and groups by their number, the first of several', () => {
    expect([...namesById(`${PASSWD}toor:x:0:0::/:/bin/sh\n`)]).toEqual([
      [0, 'root'],
      [4101, 'exim'],
      [5, 'short'],
    ]);
    expect(namesById(GROUP).get(4200)).toBe('ssl-cert');
  });
});
