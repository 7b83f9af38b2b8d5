import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/**
 * The files that may compare a language, or the directories of these files, each with its reason.
 * Remove a line when its comparison is gone; never add one for a text.
 */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['src/adapters/cli/initial-locale.ts', 'reads the option of the language'],
  ['src/adapters/config/read/salvage-configuration.ts', 'checks that a setting is a language'],
]);

const LANGUAGES: ReadonlySet<string> = new Set(['en', 'ja']);

/** Returns whether a node compares a value with a language, or is named after such a comparison. */
function comparesLanguage(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return node.text === 'isJapanese' || node.text === 'isEnglish';
  if (ts.isCaseClause(node)) return isLanguage(node.expression);
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  const isComparison =
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
  return isComparison && (isLanguage(node.left) || isLanguage(node.right));
}

function isLanguage(node: ts.Expression): boolean {
  return ts.isStringLiteral(node) && LANGUAGES.has(node.text);
}

/** Returns the lines that compare a language, as `path:line`. */
function comparisonsIn(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (comparesLanguage(node)) lines.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...lines].map((line) => `${path}:${line}`);
}

/** Returns whether a node is an object with a text in each language that is not made by `phrase`. */
function isBarePair(node: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  const names = node.properties.map((property) => property.name?.getText());
  if (!names.includes('en') || !names.includes('ja')) return false;
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression.getText() === 'phrase') return false;
  // A value that is no text, such as the width of a column, has the type `Record<Locale, …>`.
  return !(ts.isVariableDeclaration(parent) && parent.type?.getText().includes('Record<Locale,') === true);
}

/** Returns the lines of texts that are not made by `phrase`, as `path:line`. */
function barePairsIn(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const pairs: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isBarePair(node)) pairs.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return pairs;
}

const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file))
  .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }));

const allComparisons = sources
  // Most files have neither, and need not be parsed.
  .filter(({ text }) => /'(?:en|ja)'|is(?:Japanese|English)/.test(text))
  .flatMap(({ path, text }) => comparisonsIn(path, text));

const isException = (comparison: string): boolean =>
  [...EXCEPTIONS.keys()].some((path) => comparison.startsWith(`${path}:`) || comparison.startsWith(`${path}/`));

test('no file chooses a text by comparing the language', () => {
  expect(allComparisons.filter((comparison) => !isException(comparison))).toEqual([]);
});

test('every exception is needed', () => {
  const unused = [...EXCEPTIONS.keys()].filter(
    (path) => !allComparisons.some((comparison) => comparison.startsWith(path)),
  );
  expect(unused).toEqual([]);
});

test('a comparison of a language is found, and an index by language is not', () => {
  const comparing = "const a = locale === 'ja' ? 'x' : 'y';\nconst b = 'en' !== locale;\nconst isJapanese = true;";
  expect(comparisonsIn('a.ts', comparing)).toEqual(['a.ts:1', 'a.ts:2', 'a.ts:3']);
  expect(comparisonsIn('a.ts', "const a = TEXT[locale];\nconst b: Locale = 'ja';")).toEqual([]);
});

test('every text in both languages is made by phrase', () => {
  const bare = sources
    .filter(({ text }) => /\ben(?::|,| \})/.test(text))
    .flatMap(({ path, text }) => barePairsIn(path, text));
  expect(bare).toEqual([]);
});

test('a text that is not made by phrase is found, and a number for each language is not', () => {
  const text = [
    "const A = { en: 'a', ja: 'b' };",
    "const B = f({ ja: 'b', en: 'a' });",
    "const C = phrase({ en: 'a', ja: 'b' });",
    'const D: Readonly<Record<Locale, number>> = { en: 1, ja: 2 };',
    "const E: Readonly<Record<string, Phrase<string>>> = { a: { en: 'a', ja: 'b' } };",
  ].join('\n');
  expect(barePairsIn('a.ts', text)).toEqual(['a.ts:1', 'a.ts:2', 'a.ts:5']);
});

/** The files with Japanese characters that are no text, each with its reason. */
const CHARACTER_TABLES: ReadonlyMap<string, string> = new Map([
  ['src/formats/terminal/wrap-text.ts', 'the characters before which no line begins'],
]);

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** Returns the lines of Japanese literals that are not in a property `ja`, as `path:line`. */
function japaneseOutsidePhrasesIn(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    const isJapaneseText = ts.isPropertyAssignment(node) && node.name.getText() === 'ja';
    if (isJapaneseText) return;
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && JAPANESE.test(node.text))
      lines.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...lines].map((line) => `${path}:${line}`);
}

test('every Japanese text is the Japanese text of a phrase', () => {
  const outside = sources
    .filter(({ text }) => JAPANESE.test(text))
    .flatMap(({ path, text }) => japaneseOutsidePhrasesIn(path, text));
  expect(outside.filter((line) => ![...CHARACTER_TABLES.keys()].some((path) => line.startsWith(`${path}:`)))).toEqual(
    [],
  );
});

test('a Japanese text outside a phrase is found', () => {
  const text = [
    "const A = 'の保存';",
    'const B = `${path} の証明書`;',
    "const C = phrase({ en: 'a', ja: 'の保存' });",
    'const D = phrase({ en: (a: string) => a, ja: (a) => `${a} の${x}` });',
    "const E = f('a', 'の保存');",
  ].join('\n');
  expect(japaneseOutsidePhrasesIn('a.ts', text)).toEqual(['a.ts:1', 'a.ts:2', 'a.ts:5']);
});
