import { describe, expect, it } from 'vitest';
import { parseAccessLists } from '../../../src/formats/system/access-list.ts';

const ENTRIES = ['user::rw-', 'user:8:r--', 'group::---', 'group:4200:r-x\t#effective:r--', 'mask::r--', 'other::---'];
const printed = (path: string, entries: readonly string[] = ENTRIES): string =>
  [`# file: ${path}`, '# owner: 0', '# group: 42', ...entries, '', ''].join('\n');

describe('the output of getfacl', () => {
  it('is parsed entry by entry', () => {
    expect(parseAccessLists(printed('/etc/ssl/mail.key')).get('/etc/ssl/mail.key')).toEqual({
      users: new Map([[8, 4]]),
      owningGroup: 0,
      groups: new Map([[4200, 5]]),
      mask: 4,
      others: 0,
    });
  });

  it('has no mask if it has only the three entries of the mode', () => {
    const list = parseAccessLists(printed('/a', ['user::rw-', 'group::r--', 'other::---'])).get('/a');
    expect([list?.mask, list?.owningGroup]).toEqual([7, 4]);
  });

  it('grants no permission by a default entry', () => {
    const list = parseAccessLists(printed('/a', [...ENTRIES, 'default:user:9:rwx'])).get('/a');
    expect([...(list?.users.keys() ?? [])]).toEqual([8]);
  });

  it.each([
    ['/a\\012b', '/a\nb'],
    ['/back\\\\slash', '/back\\slash'],
    ['/caf\u00e9\\012', '/caf\u00e9\n'],
    ['/a b', '/a b'],
  ])('names a file as %j', (written, path) => {
    expect([...parseAccessLists(printed(written)).keys()]).toEqual([path]);
  });

  it('is nothing in another format', () => {
    expect(parseAccessLists('getfacl: nothing\n\n# owner: 0\nuser::rw-\n').size).toBe(0);
  });

  it('is one list for each file', () => {
    expect([...parseAccessLists(printed('/a') + printed('/b')).keys()]).toEqual(['/a', '/b']);
  });
});
