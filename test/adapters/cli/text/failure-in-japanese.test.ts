import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { failureLines } from '../../../../src/adapters/cli/invocation/print-error.ts';
import { failureInJapanese } from '../../../../src/adapters/cli/text/failure-in-japanese.ts';
import { ISSUE_CAUSES } from '../../../../src/domain/certificate/issue-sentences.ts';
import { EVENT_LOG_CAUSES } from '../../../../src/domain/event/event-log-sentences.ts';
import { STORE_CHANGE_SENTENCES } from '../../../../src/domain/store-change/store-change-sentences.ts';
import { ExportError, IssueError, LedgerError, SHORTAGES } from '../../../../src/work/errors.ts';
import { expectTranslated } from '../../../domain/sentence-law.ts';

const SOURCE = new URL('../../../../src/', import.meta.url);
const THUMBPRINT = '3F2A9C41'.padEnd(40, '0');
const STORE = '/stores/My: the 1st';
const LEDGER = '/var/lib/mailcertd/ledger.db';
const FILE = '/root/mail: new.p12';
const HOST = 'mail.contoso.com';

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
const UNTOLD = new Set([
  ...['reading-thread.ts', 'packed-readings.ts', 'reading-blob.ts', 'certificate-note.ts', 'tree.ts'],
  ...['sqlite-ledger.ts', 'sqlite-outbox.ts', 'condition-rows.ts', 'find-damage.ts', 'hold-state-directory.ts'],
  ...[
    'set-aside.ts',
    'restore-ledger.ts',
    'renew-due.ts',
    'open-reader-cache.ts',
    'schema.ts',
    'prune-records.ts',
    'certificate-files.ts',
  ],
  'a silence that was added is not listed',
]);
/**
 * The functions with a message, and the index of its argument. Of the functions in ANSWERING, all
 * return values are messages.
 */
const CALLED: Readonly<Record<string, number>> = {
  ...{
    Error: 0,
    OccupiedError: 0,
    ForeignFileError: 0,
    ForeignLinkError: 0,
    IssueError: 0,
    ExportError: 1,
    LedgerError: 1,
  },
  ...{ storeFailure: 0, ledgerFailure: 1, writeTransaction: 2 },
};
const ANSWERING = ['answerOf', 'deniedTo', 'doing'];

/** Returns the texts in an expression, with `…` for each inserted value. */
function textsIn(node: ts.Node): readonly string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(textsIn);
  return [];
}

