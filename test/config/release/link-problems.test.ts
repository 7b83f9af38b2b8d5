import { afterAll, describe, expect, it } from 'vitest';
import { documentLinkProblems, documentsOf, manualLinkProblems } from '../../../config/release/link-problems.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());
directory.write(
  'docs/other.md',
  '# Other\n\n## A [link](x), *twice*\n\n## Same\n\n## Same\n\n```sh\n# no heading\n```\n',
);

describe('the links of a document', () => {
  const problemsOf = (text: string): readonly string[] => {
    directory.write('docs/page.md', text);
    return documentLinkProblems(directory.path, 'docs/page.md');
  };

  it.each([
    '[other](other.md)',
    '[heading](other.md#a-link-twice)',
    '[second](other.md#same-1)',
    '# Own heading\n\n[own](#own-heading)',
    '[web](https://example.org/missing)',
    '```md\n[code](missing.md)\n```',
  ])('can be: %s', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['[gone](gone.md)', 'docs/page.md: ](gone.md) is not a file'],
    ['[gone](other.md#gone)', 'docs/page.md: ](other.md#gone) is not a heading'],
    ['[code](other.md#no-heading)', 'docs/page.md: ](other.md#no-heading) is not a heading'],
    ['[third](other.md#same-2)', 'docs/page.md: ](other.md#same-2) is not a heading'],
    ['![image](image.png)', 'docs/page.md: ](image.png) is not a file'],
    ['[outside](../../outside.md)', 'docs/page.md: ](../../outside.md) leaves the repository'],
  ])('are refused if they lead nowhere: %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('are checked in all documents', () => {
    directory.write('README.md', '');
    expect(documentsOf(directory.path)).toEqual(expect.arrayContaining(['README.md', 'docs/other.md']));
  });
});

it('refuses a manual page that names a page or a document that does not exist', () => {
  directory.write('man/man1/mailcertd.1', '.BR mailcertd (1),\n.BR mailcertd\\-gone (1)\n\\fBmailcertd.yaml\\fR(5)\n');
  directory.write('man/ja/man7/x.7', '/usr/lib/mailcertd/docs/other.md /usr/lib/mailcertd/docs/gone.md. mailcertd(1)');
  expect(manualLinkProblems(directory.path, directory.at('man'), 'man1/mailcertd.1')).toEqual([
    'man1/mailcertd.1: mailcertd-gone(1) is not a manual page',
    'man1/mailcertd.1: mailcertd.yaml(5) is not a manual page',
  ]);
  expect(manualLinkProblems(directory.path, directory.at('man'), 'ja/man7/x.7')).toEqual([
    'ja/man7/x.7: docs/gone.md is not a file',
  ]);
});
