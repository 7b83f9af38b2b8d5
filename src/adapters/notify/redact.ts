import { Buffer } from 'node:buffer';

/** A text with some escapes decoded, and the original offset of each UTF-16 unit and of the end. */
interface DecodedText {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** Escapes of URLs, JSON and HTML. In URLs, each byte is escaped. */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|\\u([0-9a-f]{4})|\\(["\\/])|&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** The maximum nesting of escapes. JSON in HTML has two levels. */
const MAX_ESCAPE_LEVELS = 3;
/** The rest of a truncated escape or character. */
const CUT_OFF_END = /(?:%[0-9a-f]?|\\(?:u[0-9a-f]{0,3})?|&#?\w{0,7}|\ufffd+)$/i;
/** The minimum length of a truncated secret that is redacted, characters. */
const MIN_PREFIX_CHARACTERS = 4;

/** Decodes an escape. Returns each character with the length of its escaped form. */
function decodeEscape([
  escapedText,
  jsonHex,
  jsonCharacter,
  htmlDecimal,
  htmlHex,
  htmlName,
]: RegExpMatchArray): readonly (readonly [string, number])[] {
  if (escapedText.startsWith('%')) {
    const bytes = Buffer.from(escapedText.replaceAll('%', ''), 'hex');
    const utf8 = bytes.toString('utf8');
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
  let end = 0;
  const copyUntil = (until: number): void => {
    decodedText += text.slice(end, until);
    for (; end < until; end += 1) decodedOffsets.push(offsets[end] ?? 0);
  };
  for (const match of text.matchAll(ESCAPE)) {
    copyUntil(match.index);
    for (const [character, width] of decodeEscape(match)) {
      decodedText += character;
      for (let unit = 0; unit < character.length; unit += 1) decodedOffsets.push(offsets[end] ?? 0);
      end += width;
    }
  }
  copyUntil(text.length);
  return { text: decodedText, offsets: [...decodedOffsets, offsets.at(-1) ?? 0] };
}

/** Returns the text, and its forms with one more level of escapes decoded each. */
function decodingsOf(text: string): readonly DecodedText[] {
  const decodings: DecodedText[] = [{ text, offsets: [...text.split('').keys(), text.length] }];
  for (let last = decodings[0]; last !== undefined && decodings.length <= MAX_ESCAPE_LEVELS; last = decodings.at(-1)) {
    if (last.text.search(ESCAPE) === -1) break;
    decodings.push(decodeEscapes(last));
  }
  return decodings;
}

/** Returns the ranges of a secret, including a truncated one at the end of the text. */
function rangesOf(secret: string, { text, offsets }: DecodedText): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  const add = (from: number, to: number): unknown => ranges.push([offsets[from] ?? 0, offsets[to] ?? 0]);
  for (let index = text.indexOf(secret); index !== -1; index = text.indexOf(secret, index + secret.length)) {
    add(index, index + secret.length);
  }
  const completeText = text.replace(CUT_OFF_END, '');
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
  const hidden = new Set(secrets.flatMap((secret) => decodingsOf(secret).map((decoded) => decoded.text)));
  const ranges = [...hidden].flatMap((secret) => decodings.flatMap((decoded) => rangesOf(secret, decoded)));
  let redacted = '';
  let end = 0;
  for (const [rangeStart, rangeEnd] of ranges.sort(([a], [b]) => a - b)) {
    if (rangeStart > end || end === 0) redacted += `${text.slice(end, rangeStart)}…`;
    end = Math.max(end, rangeEnd);
  }
  return redacted + text.slice(end);
}