/** Returns all error messages in a file, except those without a word. */
function wordedIn(path: URL): readonly string[] {
  const file = ts.createSourceFile(path.pathname, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const place = CALLED[node.expression.getText()];
      const argument = place === undefined ? undefined : node.arguments?.[place];
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
  return found.filter((text) => /[a-z]{2}/.test(text) && !UNTOLD.has(text));
}

const worded = (): readonly string[] => [
  ...new Set(
    PLACES.flatMap((place) =>
      readdirSync(new URL(`${place}/`, SOURCE), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !UNTOLD.has(basename(name)))
        .flatMap((name) => wordedIn(new URL(`${place}/${name}`, SOURCE))),
    ),
  ),
];

const UNCHANGED = '; nothing was changed';
const LOCKED = 'it is locked by another process (SQLITE_BUSY: database is locked)';
const taking = (answer: string): string => `cannot lock the store ${STORE}: ${answer}${UNCHANGED}`;
const removing = (answer: string): string =>
  `cannot remove request-${THUMBPRINT} from the store ${STORE}: ${answer}${UNCHANGED}`;
const recording = `cannot set ${THUMBPRINT} as the internal transport certificate in the store ${STORE}`;
const issuing = (answer: string): string => `cannot create a self-signed certificate for CN=${HOST}: ${answer}`;
const exporting = (answer: string): string => `cannot export certificate ${THUMBPRINT} to ${FILE}: ${answer}`;
const reading = (answer: string): string => `cannot read the event log ${LEDGER}: ${answer}`;
const inLedger = (doing: string, answer = LOCKED): string => `${doing} the event log ${LEDGER}: ${answer}`;

/** An example of each message of the program. */
const TOLD: Readonly<Record<string, string>> = {
  'cannot lock the store …': taking('EIO'),
  'cannot create the personal store …': `cannot create the personal store ${STORE}: EIO${UNCHANGED}`,
  'cannot write certificate … into': `cannot write certificate ${THUMBPRINT} into the store ${STORE}: EIO${UNCHANGED}`,
  'cannot write … into': `cannot write request-${THUMBPRINT} into the store ${STORE}: EIO${UNCHANGED}`,
  'cannot enable certificate … in': `cannot enable certificate ${THUMBPRINT} in the store ${STORE}: EIO${UNCHANGED}`,
  'cannot remove certificate … from': `cannot remove certificate ${THUMBPRINT} from the store ${STORE}: EIO${UNCHANGED}`,
  'cannot remove … from': removing('EIO'),
  '… the store …': `${recording}: EIO${UNCHANGED}`,
  '…: …; nothing was changed': taking('EIO'),
  '… the store …: …': `${recording}: it is not locked`,
  'cannot create a self-signed certificate for …': issuing('certificate_malformed cut'),
  'cannot create a CSR for …': `cannot create a CSR for CN=${HOST}: certificate_malformed cut`,
  'cannot export certificate … to …': exporting('EIO'),
  'cannot read the event log': reading(LOCKED),
  'cannot open the event log': inLedger('cannot open'),
  '… the event log': inLedger('cannot store a silence in'),
  'cannot store a silence in': inLedger('cannot store a silence in'),
  'cannot end a silence in': inLedger('cannot end a silence in'),
  'cannot store a delivery in': inLedger('cannot store a delivery in'),
  'cannot store a request for probes in': inLedger('cannot store a request for probes in'),
  'cannot store the result of a test in': inLedger('cannot store the result of a test in'),
  'cannot store the result of a reload in': inLedger('cannot store the result of a reload in'),
  'cannot read the event log …: …': reading('permission denied; ask to be added to group mailcertd, or run it as root'),
  'cannot write the event log …: …': inLedger(
    'cannot write',
    'only root and the account of the daemon can; run this as one of them (sudo)',
  ),
};

/** Names, paths and codes, which are the same in every language. */
const SAME: readonly (string | RegExp)[] = [
  ...[THUMBPRINT, STORE, FILE, LEDGER, HOST, 'database is locked', 'internal-transport', 'mailcertd', 'stateDirectory'],
  ...['passwordFile', 'key.pem', 'root', 'sudo', 'daemon', '-wal', '-shm', 'request-', /\b[A-Z][A-Z0-9_#-]+\b/g],
  ...['-journal', 'LimitNOFILE', 'fs.file-max', 'TasksMax'],
];
const without = (line: string): string => SAME.reduce<string>((rest, each) => rest.replaceAll(each, ''), line);
/** Returns whether an error contains a text. */
const isIn = (text: string, told: string): boolean =>
  text
    .split('…')
    .filter((part) => part !== '')
    .every((part) => told.includes(part));

const CAUSES = [STORE_CHANGE_SENTENCES, SHORTAGES, ISSUE_CAUSES, EVENT_LOG_CAUSES].flatMap((causes) =>
  Object.values(causes),
);

describe('the message about a failed change of the store, an export or the ledger', () => {
  it('is in the table below, every text that the program has for it, and no other', () => {
    expect([...worded()].sort()).toEqual(Object.keys(TOLD).sort());
    expect(Object.entries(TOLD).filter(([text, told]) => !isIn(text, told))).toEqual([]);
  });

  it.each(Object.values(TOLD))('is one line, the same in English, and without English in Japanese: %s', (told) => {
    for (const error of [new IssueError(told), new ExportError(FILE, told), new LedgerError(LEDGER, told)]) {
      expect(failureLines(error, 'en')).toEqual([`mailcertd: ${told}`]);
      const [line = '', ...others] = failureLines(error, 'ja');
      expect(others).toEqual([]);
      expect(without(line)).not.toMatch(/[A-Za-z]{2}/);
      expect(line).toMatch(/[ぁ-ん]/);
      // A list of causes, or the next step, does not begin a new sentence.
      expect(line).not.toContain('。。');
    }
  });

  it.each(CAUSES)('has the cause in Japanese, with any values: $en', (cause) => {
    expectTranslated(cause, (english) => {
      const message = failureInJapanese(`cannot lock the store /My: ${english}${UNCHANGED}`);
      return /^ストア \/My の変更の開始: (.*)。変更はしていません$/s.exec(message)?.[1];
    });
    expect(without(cause.ja.replace(/\{\w+(:\w+)?\}/g, ''))).not.toMatch(/[A-Za-z]{2}/);
  });

  it('says in Japanese, too, that nothing was changed, with the next step', () => {
    const answer = 'EROFS: its file system is mounted read-only; mount it read-write';
    expect(failureInJapanese(taking(answer))).toBe(
      `ストア ${STORE} の変更の開始: ファイル システムが読み取り専用でマウントされています。書き込み可能な状態でマウントしてください (EROFS)。変更はしていません`,
    );
  });

  it("has the system's text for a cause that only the system knows, after the failed action", () => {
    expect(failureInJapanese(`cannot export certificate ${THUMBPRINT} to /a.p12: error:1234: no such thing`)).toBe(
      `/a.p12 への証明書 ${THUMBPRINT} のエクスポート: error:1234: no such thing`,
    );
    for (const told of ['issuing: no dice', 'doing this: that; nothing was changed']) {
      expect(failureInJapanese(told)).toBe(told);
    }
  });
});
