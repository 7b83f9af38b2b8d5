/** A block of code in a document. */
export interface Code {
  /** The word after the fence; empty for an indented block. */
  readonly language: string;
  /** Number of its first line in the document, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

const FENCE = /^( *)```(\w*)/;
const INDENTED = /^ {4}/;

/** Returns the code in a document: between fences, which may be indented, and indented by four spaces. */
export function codeOf(document: string): readonly Code[] {
  const lines = document.split('\n');
  const found: Code[] = [];
  let index = 0;
  while (index < lines.length) {
    const start = index;
    const [, indent = '', language = ''] = FENCE.exec(lines[index] ?? '') ?? [];
    const isFence = FENCE.test(lines[index] ?? '');
    index += 1;
    if (isFence) {
      while (index < lines.length && !FENCE.test(lines[index] ?? '')) index += 1;
      const code = lines
        .slice(start + 1, index)
        .map((line) => line.slice(Math.min(indent.length, line.search(/\S|$/))));
      found.push({ language, line: start + 2, lines: code });
      index += 1;
    } else if (INDENTED.test(lines[start] ?? '')) {
      while (INDENTED.test(lines[index] ?? '')) index += 1;
      found.push({ language: '', line: start + 1, lines: lines.slice(start, index).map((line) => line.slice(4)) });
    }
  }
  return found;
}
