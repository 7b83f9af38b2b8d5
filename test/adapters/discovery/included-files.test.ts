import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { includedFiles } from '../../../src/adapters/discovery/included-files.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const FILES = ['a.conf', 'b.conf', 'c.conf', '.hidden.conf', '[abc', '{q.conf', 'd1/x.conf', 'd2/y.conf'];

describe("an include of Dovecot's settings", () => {
  // The results of doveconf 2.4.1, which uses glob(3) with braces.
  it.each<[pattern: string, files: readonly string[]]>([
    ['*.conf', ['a.conf', 'b.conf', 'c.conf', '{q.conf']],
    ['[abc', ['[abc']],
    ['[!b]*.conf', ['a.conf', 'c.conf', '{q.conf']],
    ['[ab].conf', ['a.conf', 'b.conf']],
    ['.*.conf', ['.hidden.conf']],
    ['{a,b}.conf', ['a.conf', 'b.conf']],
    ['a{,x}.conf', ['a.conf']],
    ['{b,{a,c}}.conf', ['a.conf', 'b.conf', 'c.conf']],
    ['{d1/x,b}.conf', ['b.conf', 'd1/x.conf']],
    ['d{1,2}/*.conf', ['d1/x.conf', 'd2/y.conf']],
    ['{q.conf', ['{q.conf']],
  ])('by %s is the file that doveconf reads', async (pattern, files) => {
    using directory = temporaryDirectory();
    for (const name of FILES) directory.write(`conf.d/${name}`, '');
    const first = directory.write('dovecot.conf', `!include_try conf.d/${pattern}\n`);
    const { readFrom } = await includedFiles(first);
    const read = readFrom.map((path) => relative(directory.at('conf.d'), path));
    expect(read.filter((name) => FILES.includes(name)).toSorted()).toEqual(files);
  });

  it('is resolved quickly, however many braces a pattern has', async () => {
    using directory = temporaryDirectory();
    const first = directory.write('dovecot.conf', `!include_try ${'{a,b}'.repeat(1000)}.conf\n`);
    expect((await includedFiles(first)).unreadable).toBeUndefined();
  });
});
