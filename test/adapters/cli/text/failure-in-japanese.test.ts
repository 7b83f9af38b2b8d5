import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { errorLines } from '../../../../src/adapters/cli/invocation/print-error.ts';
import { failureInJapanese } from '../../../../src/adapters/cli/text/failure-in-japanese.ts';
import { ISSUE_CAUSES, ISSUE_OPERATIONS } from '../../../../src/domain/certificate/issue-sentences.ts';
import {
  EVENT_LOG_CAUSES,
  EVENT_LOG_FAILURE,
  EVENT_LOG_OPERATIONS,
  SQLITE_CAUSES,
} from '../../../../src/domain/event/event-log-sentences.ts';
import { withParts } from '../../../../src/domain/sentence.ts';
import {
  FOREIGN_FILE_CAUSES,
  KEY_NOT_ACCEPTED,
  NOT_CREATED,
  NOT_EXPORTED,
  STORE_CAUSES,
  STORE_FAILURE,
  STORE_OPERATIONS,
} from '../../../../src/domain/store-change/store-sentences.ts';
import { ExportError, IssueError, LedgerError, SHORTAGE_OPERATIONS, SHORTAGES } from '../../../../src/work/errors.ts';
import { expectTranslated } from '../../../domain/sentence-law.ts';

const SOURCE = new URL('../../../../src/', import.meta.url);
/** The directories with the messages of errors in these commands. */
const PLACES = [
  'formats/der',
  'formats/x509',
  'adapters/issue',
  'adapters/file-store',
  'adapters/sqlite',
  'work/manage',
];
/**
 * Files, and a text, with messages that users of commands never see. They are only used by the
 * daemon, or by parts that cannot fail in a command.
 */
const UNKNOWN = new Set([
  ...['reading-thread.ts', 'unpack.ts', 'reading-blob.ts', 'certificate-note.ts', 'tree.ts'],
  ...['sqlite-ledger.ts', 'sqlite-outbox.ts', 'condition-rows.ts', 'hold-state-directory.ts', 'set-aside.ts'],
  ...['restore-ledger.ts', 'renew-due.ts', 'open-reader-cache.ts', 'schema.ts', 'prune-records.ts'],
  ...['certificate-files.ts', 'a silence that was added is not listed'],
]);
/** The functions with a message as their first, second and third argument. */
const CALLED: readonly (readonly string[])[] = [
  ['Error', 'OccupiedError', 'ForeignFileError', 'ForeignLinkError', 'IssueError', 'storeFailure'],
  ['ExportError', 'LedgerError', 'ledgerFailure'],
  ['writeTransaction'],
];
/** The functions that return messages. */
const ANSWERING = ['answerOf', 'deniedTo', 'doing'];

/** Returns the texts in an expression, with `…` for each inserted value. */
function textsIn(node: ts.Node): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.getText().replace(/\$\{[^}]*\}/g, '…')];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(textsIn);
  return [];
}

/** Returns all error messages in a file, except those without a word. */
function wordedIn(path: URL): readonly string[] {
  const file = ts.createSourceFile(path.pathname, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const place = CALLED.findIndex((names) => names.includes(node.expression.getText()));
      const argument = node.arguments?.[place];
      if (argument !== undefined) found.push(...textsIn(argument));
    }
    if (ts.isVariableDeclaration(node) && ['why', 'next', 'doing'].includes(node.name.getText()) && node.initializer)
      found.push(...textsIn(node.initializer));
    if (ts.isFunctionDeclaration(node) && ANSWERING.includes(node.name?.text ?? '')) walkReturns(node);
    ts.forEachChild(node, walk);
  };
  const walkReturns = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) found.push(...textsIn(node.expression));
    ts.forEachChild(node, walkReturns);
  };
  walk(file);
  return found.filter((text) => /[a-z]{2}/.test(text) && !UNKNOWN.has(text));
}

