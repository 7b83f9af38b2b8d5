import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../config/man/parse-markdown.ts';
import { type DocumentContext, renderBlocks, renderInline } from '../../../config/man/render-document.ts';
import { RoffPage } from '../../../config/man/roff-page.ts';

const contextOf = (): DocumentContext => ({ page: 'docs/commands/check.md', encoding: 'ascii', links: new Set() });

/** Returns the lines of a page with a document, without its head. */
function linesOf(document: string): readonly string[] {
  const page = new RoffPage({ name: 'x', section: 1, locale: 'en', date: '2026-11-30', version: '1.2.3' });
  const head = page.toString().split('\n').length - 1;
  renderBlocks(parseMarkdown(document), page, contextOf());
  return page.toString().split('\n').slice(head, -1);
}

describe('a line of a document', () => {
  it.each([
    ['`--critical`', '\\fB\\-\\-critical\\fR'],
    ['**`--dry-run`** is safe', '\\fB\\-\\-dry\\-run\\fR is safe'],
    ['a self-signed one with -c, /a-b and x-1', 'a self-signed one with \\-c, /a\\-b and x\\-1'],
    ['see [1100](../events/1100.md)', 'see 1100'],
    ['a store ([1100](../events/1100.md)) is', 'a store (1100) is'],
    ['it is set ([configuration](../configuration.md)).', 'it is set (\\fBmailcertd.yaml(5)\\fR).'],
    ['it is set ([`within`](../configuration.md)).', 'it is set (\\fBwithin\\fR).'],
    ['a connector ([concepts](../concepts.md#connector)) is', 'a connector is'],
    ['[Selection](../selection.md) has rules', '\\fISelection\\fR has rules'],
    ['see [below](#below)', 'see below'],
  ])('%j is written for the manual', (line, expected) => {
    expect(renderInline(line, contextOf())).toBe(expected);
  });

  it('has its links collected, relative to the repository', () => {
    const context = contextOf();
    renderInline('[a](../alerts.md#x), [b](run.md) ([c](../hooks.md)) [d](https://example.org) [e](#f)', context);
    expect([...context.links].sort()).toEqual(['docs/alerts.md', 'docs/commands/run.md', 'docs/hooks.md']);
  });

  it('can be broken in words that are longer than a line', () => {
    expect(renderInline(`x /var/${'a'.repeat(50)}/b`, contextOf())).toBe(`x /\\:var/\\:${'a'.repeat(50)}/\\:b`);
    expect(renderInline('A'.repeat(64), contextOf())).toBe(Array(4).fill('A'.repeat(16)).join('\\:'));
  });
});

describe('a document', () => {
  it('has a table of two columns as terms, and names the columns of a wider one', () => {
    expect(linesOf('| a | b |\n|---|---|\n| c | d |\n\n| e | f | g |\n|---|---|---|\n| h | i | j |')).toEqual([
      ...['.TP 7', 'c', 'd'],
      ...['.TP 7', 'h', 'f: i', '.br', 'g: j'],
    ]);
  });

  it('leaves out help pages and the links to other languages, and paragraphs of links', () => {
    const help = '```console\n$ mailcertd check --help\nUsage: mailcertd check\n```';
    expect(linesOf(`English | [x](../x.md)\n\n[a](b.md), [c](d.md)\n\n${help}\n\ntext`)).toEqual(['text']);
  });

  it('shortens lines of output that are too wide for a terminal, but no command', () => {
    const command = `$ mailcertd check ${'x'.repeat(80)}`;
    const lines = linesOf(`\`\`\`console\n${command}\n${'y'.repeat(80)}\n.z\n\`\`\``);
    expect(lines).toEqual(['.RS 4', '.nf', command, `${'y'.repeat(71)}\\[u2026]`, '\\&.z', '.fi', '.RE']);
  });
});
