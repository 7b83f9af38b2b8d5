import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FileChecks, fileWarnings } from '../../../src/adapters/config/check/file-warnings.ts';
import { readConfiguration } from '../../../src/adapters/config/read/read-configuration.ts';
import { CONFIGURATION_FAILURES, CONFIGURATION_PHRASES } from '../../../src/domain/failure/configuration-failures.ts';
import type { ConfigurationIssue } from '../../../src/domain/failure/configuration-issue.ts';
import { type Failure, isNestedFailure } from '../../../src/domain/failure/failure.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { FILE_CAUSE_FAILURES } from '../../../src/domain/failure/file-cause-failures.ts';
import { ConfigurationError } from '../../../src/work/errors.ts';
import { said } from '../../domain/failure/said.ts';
import { FAULTY_TEXTS, TEXTS_WITH_WARNINGS } from './faulty-texts.ts';
import { configurationOf, issuesOf, MAIL01 } from './mail01.ts';

let directory = '';
/** Every failure of a configuration, at least one of each code. */
let failures: readonly Failure[] = [];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mailcertd-failures-'));
  failures = await allFailures();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The failures that only the daemon makes, when it reloads the configuration. */
const FAILURES_OF_RELOADS: readonly Failure[] = [
  CONFIGURATION_FAILURES.configuration_thread_failed({ error: CONFIGURATION_FAILURES.configuration_thread_ended }),
  CONFIGURATION_FAILURES.version_changed({ running: '0.1.0', installed: '0.2.0' }),
  CONFIGURATION_FAILURES.fixed_value_changed({ key: 'computer', value: 'mail01.contoso.com' }),
];

/** Returns the errors in files that cannot be read. */
function issuesOfFiles(): readonly ConfigurationIssue[] {
  const path = (name: string): string => join(directory, name);
  mkdirSync(path('directory'));
  symlinkSync('loop', path('loop'));
  writeFileSync(path('latin1'), Buffer.from('computer: b\xfccher.example', 'latin1'));
  writeFileSync(path('large'), '#'.repeat(2 * 1024 * 1024 + 1));
  return ['missing', 'directory', 'loop', 'latin1', 'large'].flatMap((name) => {
    try {
      readConfiguration(path(name), MAIL01);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.errors;
    }
    throw new Error(`${name} was read`);
  });
}

const CHECKS: FileChecks = {
  secretError: async ({ key }) => (key === 'tokenFile' ? FILE_CAUSE_FAILURES.file_empty : undefined),
  isUrlSentUnencrypted: async () => true,
  clientProblem: async ({ keyFile }) => ({ location: keyFile, failure: said('EIO: i/o error, read') }),
  httpFileError: async () => FILE_CAUSE_FAILURES.file_not_found,
  readAnchors: async () => ({ count: 0, unreadableFailures: [] }),
  unknownAccounts: async (names) => names,
};

/** Returns the warnings about files and accounts. */
function warningsOfFiles(): Promise<readonly ConfigurationIssue[]> {
  const text = `http: { tokenFile: token }
trust: [{ enterprise: ca.pem }]
connectors:
  - name: A
    direction: send
    keyLoadedBy: exim
    probe: { url: "smtp://mx", clientCertificateFile: a.pem }
notifiers:
  - { name: a, type: webhook, url: "https://a", tokenFile: t }
  - { name: b, type: webhook, urlFile: u, allowUnverified: true }`;
  return fileWarnings(configurationOf(text), CHECKS);
}

async function allFailures(): Promise<readonly Failure[]> {
  const issues = [
    ...FAULTY_TEXTS.flatMap((text) => {
      const found = issuesOf(text);
      if (found.length === 0) throw new Error(`valid: ${text}`);
      return found;
    }),
    ...issuesOf('', { ...MAIL01, hostnameFile: 'vm' }),
    ...TEXTS_WITH_WARNINGS.flatMap((text) => configurationOf(text).warnings),
    ...issuesOfFiles(),
    ...(await warningsOfFiles()),
  ];
  return [
    ...issues.map(({ failure }) => failure),
    ...FAILURES_OF_RELOADS,
    new ConfigurationError(issues.slice(0, 2)).failure,
  ];
}

/** Returns the codes of a failure and of those in its arguments. */
function codesOf(failure: Failure): readonly string[] {
  const parts = Object.values(failure.arguments).flat();
  return [failure.code, ...parts.flatMap((part) => (isNestedFailure(part) ? codesOf(part) : []))];
}

/** The codes that these tests cannot produce, because root may read every file. */
const CODES_OF_UNPRIVILEGED_USERS = ['configuration_permission_denied'];

test('every code of the table is produced', () => {
  const produced = new Set([...failures.flatMap(codesOf), ...CODES_OF_UNPRIVILEGED_USERS]);
  const codes = Object.keys(CONFIGURATION_PHRASES);
  expect(codes.filter((code) => !produced.has(code))).toEqual([]);
});

const JAPANESE = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/u;
/** Matches words that English sentences have, and names and values have not. */
const ENGLISH = /\b(?:the|is|are|must|has|have|not|this|that|with|for|of|and|or|an?|in|write|use|remove)\b/i;
/** Matches the values in a text: in quotation marks or brackets, and URLs. */
const VALUES = /"(?:[^"\\]|\\.)*"|「[!-~ ]*」|\[[^\]]*\]|\{[^}]*\}|\S+:\/\/\S+/g;

test('every failure has an English text without Japanese, and a Japanese text without English sentences', () => {
  const wrong = failures.flatMap((failure) => {
    const english = failureText(failure, 'en');
    const japanese = failureText(failure, 'ja');
    const isRight = !JAPANESE.test(english) && JAPANESE.test(japanese) && !ENGLISH.test(japanese.replace(VALUES, ''));
    return isRight ? [] : [english, japanese];
  });
  expect(wrong).toEqual([]);
});

test('the texts of all failures are those of the transcript', async () => {
  const texts = failures.map((failure) =>
    ['en', 'ja'].map((locale) => failureText(failure, locale as 'en' | 'ja')).join('\n'),
  );
  await expect(`${[...new Set(texts)].join('\n\n').replaceAll(directory, '/etc/mailcertd')}\n`).toMatchFileSnapshot(
    './every-failure.txt',
  );
});
