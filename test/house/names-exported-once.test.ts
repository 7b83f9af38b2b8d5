import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/** Returns the names that a module declares and exports, without those that it re-exports. */
function exportsOf(text: string): readonly string[] {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.ESNext);
  return source.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
    return declared.flatMap((each) => {
      const { name } = each as { readonly name?: ts.Node };
      return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
    });
  });
}

/**
 * Returns whether the name is that of a rule and of its event, which are about the same problem.
 */
function isTwin(directories: ReadonlySet<string>): boolean {
  return directories.size === 2 && directories.has('src/domain/rule') && directories.has('src/domain/event/catalog');
}

/** Returns the names that several directories export, each with the directories. */
function exportedTwice(files: Iterable<readonly [path: string, text: string]>): readonly string[] {
  const directories = new Map<string, Set<string>>();
  for (const [path, text] of files) {
    for (const name of exportsOf(text)) {
      const known = directories.get(name) ?? new Set<string>();
      directories.set(name, known.add(dirname(path)));
    }
  }
  return [...directories]
    .filter(([, exporting]) => exporting.size > 1 && !isTwin(exporting))
    .map(([name, exporting]) => `${name}: ${[...exporting].sort().join(', ')}`);
}

test('no name is exported by two directories for two things', () => {
  const files = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [join('src', file), readFileSync(join(repository, 'src', file), 'utf8')] as const);
  expect(files.length).toBeGreaterThan(500);
  expect(exportedTwice(files)).toEqual([]);
});

test('a name that two directories export is found, except the event of a rule', () => {
  const planted = [
    ['src/formats/one/a.ts', 'export function parse() {}\nfunction own() {}\nexport const LIMIT = 1, OTHER = 2;'],
    ['src/formats/one/b.ts', 'export type Parsed = string;'],
    ['src/formats/two/a.ts', 'export interface Parsed {}\nexport class parse {}\nexport function own() {}'],
    ['src/formats/two/b.ts', 'export const OTHER = 3;'],
    ['src/domain/event/catalog/expired.ts', 'export const expired = 1;'],
    ['src/domain/rule/expired.ts', 'export const expired = 2;'],
  ] as const;
  expect(exportedTwice(planted)).toEqual([
    'parse: src/formats/one, src/formats/two',
    'OTHER: src/formats/one, src/formats/two',
    'Parsed: src/formats/one, src/formats/two',
  ]);
});
