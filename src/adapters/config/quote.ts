const LONGEST = 60;

/** A value from the file as a message shows it: one line, quoted, cut at 60 characters, nothing in it that a terminal obeys. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return 'a map';
  const text = String(value);
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return typeof value === 'string' ? escapeUnprintable(JSON.stringify(cut)) : escapeUnprintable(cut);
}

/** The same text on one line, with what cannot be seen written as `\u` and four hex digits. */
export function escapeUnprintable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
