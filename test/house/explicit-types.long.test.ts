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
 * The exports whose type is inferred: trees of phrases, and the failures that are made of them. A
 * written type would repeat the arguments of every text.
 */
const INFERRED = /_PHRASES$|_FAILURES$/;

/** Returns the exported constants whose type has to be inferred, as `path: name`. */
function withInferredType(path: string, text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileDeclaration(text, {
    fileName: path,
    compilerOptions: COMPILER_OPTIONS,
    reportDiagnostics: true,
  });
  if (diagnostics.length === 0) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const names = diagnostics.map(({ start = 0 }) => {
    const statement = source.statements.find(({ pos, end }) => pos <= start && start < end);
    const isVariable = statement !== undefined && ts.isVariableStatement(statement);
    return isVariable ? (statement.declarationList.declarations[0]?.name.getText(source) ?? '') : `at ${start}`;
  });
  return [...new Set(names)].filter((name) => !INFERRED.test(name)).map((name) => `${path}: ${name}`);
}

// The compiler has a flag for this, isolatedDeclarations, but it has no exceptions.
test('every export has a written type, except trees of phrases', () => {
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
