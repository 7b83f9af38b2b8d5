import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/** Returns the names that a parameter declares: its own, or those of its pattern. */
function namesIn({ name }: ts.ParameterDeclaration | ts.BindingElement): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => {
    if (ts.isOmittedExpression(element)) return [];
    const { propertyName } = element;
    return [...namesIn(element), ...(propertyName && ts.isIdentifier(propertyName) ? [propertyName.text] : [])];
  });
}

/** Returns the names of the parameters of a declaration, or of the functions that it declares. */
function parametersOf(node: ts.Node): readonly string[] {
  if (ts.isFunctionLike(node)) return node.parameters.flatMap(namesIn);
  if (ts.isCallExpression(node)) return isPhrase(node) ? node.arguments.flatMap(parametersOf) : [];
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap(parametersOf);
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(parametersOf);
  const { initializer, type } = node as { readonly initializer?: ts.Node; readonly type?: ts.Node };
  return [initializer, type].flatMap((part) => (part === undefined ? [] : parametersOf(part)));
}

/** Returns whether a text in both languages is declared. */
const isPhrase = ({ expression }: ts.CallExpression): boolean =>
  ts.isIdentifier(expression) && expression.text === 'phrase';

/** Returns the parameters that docstrings describe and that do not exist, each with its file. */
function describedInVain(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const tags = ts.getJSDocTags(node).filter(ts.isJSDocParameterTag);
    for (const tag of tags.filter(({ parent }) => parent.parent === node)) {
      const name = tag.name.getText(source);
      if (!parametersOf(node).includes(name)) found.push(`${path}: ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('every @param of a docstring names a parameter', () => {
  const files = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    describedInVain(join('src', file), readFileSync(join(repository, 'src', file), 'utf8')),
  );
  expect(found).toEqual([]);
});

test('a @param that names no parameter is found', () => {
  const described = (name: string): string => `/** @param ${name} a */`;
  const declarations = [
    (name: string) => `${described(name)}\nfunction f(a, { b, c: d }) {}`,
    (name: string) => `class C {\n${described(name)}\nm(a, { b, c: d }) {} }`,
    (name: string) => `interface I {\n${described(name)}\nm(a: A, { b, c: d }: B): void; }`,
    (name: string) => `interface I {\n${described(name)}\nreadonly m: (a: A, { b, c: d }: B) => void; }`,
    (name: string) => `${described(name)}\nconst f = (a, { b, c: d }) => 1;`,
  ];
  for (const declaration of declarations) {
    for (const name of ['a', 'b', 'c', 'd']) expect(describedInVain('x.ts', declaration(name))).toEqual([]);
    expect(describedInVain('x.ts', declaration('e'))).toEqual(['x.ts: e']);
  }
});