const worded = (): readonly string[] =>
  PLACES.flatMap((place) =>
    readdirSync(new URL(`${place}/`, SOURCE), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !UNKNOWN.has(basename(name)))
      .flatMap((name) => wordedIn(new URL(`${place}/${name}`, SOURCE))),
  );

const OPERATIONS = [
  NOT_CREATED,
  NOT_EXPORTED,
  ...withParts(STORE_FAILURE, 'operation', STORE_OPERATIONS),
  ...withParts(EVENT_LOG_FAILURE, 'operation', EVENT_LOG_OPERATIONS),
  ...Object.values(ISSUE_OPERATIONS),
  ...Object.values(SHORTAGE_OPERATIONS),
];
const CAUSES = [
  ...withParts(KEY_NOT_ACCEPTED, 'cause', FOREIGN_FILE_CAUSES),
  ...[STORE_CAUSES, SHORTAGES, ISSUE_CAUSES, EVENT_LOG_CAUSES, SQLITE_CAUSES].flatMap((causes) =>
    Object.values(causes),
  ),
];
/** The names and codes that are the same in every language. */
const SAME = /mailcertd|stateDirectory|root|sudo|-journal|-wal|-shm|LimitNOFILE|fs\.file-max|TasksMax|\b[A-Z]+\b/g;

describe('the message about a failed change of the store, an export or the event log', () => {
  it('consists of declared sentences, so each text of the program has a Japanese one', () => {
    expect(worded()).toEqual([]);
  });

  it.each([...OPERATIONS, ...CAUSES])('has no other English word in Japanese: $ja', ({ ja }) => {
    expect(ja.replace(/\{\w+(:\w+)?\}/g, '').replace(SAME, '')).not.toMatch(/[A-Za-z]{2}/);
    expect(ja).not.toMatch(/。$/);
  });

  it.each(OPERATIONS)('has the operation in Japanese, with any values: $en', (operation) => {
    expectTranslated(
      operation,
      (english) => /^(.*): システムのエラー EIO$/s.exec(failureInJapanese(`${english}: EIO`))?.[1],
    );
  });

  it.each(CAUSES)('has the cause in Japanese, with any values: $en', (cause) => {
    expectTranslated(cause, (english) => {
      const message = failureInJapanese(`cannot lock the store /My: ${english}; nothing was changed`);
      return /^ストア \/My の変更の開始: (.*)。変更はしていません$/s.exec(message)?.[1];
    });
  });

  it.each(Object.values(STORE_OPERATIONS))('about a store says in English that something failed: $en', ({ en }) => {
    expect(en).toMatch(/^cannot /);
  });

  it.each([
    [
      'cannot lock the store /My: the 1st: EROFS: its file system is mounted read-only; mount it read-write; nothing was changed',
      'ストア /My: the 1st の変更の開始: ファイル システムが読み取り専用でマウントされています。書き込み可能な状態でマウントしてください (EROFS)。変更はしていません',
    ],
    [
      'cannot create a CSR for CN=mail.contoso.com: certificate_malformed cut',
      'CN=mail.contoso.com の証明書の要求の作成: 証明書の形式が正しくありません',
    ],
    [
      'cannot export certificate 3F2A9C41 to /a.p12: error:1234: no such thing',
      '/a.p12 への証明書 3F2A9C41 のエクスポート: error:1234: no such thing',
    ],
    ['issuing: no dice', 'issuing: no dice'],
    ['doing this: that; nothing was changed', 'doing this: that; nothing was changed'],
  ])('is one line in both languages, with the text of the system for an unknown cause: %s', (english, japanese) => {
    for (const error of [new IssueError(english), new ExportError('/a', english), new LedgerError('/a', english)]) {
      expect(errorLines(error, 'en')).toEqual([`mailcertd: ${english}`]);
      expect(errorLines(error, 'ja')).toEqual([`mailcertd: ${japanese}`]);
    }
  });
});
