import { posix } from 'node:path';
import { terminalWidth } from '../../src/formats/terminal/terminal-width.ts';
import { BREAK_POINT, escapeRoff, type RoffEncoding } from './escape-roff.ts';
import { manualOf } from './manual-of.ts';
import { parseInline, type Span } from './parse-inline.ts';
import type { Block } from './parse-markdown.ts';
import type { RoffPage } from './roff-page.ts';

/** Greatest width of a line of output that fits a page of 80 columns. */
const CODE_WIDTH = 72;

/** Greatest length of a word that is never broken. Others are long paths and hashes. */
const UNBROKEN_LENGTH = 50;
/** Length of the pieces of a long word without slashes. */
const PIECE_LENGTH = 16;

/** Greatest length of a command or value that is never broken at its spaces. */
const UNBROKEN_CODE = 24;

/** Words that may be broken at their hyphens; all others can be names or options. */
const HYPHENATED = /^[("]?[A-Za-z]+(?:-[A-Za-z]+)+[.,;:)"]*$/;

/** Where a document is, and what its links are collected in. */
export interface DocumentContext {
  /** The page of docs/, relative to the repository. */
  readonly page: string;
  readonly encoding: RoffEncoding;
  /** Receives the target of each link to a file, relative to the repository. */
  readonly links: Set<string>;
}

/** Returns the file that a link names, relative to the repository; undefined: an anchor or a URL. */
function fileOf(target: string, page: string): string | undefined {
  const [path = ''] = target.split('#');
  if (path === '' || path.includes('://')) return undefined;
  return posix.normalize(posix.join(posix.dirname(page), path));
}

/** Returns the pieces between which a word may be broken: itself, unless it is too long for a line. */
function piecesOf(word: string): readonly string[] {
  if (word.length <= UNBROKEN_LENGTH) return [word];
  if (word.includes('/')) return word.split(/(?<=\/)/);
  const count = Math.ceil(word.length / PIECE_LENGTH);
  return Array.from({ length: count }, (_, index) => word.slice(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH));
}

function codeOf(code: string, encoding: RoffEncoding): string {
  const escaped = escapeRoff(code, encoding);
  return code.length <= UNBROKEN_CODE ? escaped.replaceAll(' ', '\\ ') : escaped;
}

function proseOf(text: string, encoding: RoffEncoding): string {
  return text
    .split(' ')
    .map((word) => {
      const hyphens = HYPHENATED.test(word) ? 'prose' : 'literal';
      return piecesOf(word)
        .map((piece) => escapeRoff(piece, encoding, hyphens))
        .join(BREAK_POINT);
    })
    .join(' ');
}

/** Returns a line of Markdown as escaped text, and collects its links. */
export function renderInline(line: string, context: DocumentContext): string {
  return renderSpans(withoutReferences(parseInline(line), context), context);
}

function renderSpans(spans: readonly Span[], context: DocumentContext): string {
  return spans
    .map((span) => {
      switch (span.kind) {
        case 'code':
          return `\\fB${codeOf(span.text, context.encoding)}\\fR`;
        case 'strong':
          return `\\fB${plainText(parseInline(span.text), context)}\\fR`;
        case 'emphasis':
          return `\\fI${plainText(parseInline(span.text), context)}\\fR`;
        case 'text':
          return proseOf(span.text, context.encoding);
        case 'link': {
          const file = fileOf(span.target, context.page);
          if (file === undefined) return renderSpans(span.content, context);
          context.links.add(file);
          // The reader finds the title of the document in italics, and its path below SEE ALSO.
          if (manualOf(file) === undefined) return `\\fI${plainText(span.content, context)}\\fR`;
          return renderSpans(span.content, context);
        }
        default:
          return span satisfies never;
      }
    })
    .join('');
}

/** Returns a text without fonts, for use inside a font. */
function plainText(spans: readonly Span[], context: DocumentContext): string {
  const { encoding } = context;
  return spans
    .map((span) => {
      if (span.kind === 'link') return plainText(span.content, context);
      return span.kind === 'code' ? escapeRoff(span.text, encoding) : proseOf(span.text, encoding);
    })
    .join('');
}

/**
 * Replaces links in parentheses, as in "(rules)": by the name of another manual page, or else by
 * nothing, because the section SEE ALSO has the link. Links with a number or a name stay.
 */
function withoutReferences(spans: readonly Span[], context: DocumentContext): readonly Span[] {
  const result = [...spans];
  for (const [index, span] of result.entries()) {
    const [before, after] = [result[index - 1], result[index + 1]];
    if (span.kind !== 'link' || !isTitle(span.content) || before?.kind !== 'text' || after?.kind !== 'text') continue;
    if (!before.text.endsWith('(') || !after.text.startsWith(')')) continue;
    const file = fileOf(span.target, context.page);
    if (file !== undefined) context.links.add(file);
    const manual = file === undefined ? undefined : manualOf(file);
    if (manual !== undefined && manual !== manualOf(context.page)) {
      result[index] = { kind: 'strong', text: manual };
      continue;
    }
    result[index - 1] = { kind: 'text', text: before.text.slice(0, -1).trimEnd() };
    result[index] = { kind: 'text', text: '' };
    result[index + 1] = { kind: 'text', text: after.text.slice(1) };
  }
  return result;
}

/** Returns whether the text of a link is the title of its target, not a number or a name of a key. */
function isTitle(content: readonly Span[]): boolean {
  return content.every(({ kind, ...span }) => kind === 'text' && 'text' in span && Number.isNaN(Number(span.text)));
}

/** Returns whether a paragraph has only links: it refers to pages, and says nothing else. */
function isReference(text: string): boolean {
  return parseInline(text).every(
    ({ kind, ...span }) => kind === 'link' || ('text' in span && span.text.trim() === ','),
  );
}

/** Returns whether a paragraph is the links to the languages of a page. */
function isLanguageLine(text: string): boolean {
  return text.includes(' | ') && text.includes('](');
}

function isHelp({ language, lines: [first = ''] }: Extract<Block, { kind: 'code' }>): boolean {
  return language === 'console' && first.startsWith('$ ') && first.endsWith(' --help');
}

/** Shortens a line of output that is too wide for a page. Commands keep their length. */
function shorten(line: string, { language }: Extract<Block, { kind: 'code' }>): string {
  if (language !== 'console' || line.startsWith('$ ') || terminalWidth(line) <= CODE_WIDTH) return line;
  let end = line.length;
  while (terminalWidth(line.slice(0, end)) >= CODE_WIDTH) end -= 1;
  return `${line.slice(0, end).trimEnd()}…`;
}

/**
 * Adds blocks of a document to a manual page. Help pages in it are left out, because the manual page
 * has them from the same source.
 */
export function renderBlocks(blocks: readonly Block[], page: RoffPage, context: DocumentContext): void {
  for (const block of blocks) {
    switch (block.kind) {
      case 'heading':
        if (block.level <= 2) page.subheading(renderInline(block.text, context));
        else page.paragraph(`\\fB${renderInline(block.text, context)}\\fR`);
        break;
      case 'paragraph':
        if (isLanguageLine(block.text)) break;
        if (isReference(block.text)) renderInline(block.text, context);
        else page.paragraph(renderInline(block.text, context));
        break;
      case 'list':
        for (const item of block.items) page.bullet(renderInline(item, context));
        break;
      case 'table':
        renderTable(block, page, context);
        break;
      case 'code':
        if (isHelp(block)) break;
        page.code(block.lines.map((line) => escapeRoff(shorten(line.trimEnd(), block), context.encoding)));
        break;
      default:
        block satisfies never;
    }
  }
}

/** Adds a table as a list of terms. With three columns and more, each cell has the name of its column. */
export function renderTable(
  { head, rows }: Extract<Block, { kind: 'table' }>,
  page: RoffPage,
  context: DocumentContext,
): void {
  for (const [term = '', ...cells] of rows) {
    const lines = cells.length < 2 ? cells : cells.map((cell, index) => `${head[index + 1]}: ${cell}`);
    page.term(
      renderInline(term, context),
      lines.map((line) => renderInline(line, context)),
    );
  }
}
