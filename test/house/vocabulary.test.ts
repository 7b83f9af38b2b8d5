import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BANNED, bannedIn, type Counts, differences, lowered, parseAllowed } from './vocabulary.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ALLOWED = join(import.meta.dirname, 'vocabulary-allowed.txt');
const DIRECTORIES = ['src', 'test', 'docs', 'config', 'systemd', '.ci'];
const PAGES = ['README.md', 'README.ja.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
/** The list of the words and its tests, which contain these words. */
const OWN = /^test\/house\/vocabulary/;

async function textFiles(): Promise<readonly string[]> {
  const inDirectories = await Promise.all(
    DIRECTORIES.map(async (directory) => {
      const entries = await readdir(join(ROOT, directory), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
    }),
  );
  return [...PAGES, ...inDirectories.flat()].filter((path) => !OWN.test(path)).toSorted();
}

/** Returns the numbers of banned words in all files, in their text and their path. */
async function countsOf(paths: readonly string[]): Promise<Counts> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const text = await readFile(join(ROOT, path), 'utf8');
    // A file that is not text has no words.
    const words = text.includes('\0') ? '' : text;
    for (const [word, number] of bannedIn(`${path}\n${words}`)) counts.set(`${path} ${word}`, number);
  }
  return counts;
}

describe('the vocabulary of the repository', () => {
  test('has no banned word except those in vocabulary-allowed.txt, which has no unnecessary entry', async () => {
    const paths = await textFiles();
    expect(paths.length).toBeGreaterThan(1500);
    const found = await countsOf(paths);
    const list = await readFile(ALLOWED, 'utf8');
    if (process.env['UPDATE_DOCUMENTS'] === '1') await writeFile(ALLOWED, lowered(list, found));
    expect(differences(found, parseAllowed(await readFile(ALLOWED, 'utf8')))).toEqual([]);
  });
});

describe('a banned word', () => {
  test.each([
    ['a comment', '/** Returns what is told. */', 'told'],
    ['a string', "throw new Error('the folder is empty');", 'folder'],
    ['an identifier', 'const nextLooks = 1;', 'looks'],
    ['an identifier that begins with it', 'lookAround()', 'look'],
    ['a constant', 'const MAX_OCTETS = 5;', 'octets'],
    ['a document', 'A keystore lies in the store.', 'lies'],
    ['a test title', "it('is blind without permission')", 'blind'],
    ['a file name', 'test/scenario/told-order.ts', 'told'],
    ['a comment of two lines', ' * The key is in\n * the clear.', 'in the clear'],
  ])('is found in %s', (_, text, word) => {
    expect([...bannedIn(text)]).toEqual([[word, 1]]);
  });

  test.each([
    'a default',
    'the DNS lookup looks up a name',
    'text that looks like a key',
    'an OCTET STRING',
    'storytelling',
  ])('is not found in "%s"', (text) => {
    expect([...bannedIn(text)]).toEqual([]);
  });

  test('has a replacement', () => {
    for (const [word, replacement] of Object.entries(BANNED)) {
      expect([...bannedIn(word).keys()]).toEqual([word]);
      expect([...bannedIn(replacement)]).toEqual([]);
    }
  });
});

describe('the comparison with the allow-list', () => {
  const allowed = parseAllowed('# a reason\nsrc/a.ts told=2 in-the-clear=1\n');

  test('accepts the same numbers', () => {
    const found = new Map(Object.entries({ 'src/a.ts told': 2, 'src/a.ts in the clear': 1 }));
    expect(differences(found, allowed)).toEqual([]);
  });

  test('reports a word that is planted, and an entry that is no longer needed', () => {
    const found = new Map(Object.entries({ 'src/a.ts told': 3, 'src/b.ts mend': 1 }));
    expect(differences(found, allowed)).toEqual([
      'src/a.ts in the clear: found 0, allowed 1; lower the entry',
      'src/a.ts told: found 3, allowed 2; use notified, reported, printed',
      'src/b.ts mend: found 1, allowed 0; use fix',
    ]);
  });

  test('refuses an entry without a reason', () => {
    expect(() => parseAllowed('src/a.ts told=1')).toThrow('without a reason');
  });

  test('lowers entries, and never adds or raises one', () => {
    const found = new Map(Object.entries({ 'src/a.ts told': 1, 'src/b.ts told': 9, 'src/c.ts mend': 1 }));
    const list = '# a reason\nsrc/a.ts told=2 in-the-clear=1\nsrc/b.ts told=3\nsrc/d.ts mend=1\n';
    expect(lowered(list, found)).toBe('# a reason\nsrc/a.ts told=1\nsrc/b.ts told=3\n');
  });
});
