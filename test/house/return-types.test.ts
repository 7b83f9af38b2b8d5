import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/** Returns whether the declared function needs a return type, and has none. */
function lacksReturnType(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node)) return node.type === undefined;
  if (ts.isMethodDeclaration(node) || ts.isGetAccessorDeclaration(node)) {
    return node.type === undefined && ts.isClassLike(node.parent);
  }
  return false;
}

/** Returns the functions and methods of classes without a return type, as `path: name`. */
function withoutReturnType(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (lacksReturnType(node)) found.push(`${path}: ${(node as ts.FunctionDeclaration).name?.getText(source)}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

// Without a return type, TypeScript does not report a property that the receiver does not know, for
// example one that was missed by a rename.
test('every function and method has a return type', () => {
  const files = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    withoutReturnType(join('src', file), readFileSync(join(repository, 'src', file), 'utf8')),
  );
  expect(found).toEqual([]);
});

test('a function or method without a return type is found', () => {
  const text = 'function f() {}\nclass C { m() {} get g() { return 1; } n(): void {} }\nconst o: O = { p() {} };';
  expect(withoutReturnType('a.ts', text)).toEqual(['a.ts: f', 'a.ts: m', 'a.ts: g']);
});
