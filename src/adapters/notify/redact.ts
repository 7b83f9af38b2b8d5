import { Buffer } from 'node:buffer';

/** A text with some escapes decoded, and the original offset of each UTF-16 unit and of the end. */
interface Reading {
  readonly text: string;
  readonly from: readonly number[];
}

/** Escapes of URLs, JSON and HTML. In URLs, each byte is escaped. */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|\\u([0-9a-f]{4})|\\(["\\/])|&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** The maximum nesting of escapes. JSON in HTML has two levels. */
const DEEPEST = 3;
/** The rest of a truncated escape or character. */
const TORN = /(?:%[0-9a-f]?|\\(?:u[0-9a-f]{0,3})?|&#?\w{0,7}|\ufffd+)$/i;
/** The minimum length of a truncated secret that is redacted, characters. */
const SHORTEST_BEGINNING = 4;

/** Decodes an escape. Returns each character with the length of its escaped form. */
function meant([whole, unit, after, decimal, hex, name]: RegExpMatchArray): readonly (readonly [string, number])[] {
  if (whole.startsWith('%')) {
    const bytes = Buffer.from(whole.replaceAll('%', ''), 'hex');
    const utf8 = bytes.toString('utf8');
    if (utf8.includes('\ufffd')) return [...bytes.toString('latin1')].map((character) => [character, 3]);
    return [...utf8].map((character) => [character, 3 * Buffer.byteLength(character)]);
  }
  const code = decimal === undefined ? Number.parseInt(unit ?? hex ?? '', 16) : Number(decimal);
  const known = after ?? NAMED[name?.toLowerCase() ?? ''];
  return [[known ?? (code <= 0x10ffff ? String.fromCodePoint(code) : whole), whole.length]];
}

function withoutEscapes({ text, from }: Reading): Reading {
  let plain = '';
  const places: number[] = [];
  let end = 0;
  const keep = (until: number): void => {
    plain += text.slice(end, until);
    for (; end < until; end += 1) places.push(from[end] ?? 0);
  };
  for (const match of text.matchAll(ESCAPE)) {
    keep(match.index);
    for (const [character, width] of meant(match)) {
      plain += character;
      for (let unit = 0; unit < character.length; unit += 1) places.push(from[end] ?? 0);
      end += width;
    }
  }
  keep(text.length);
  return { text: plain, from: [...places, from.at(-1) ?? 0] };
}

/** Returns the text, and its forms with one more level of escapes decoded each. */
function readingsOf(text: string): readonly Reading[] {
  const readings: Reading[] = [{ text, from: [...text.split('').keys(), text.length] }];
  for (let last = readings[0]; last !== undefined && readings.length <= DEEPEST; last = readings.at(-1)) {
    if (last.text.search(ESCAPE) === -1) break;
    readings.push(withoutEscapes(last));
  }
  return readings;
}

/** Returns the ranges of a secret, including a truncated one at the end of the text. */
function placesOf(secret: string, { text, from }: Reading): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  const add = (at: number, to: number): unknown => found.push([from[at] ?? 0, from[to] ?? 0]);
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length)) {
    add(at, at + secret.length);
  }
  const whole = text.replace(TORN, '');
  for (let length = Math.min(secret.length - 1, whole.length); length >= SHORTEST_BEGINNING; length -= 1) {
    if (!whole.endsWith(secret.slice(0, length))) continue;
    add(whole.length - length, text.length);
    break;
  }
  return found;
}

/**
 * Replaces each secret in a text with `…`, also if the secret is escaped or truncated.
 * @param secrets without empty strings
 */
export function redact(text: string, secrets: readonly string[]): string {
  const readings = readingsOf(text);
  const hidden = new Set(secrets.flatMap((secret) => readingsOf(secret).map((reading) => reading.text)));
  const places = [...hidden].flatMap((secret) => readings.flatMap((reading) => placesOf(secret, reading)));
  let redacted = '';
  let end = 0;
  for (const [from, to] of places.sort(([a], [b]) => a - b)) {
    if (from > end || end === 0) redacted += `${text.slice(end, from)}…`;
    end = Math.max(end, to);
  }
  return redacted + text.slice(end);
}
