import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const SOURCES = resolve(import.meta.dirname, '../../src');
const PAGE = resolve(import.meta.dirname, '../../docs/dev/regular-expressions.md');

/**
 * True if the page is to be updated: `UPDATE_DOCUMENTS=1 npx vitest run
 * test/house/regular-expressions.test.ts` corrects the numbers, and removes rows of files without
 * expressions. A row for a new file is written by hand, because it says who wrote the text.
 */
const isUpdating = process.env['UPDATE_DOCUMENTS'] === '1';

/** The sections of the page, and whether mailcertd wrote the texts that their files read. */
const SECTIONS: Readonly<Record<string, 'others' | 'mailcertd'>> = {
  'Arguments of commands': 'others',
  'The configuration file': 'others',
  'Settings of mail servers and output of their tools': 'others',
  'Certificates, keys and their files': 'others',
  'Replies of servers': 'others',
  'The system, Node and libraries': 'others',
  'Characters that an output must not contain': 'others',
  'Names that mailcertd gives': 'mailcertd',
  'JSON that mailcertd stores': 'mailcertd',
};

/**
 * The only texts of mailcertd that it may read: formats that are stored, so that no other value is
 * left of them. A sentence or a label is not among them.
 */
const OWN_FORMATS: readonly string[] = ['Names that mailcertd gives', 'JSON that mailcertd stores'];

/** A row of the page: a file below `src`, and the number of its expressions. */
interface Row {
  readonly section: string;
  readonly file: string;
  readonly count: number;
}

const ROW = /^\| `([\w/.-]+)` \| (\d+) \| .+ \|$/;

/** Returns the rows of the page. Other lines of tables are returned as unreadable. */
function parsePage(text: string): { readonly rows: readonly Row[]; readonly unreadable: readonly string[] } {
  const rows: Row[] = [];
  const unreadable: string[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    if (!line.startsWith('|') || /^\|[- |]+\|$/.test(line) || line === '| file | number | text |') continue;
    const [, file, count] = ROW.exec(line) ?? [];
    if (file === undefined) unreadable.push(line);
    else rows.push({ section, file, count: Number(count) });
  }
  return { rows, unreadable };
}

/** Returns the number of regular expressions, and of calls that parse JSON, in a source text. */
function countExpressions(text: string): number {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.ESNext, true);
  let count = 0;
  const visit = (node: ts.Node): void => {
    const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
    const isParser =
      ts.isRegularExpressionLiteral(node) ||
      (isCall && node.expression.getText(source) === 'RegExp') ||
      (ts.isPropertyAccessExpression(node) && node.getText(source) === 'JSON.parse');
    if (isParser) count += 1;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return count;
}

/** Returns the number of expressions by file; files without expressions are left out. */
function expressionsByFile(): ReadonlyMap<string, number> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(1000);
  const counts = files
    .toSorted()
    .map((file) => [file, countExpressions(readFileSync(join(SOURCES, file), 'utf8'))] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}

/** Returns the page with correct numbers, and without rows of files that have no expressions. */
function updatePage(text: string, found: ReadonlyMap<string, number>): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, file] = ROW.exec(line) ?? [];
      if (file === undefined) return [line];
      const count = found.get(file);
      return count === undefined ? [] : [line.replace(/ \| \d+ \| /, ` | ${count} | `)];
    })
    .join('\n');
}

test('the page lists each file with a regular expression or JSON.parse once, with their number', () => {
  const found = expressionsByFile();
  const page = readFileSync(PAGE, 'utf8');
  if (isUpdating) writeFileSync(PAGE, updatePage(page, found));
  const { rows, unreadable } = parsePage(readFileSync(PAGE, 'utf8'));
  expect(unreadable).toEqual([]);
  expect(rows.map(({ file, count }) => `${file} ${count}`).toSorted()).toEqual(
    [...found].map(([file, count]) => `${file} ${count}`).toSorted(),
  );
});

test('the page has only known sections, and mailcertd reads no text of its own except stored formats', () => {
  const { rows } = parsePage(readFileSync(PAGE, 'utf8'));
  const sections = [...new Set(rows.map(({ section }) => section))];
  expect(sections).toEqual(Object.keys(SECTIONS));
  expect(sections.filter((section) => SECTIONS[section] === 'mailcertd')).toEqual(OWN_FORMATS);
});

test('the rows of a section are in the order of their files', () => {
  const { rows } = parsePage(readFileSync(PAGE, 'utf8'));
  for (const name of Object.keys(SECTIONS)) {
    const files = rows.filter(({ section }) => section === name).map(({ file }) => file);
    expect(files).toEqual(files.toSorted());
  }
});

test('each kind of expression is found', () => {
  expect(countExpressions('const a = /x/.test(b);')).toBe(1);
  expect(countExpressions("const a = new RegExp('x'); const b = RegExp('y');")).toBe(2);
  expect(countExpressions('const a = JSON.parse(b); const c = texts.map(JSON.parse);')).toBe(2);
  expect(countExpressions("const a = b / c / d; // /x/\nconst e = '/x/';")).toBe(0);
});
