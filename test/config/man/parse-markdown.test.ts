import { expect, it } from 'vitest';
import { parseInline } from '../../../config/man/parse-inline.ts';
import { parseMarkdown } from '../../../config/man/parse-markdown.ts';

it('reads headings, paragraphs, lists, tables and code', () => {
  const document = [
    '# Title',
    'A sentence',
    'on two lines.',
    '- first item',
    '  with a second line',
    '- second item',
    '1. numbered',
    '',
    '| key | meaning |',
    '|---|---|',
    '| `a` | b |',
    '| c | |',
    '',
    '```yaml',
    'a: |',
    '  - b',
    '```',
    '    indented',
    '### Part',
  ].join('\n');
  expect(parseMarkdown(document)).toEqual([
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'paragraph', text: 'A sentence on two lines.' },
    { kind: 'list', items: ['first item with a second line', 'second item', 'numbered'] },
    {
      kind: 'table',
      head: ['key', 'meaning'],
      rows: [
        ['`a`', 'b'],
        ['c', ''],
      ],
    },
    { kind: 'code', language: 'yaml', lines: ['a: |', '  - b'] },
    { kind: 'code', language: '', lines: ['indented'] },
    { kind: 'heading', level: 3, text: 'Part' },
  ]);
});

it.each(['```', '|', '#', '- ', '[', '**', '`', '    ', '|---|', '\n\n'])('reads %j without an error', (text) => {
  expect(parseMarkdown(text)).toBeInstanceOf(Array);
  expect(parseInline(text)).toBeInstanceOf(Array);
});

it('reads the marks and links of a line', () => {
  expect(parseInline('a `b *c*` **d** *e* [f `g`](h.md#i) 2 * 3')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'code', text: 'b *c*' },
    { kind: 'text', text: ' ' },
    { kind: 'strong', text: 'd' },
    { kind: 'text', text: ' ' },
    { kind: 'emphasis', text: 'e' },
    { kind: 'text', text: ' ' },
    {
      kind: 'link',
      content: [
        { kind: 'text', text: 'f ' },
        { kind: 'code', text: 'g' },
      ],
      target: 'h.md#i',
    },
    { kind: 'text', text: ' 2 * 3' },
  ]);
});
