/**
 * Words and phrases that no text of the repository uses, each with its replacement. A word is also
 * found as a part of an identifier: `looksFor`. A word of two or more parts is found across the end
 * of a line.
 */
export const BANNED: Readonly<Record<string, string>> = {
  told: 'notified, reported, printed',
  tell: 'notify, report, print',
  tells: 'notifies, reports, prints',
  telling: 'notifying, reporting, printing',
  untold: 'undelivered',
  mend: 'fix',
  mends: 'fixes',
  mended: 'fixed',
  mending: 'fix, remedy',
  blind: 'unavailable, unreadable',
  blindness: 'an unavailable result',
  unseen: 'unavailable',
  look: 'scan, probe, check',
  looks: 'scans, probes, checks',
  looked: 'scanned, probed, checked',
  looking: 'scanning, probing, checking',
  sight: 'result',
  sights: 'results',
  beside: 'next to',
  besides: 'also',
  amid: 'during',
  anew: 'again',
  behind: 'after',
  alone: 'only',
  stands: 'is',
  lies: 'is',
  whoever: 'the account, the program, a named subject',
  nobody: 'a named subject',
  octet: 'byte',
  octets: 'bytes',
  folder: 'directory',
  folders: 'directories',
  fault: 'error',
  faults: 'errors',
  trouble: 'error, failure',
  troubles: 'problems',
  occasion: 'trigger',
  occasions: 'triggers',
  attention: 'scope',
  neighbours: 'siblings',
  barred: 'denied',
  barrier: 'denial',
  barriers: 'denials',
  vacant: 'empty',
  supposed: 'assumed',
  pace: 'limits, time slice',
  doubted: 'unconfirmed',
  veil: 'redact',
  veiled: 'redacted',
  shelf: 'blob store',
  audience: 'recipients',
  bell: 'wake signal',
  ground: 'context',
  unborn: 'never created',
  rehearse: 'simulate',
  rehearsal: 'simulation',
  'in the clear': 'unencrypted',
  'is over': 'is resolved',
  'are over': 'are resolved',
  'given up': 'failed after N attempts',
  'gives up': 'fails after N attempts',
  'sign of life': 'heartbeat',
  'the other side': 'the remote server, the peer',
  'the one before': 'the previous one',
  'by itself': 'automatically',
  'by themselves': 'automatically',
  'goes along': 'is sent with, intermediate certificate',
  'all right': 'OK',
  'not sure': 'UNKNOWN',
  'nobody here made': 'of other programs',
  'hand out': 'export',
};

/** Terms of the field that contain a banned word. */
const TERMS = /\b(?:look(?:s|ed|ing)? ?up|looks? like|octet string|octet counting)\b/g;

/** Returns each banned word in a text, with its number. Comments, strings and names count. */
export function bannedIn(text: string): ReadonlyMap<string, number> {
  const plain = text
    .replace(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .toLowerCase()
    // Characters between the words of a comment, a name or a list.
    .replace(/[^a-z'’.,;:]+/g, ' ')
    .replace(TERMS, '');
  const found = new Map<string, number>();
  for (const [word] of plain.matchAll(PATTERN)) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}

/** Longer phrases come first, because the words of a phrase are counted once. */
const PATTERN = new RegExp(
  `\\b(?:${Object.keys(BANNED)
    .toSorted((one, other) => other.length - one.length)
    .join('|')})\\b`,
  'g',
);

/** The numbers of banned words in files, by `path word`. */
export type Counts = ReadonlyMap<string, number>;

/**
 * Parses the allow-list. Lines that begin with `#` are reasons for the lines after them, each of
 * which is about a file: `path word=number word=number`. A phrase has `-` instead of its spaces.
 * @throws an Error for an entry without a reason
 */
export function parseAllowed(text: string): Counts {
  const counts = new Map<string, number>();
  let reason = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) reason = line.slice(2).trim();
    const [path, ...words] = line.startsWith('#') ? [] : line.split(' ');
    if (path === undefined || path === '') continue;
    if (reason === '') throw new Error(`without a reason: ${line}`);
    for (const each of words) {
      const [word = '', number] = each.split('=');
      counts.set(`${path} ${word.replaceAll('-', ' ')}`, Number(number));
    }
  }
  return counts;
}

/**
 * Returns a line for each difference: a word that is not allowed as often as it is found, and an
 * entry that allows more than is found.
 */
export function differences(found: Counts, allowed: Counts): readonly string[] {
  return [...new Set([...found.keys(), ...allowed.keys()])].toSorted().flatMap((key) => {
    const [is, may] = [found.get(key) ?? 0, allowed.get(key) ?? 0];
    const word = key.slice(key.indexOf(' ') + 1);
    if (is > may) return [`${key}: found ${is}, allowed ${may}; use ${BANNED[word] ?? 'another word'}`];
    return is < may ? [`${key}: found ${is}, allowed ${may}; lower the entry`] : [];
  });
}

/**
 * Returns the allow-list with lower numbers for words that are found less often. It never adds or
 * raises an entry.
 */
export function lowered(text: string, found: Counts): string {
  const lines = text.split('\n').flatMap((line) => {
    const [path = '', ...words] = line.split(' ');
    if (line.startsWith('#') || words.length === 0) return [line];
    const left = words.flatMap((each) => {
      const [word = '', number] = each.split('=');
      const least = Math.min(Number(number), found.get(`${path} ${word.replaceAll('-', ' ')}`) ?? 0);
      return least === 0 ? [] : [`${word}=${least}`];
    });
    return left.length === 0 ? [] : [[path, ...left].join(' ')];
  });
  return lines.join('\n');
}
