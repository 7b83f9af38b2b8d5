import ts from 'typescript';

/** Globals that depend on the time or wait for it. */
const CLOCKS = new Set(['performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Temporal']);
/** Globals that give access to the machine, the user or randomness. */
const WORLD = new Set([
  'process',
  'globalThis',
  'global',
  'crypto',
  'console',
  'fetch',
  'require',
  'Intl',
  'navigator',
]);
/** Methods of Date that depend on the time zone of the process. */
const LOCAL_TIME =
  /^(get|set)(Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|Year|TimezoneOffset)$|^toLocale|^to(Date|Time)String$/;

export interface Impurity {
  readonly line: number;
  readonly kind: 'clock' | 'dice' | 'world' | 'import';
  readonly text: string;
}

const isProperty = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  ((ts.isPropertyAssignment(node.parent) || ts.isPropertySignature(node.parent)) && node.parent.name === node);

function judge(node: ts.Node): Impurity['kind'] | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return node.moduleSpecifier.text.startsWith('.') ? undefined : 'import';
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return 'import';
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') return 'clock';
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
    return node.arguments === undefined || node.arguments.length === 0 ? 'clock' : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const path = `${node.expression.getText()}.${node.name.text}`;
    if (path === 'Date.now') return 'clock';
    if (path === 'Math.random') return 'dice';
    return LOCAL_TIME.test(node.name.text) ? 'world' : undefined;
  }
  if (!ts.isIdentifier(node) || isProperty(node)) return undefined;
  if (CLOCKS.has(node.text)) return 'clock';
  return WORLD.has(node.text) ? 'world' : undefined;
}

/**
 * Returns each dependency of a source text on anything other than its arguments, in the order of
 * the text.
 */
export function impurities(source: string): readonly Impurity[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true);
  const found: Impurity[] = [];
  const visit = (node: ts.Node): void => {
    const kind = judge(node);
    if (kind !== undefined) {
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ line, kind, text: node.getText().slice(0, 80) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
