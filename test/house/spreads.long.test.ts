import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '../../src');

/**
 * Types of certificates from files. Their properties are created when they are read, so that `...`
 * silently loses them.
 */
const MADE_WHEN_ASKED = new Set(['StoredCertificate', 'StoredRow', 'Certificate', 'CertificateRow']);

/** Returns the places where a certificate is spread into an object, as `file:line`. */
function spreadsIn(program: ts.Program): readonly string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isSpreadAssignment(node)) {
        const type = checker.getTypeAtLocation(node.expression);
        const names = (type.isUnion() ? type.types : [type]).map((each) => each.symbol?.name ?? '');
        const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
        if (names.some((name) => MADE_WHEN_ASKED.has(name))) found.push(`${file.fileName}:${line + 1}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
};

/** A file that does not exist, whose planted content spreads certificates. */
const PATH = join(source, 'domain/certificate/spread.ts');
const TEXT = [
  "import type { StoredCertificate } from './certificate.ts';",
  'export const copy = (one: StoredCertificate): object => ({ ...one, store: "" });',
  'export const part = (one: StoredCertificate): object => ({ ...one.location, ...one.certificate });',
].join('\n');

test('no certificate is copied by spreading it, and the check finds a planted copy', { timeout: 300_000 }, () => {
  const files = ts.sys.readDirectory(source, ['.ts']);
  expect(files.length).toBeGreaterThan(300);
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === PATH || fileExists(name);
  host.getSourceFile = (name, options, ...more) =>
    name === PATH ? ts.createSourceFile(name, TEXT, options) : getSourceFile(name, options, ...more);
  expect(spreadsIn(ts.createProgram([...files, PATH], OPTIONS, host))).toEqual([`${PATH}:2`, `${PATH}:3`]);
});
