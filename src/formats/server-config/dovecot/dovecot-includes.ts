const MAX_LINES = 200_000;

/**
 * The files that a file of Dovecot's settings includes, in order, as they are written, quotes and spaces included: patterns,
 * too, which count from the folder of the file they stand in.
 * @see https://doc.dovecot.org/2.4.0/core/settings/syntax.html
 */
export function dovecotIncludes(text: string): readonly string[] {
  return text.split('\n', MAX_LINES).flatMap((line) => {
    const [, pattern] = /^\s*!include(?:_try)?\s+(.+?)\s*$/.exec(line.replace(/\s#.*$/, '')) ?? [];
    return pattern === undefined ? [] : [pattern];
  });
}
