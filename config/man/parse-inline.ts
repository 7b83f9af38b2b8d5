/** A part of a line of Markdown. */
export type Span =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly content: readonly Span[]; readonly target: string };

/** The marks around a part, the longer one first. */
const MARKS = [
  ['`', 'code'],
  ['**', 'strong'],
  ['*', 'emphasis'],
] as const;

/** Returns the parts of a line. A mark without its end is text. */
export function parseInline(line: string): readonly Span[] {
  const spans: Span[] = [];
  let text = '';
  let index = 0;
  const push = (span: Span, next: number): void => {
    if (text !== '') spans.push({ kind: 'text', text });
    text = '';
    spans.push(span);
    index = next;
  };
  while (index < line.length) {
    const rest = line.slice(index);
    const link = rest.startsWith('[') ? linkAt(rest) : undefined;
    const marked = MARKS.find(([mark]) => rest.startsWith(mark) && rest.indexOf(mark, mark.length + 1) > 0);
    if (link !== undefined) push(link.span, index + link.length);
    else if (marked !== undefined) {
      const [mark, kind] = marked;
      const end = rest.indexOf(mark, mark.length + 1);
      push({ kind, text: rest.slice(mark.length, end) }, index + end + mark.length);
    } else {
      text += line[index] ?? '';
      index += 1;
    }
  }
  if (text !== '') spans.push({ kind: 'text', text });
  return spans;
}

/** Returns the link at the begin of a text, and its length; undefined if there is none. */
function linkAt(text: string): { readonly span: Span; readonly length: number } | undefined {
  const middle = text.indexOf('](');
  const end = text.indexOf(')', middle);
  if (middle < 0 || end < 0 || text.indexOf(']') !== middle) return undefined;
  const content = parseInline(text.slice(1, middle));
  return { span: { kind: 'link', content, target: text.slice(middle + 2, end) }, length: end + 1 };
}
