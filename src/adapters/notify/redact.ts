import { Buffer } from 'node:buffer';

/**
 * A text after some levels of escapes were decoded. A server can return a secret in an escaped
 * form, so secrets are searched in the decoded texts and removed from the original text.
 */
interface DecodedText {
  readonly text: string;
  /** The offset in the original text of each UTF-16 unit, and of the end. */
  readonly offsets: readonly number[];
}

/** An escape of a URL (several `%xx` in sequence), JSON or HTML. */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|\\u([0-9a-f]{4})|\\(["\\/])|&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** The maximum number of nested escapes. JSON in HTML has two levels. */
const MAX_ESCAPE_LEVELS = 3;
/** The incomplete escape or character at the end of a truncated text. */
const INCOMPLETE_END = /(?:%[0-9a-f]?|\\(?:u[0-9a-f]{0,3})?|&#?\w{0,7}|\ufffd+)$/i;
/** The minimum length of a truncated secret that is redacted, characters. */
const MIN_PREFIX_CHARACTERS = 4;

/**
 * Decodes an escape. Returns each character with the length of its escaped form. An escape of one
 * character returns one pair; `%C3%A9` returns `é` with 6.
 */
function decodeEscape([
  escapedText,
  jsonHex,
  jsonCharacter,
  htmlDecimal,
  htmlHex,
  htmlName,
]: RegExpMatchArray): readonly (readonly [character: string, escapedLength: number])[] {
  if (escapedText.startsWith('%')) {
    const bytes = Buffer.from(escapedText.replaceAll('%', ''), 'hex');
    const utf8 = bytes.toString('utf8');
    // Not UTF-8: each byte is one character.
    if (utf8.includes('\ufffd')) return [...bytes.toString('latin1')].map((character) => [character, 3]);
    return [...utf8].map((character) => [character, 3 * Buffer.byteLength(character)]);
  }
  const code = htmlDecimal === undefined ? Number.parseInt(jsonHex ?? htmlHex ?? '', 16) : Number(htmlDecimal);
  const namedCharacter = jsonCharacter ?? NAMED[htmlName?.toLowerCase() ?? ''];
  return [[namedCharacter ?? (code <= 0x10ffff ? String.fromCodePoint(code) : escapedText), escapedText.length]];
}

function decodeEscapes({ text, offsets }: DecodedText): DecodedText {
  let decodedText = '';
  const decodedOffsets: number[] = [];
  /** The part of `text` before it has been decoded. */
  let position = 0;
  const copyUntil = (end: number): void => {
    decodedText += text.slice(position, end);
    for (; position < end; position += 1) decodedOffsets.push(offsets[position] ?? 0);
  };
  for (const match of text.matchAll(ESCAPE)) {
    copyUntil(match.index);
    for (const [character, escapedLength] of decodeEscape(match)) {
      decodedText += character;
      for (let unit = 0; unit < character.length; unit += 1) decodedOffsets.push(offsets[position] ?? 0);
      position += escapedLength;
    }
  }
  copyUntil(text.length);
  return { text: decodedText, offsets: [...decodedOffsets, offsets.at(-1) ?? 0] };
}

/** Returns the text as it is, then with one level of escapes decoded, then with two, and so on. */
function decodingsOf(text: string): readonly DecodedText[] {
  const decodings: DecodedText[] = [{ text, offsets: [...text.split('').keys(), text.length] }];
  for (let last = decodings[0]; last !== undefined && decodings.length <= MAX_ESCAPE_LEVELS; last = decodings.at(-1)) {
    if (last.text.search(ESCAPE) === -1) break;
    decodings.push(decodeEscapes(last));
  }
  return decodings;
}

/** A part of the original text; the end is exclusive. */
type TextRange = readonly [start: number, end: number];

/**
 * Returns where a decoded text contains a secret. The beginning of the secret at the end of the
 * text counts, because the text may be truncated.
 */
function rangesOf(secret: string, { text, offsets }: DecodedText): readonly TextRange[] {
  const ranges: TextRange[] = [];
  const add = (from: number, to: number): unknown => ranges.push([offsets[from] ?? 0, offsets[to] ?? 0]);
  for (let index = text.indexOf(secret); index !== -1; index = text.indexOf(secret, index + secret.length)) {
    add(index, index + secret.length);
  }
  // The longest beginning of the secret with which the text ends.
  const completeText = text.replace(INCOMPLETE_END, '');
  for (let length = Math.min(secret.length - 1, completeText.length); length >= MIN_PREFIX_CHARACTERS; length -= 1) {
    if (!completeText.endsWith(secret.slice(0, length))) continue;
    add(completeText.length - length, text.length);
    break;
  }
  return ranges;
}

/**
 * Replaces each secret in a text with `…`, also if the secret is escaped or truncated.
 * @param secrets without empty strings
 */
export function redact(text: string, secrets: readonly string[]): string {
  const decodings = decodingsOf(text);
  // A secret that contains an escape itself is also searched in its decoded form.
  const secretForms = new Set(secrets.flatMap((secret) => decodingsOf(secret).map((decoded) => decoded.text)));
  const ranges = [...secretForms].flatMap((secret) => decodings.flatMap((decoded) => rangesOf(secret, decoded)));
  let redacted = '';
  let end = 0;
  // Ranges that overlap or touch become one `…`.
  for (const [rangeStart, rangeEnd] of ranges.sort(([a], [b]) => a - b)) {
    // `end` is 0 only before the first range.
    if (rangeStart > end || end === 0) redacted += `${text.slice(end, rangeStart)}…`;
    end = Math.max(end, rangeEnd);
  }
  return redacted + text.slice(end);
}
