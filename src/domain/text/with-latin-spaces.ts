/**
 * Returns a text for the middle of a Japanese sentence: with a space before or after it if it
 * begins or ends with a Latin character.
 */
export function withLatinSpaces(text: string): string {
  return `${/^[!-~]/.test(text) ? ' ' : ''}${text}${/[!-~]$/.test(text) ? ' ' : ''}`;
}
