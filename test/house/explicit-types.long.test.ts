import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

const COMPILER_OPTIONS: ts.CompilerOptions = {
  allowImportingTsExtensions: true,
  declaration: true,
  isolatedDeclarations: true,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  target: ts.ScriptTarget.ES2022,
};

/**
 * What makes the exports whose type is inferred: trees of phrases, and what is made of them, such as
 * failures. A written type would repeat the arguments of every text.
 */
const INFERRED = /\b(?:phrase|failuresOf)\(|_PHRASES\b/;

/** Returns the exported constants whose type has to be inferred, as `path: name`. */
function withInferredType(path: string, text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileDeclaration(text, {
    fileName: path,
    compilerOptions: COMPILER_OPTIONS,
    reportDiagnostics: true,
  });
  if (diagnostics.length === 0) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const names = diagnostics.flatMap(({ start = 0 }) => {
    const statement = source.statements.find(({ pos, end }) => pos <= start && start < end);
    if (statement === undefined || !ts.isVariableStatement(statement)) return [`at ${start}`];
    return INFERRED.test(statement.getText(source)) ? [] : statement.declarationList.declarations.map(nameOf);
  });
  return [...new Set(names)].map((name) => `${path}: ${name}`);
}

const nameOf = ({ name }: ts.VariableDeclaration): string => (ts.isIdentifier(name) ? name.text : '');

// The compiler has a flag for this, isolatedDeclarations, but it has no exceptions.
test('every export has a written type, except trees of phrases', { timeout: 300_000 }, () => {
  const files = ['src', 'test'].flatMap((directory) =>
    readdirSync(join(repository, directory), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(directory, file)),
  );
  expect(files.length).toBeGreaterThan(1500);
  const found = files.flatMap((file) => withInferredType(file, readFileSync(join(repository, file), 'utf8')));
  expect(found).toEqual([]);
});

test('an export without a type is found, and a tree of phrases is not', () => {
  expect(withInferredType('a.ts', 'export const SUM = Math.max(1, 2);')).toEqual(['a.ts: SUM']);
  expect(withInferredType('a.ts', 'export const SUM: number = Math.max(1, 2);')).toEqual([]);
  expect(withInferredType('a.ts', "export const A_PHRASES = { a: phrase({ en: '', ja: '' }) };")).toEqual([]);
});
