const MAX_LINES = 200_000;

/**
 * Returns the includes of a Dovecot file in order, as written, with quotes and spaces. They can be
 * patterns, and are relative to the directory of the file.
 * @see https://doc.dovecot.org/2.4.0/core/settings/syntax.html
 */
export function dovecotIncludes(text: string): readonly string[] {
  return text.split('\n', MAX_LINES).flatMap((line) => {
    const [, pattern] = /^\s*!include(?:_try)?\s+(.+?)\s*$/.exec(line.replace(/\s#.*$/, '')) ?? [];
    return pattern === undefined ? [] : [pattern];
  });
}
