/** A place in a file; both numbers start at 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** Returns the place of an offset in a text. */
export function sourcePosition(text: string, offset: number): SourcePosition {
  const textBefore = text.slice(0, offset);
  return { line: textBefore.split('\n').length, column: offset - textBefore.lastIndexOf('\n') };
}
