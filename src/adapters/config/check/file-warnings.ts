import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { ConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import type { HttpServerSettings } from '../../../domain/http/http-server-settings.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ClientFiles, Configuration, HttpFile, SecretFile } from '../configuration.ts';

/** The checks of files and accounts, which other adapters implement. */
export interface FileChecks {
  /** Returns the error that a delivery will find in a secret file; undefined: none. */
  readonly secretError: (file: SecretFile) => Promise<Failure | undefined>;
  /** Returns whether the URL in a file is sent unencrypted; false if the file cannot be read. */
  readonly isUrlSentUnencrypted: (path: string, protection: NonNullable<SecretFile['protection']>) => Promise<boolean>;
  /** Returns why a client certificate cannot be used; undefined: it can be used. */
  readonly clientProblem: (
    files: Pick<ClientFiles, 'certificateFile' | 'keyFile'>,
  ) => Promise<Pick<Problem, 'location' | 'failure'> | undefined>;
  /** Returns the number of trust anchors in a file or directory, and the unreadable parts. */
  readonly readAnchors: (
    path: string,
  ) => Promise<{ readonly count: number; readonly unreadableFailures: readonly Failure[] }>;
  /** Returns the error of a file of the HTTP server; undefined: none. */
  readonly httpFileError: (key: HttpFile['key'], settings: HttpServerSettings) => Promise<Failure | undefined>;
  /** Returns the names of accounts that this host does not have, in order. */
  readonly unknownAccounts: (names: readonly string[]) => Promise<readonly string[]>;
}

/**
 * Returns the warnings about the secret files, client certificates, trust files and accounts of a
 * configuration.
 */
export async function fileWarnings(
  configuration: Configuration,
  checks: FileChecks,
): Promise<readonly ConfigurationIssue[]> {
  return [
    ...(await secretFileWarnings(configuration, checks)),
    ...(await urlFileWarnings(configuration, checks)),
    ...(await clientCertificateWarnings(configuration, checks)),
    ...(await trustFileWarnings(configuration, checks)),
    ...(await httpFileWarnings(configuration, checks)),
    ...(await accountWarnings(configuration, checks)),
  ];
}

/** Returns a warning for each file without the secret that its notifier needs. */
async function secretFileWarnings(
  { file, secretFiles }: Configuration,
  { secretError }: FileChecks,
): Promise<readonly ConfigurationIssue[]> {
  const issues: ConfigurationIssue[] = [];
  for (const { line, column, ...secret } of secretFiles) {
    const { key } = secret;
    const error = await secretError(secret);
    if (error === undefined) continue;
    const failure = CONFIGURATION_FAILURES.secret_file_unusable({ key, cause: error });
    issues.push({ file, line, column, failure });
  }
  return issues;
}

/**
 * Returns a warning for each URL in a file that is sent unencrypted, as the configuration allows.
 */
async function urlFileWarnings(
  { file, secretFiles }: Configuration,
  { isUrlSentUnencrypted }: FileChecks,
): Promise<readonly ConfigurationIssue[]> {
  const issues: ConfigurationIssue[] = [];
  for (const { path, protection, line, column } of secretFiles) {
    if (protection?.allowUnverified !== true) continue;
    if (!(await isUrlSentUnencrypted(path, protection))) continue;
    issues.push({ file, line, column, failure: CONFIGURATION_FAILURES.url_sent_unencrypted });
  }
  return issues;
}

/** Returns a warning for each unusable client certificate of probes, at its first occurrence. */
async function clientCertificateWarnings(
  { file, clientFiles }: Configuration,
  { clientProblem }: FileChecks,
): Promise<readonly ConfigurationIssue[]> {
  const issues: ConfigurationIssue[] = [];
  const checkedPairs = new Set<string>();
  for (const { certificateFile, keyFile, certificatePosition, keyPosition } of clientFiles) {
    const pair = JSON.stringify([certificateFile, keyFile]);
    if (checkedPairs.has(pair)) continue;
    checkedPairs.add(pair);
    const problem = await clientProblem({ certificateFile, keyFile });
    if (problem === undefined) continue;
    const { location, failure: cause } = problem;
    // If the certificate file also contains the key, the configuration has no clientKeyFile.
    const isOfKey = location === keyFile && keyFile !== certificateFile;
    const key = isOfKey ? 'clientKeyFile' : 'clientCertificateFile';
    const failure = CONFIGURATION_FAILURES.client_file_unusable({ key, cause });
    issues.push({ file, ...(isOfKey ? keyPosition : certificatePosition), failure });
  }
  return issues;
}

/** Returns a warning for each trust file without a certificate, at its first occurrence. */
async function trustFileWarnings(
  { file, anchorFiles }: Configuration,
  { readAnchors }: FileChecks,
): Promise<readonly ConfigurationIssue[]> {
  const issues: ConfigurationIssue[] = [];
  const checkedPaths = new Set<string>();
  for (const { path, line, column } of anchorFiles) {
    if (checkedPaths.has(path)) continue;
    checkedPaths.add(path);
    const { unreadableFailures, count } = await readAnchors(path);
    if (count > 0) continue;
    const cause = unreadableFailures[0] ?? CONFIGURATION_FAILURES.trust_file_empty({ path: visible(path) });
    issues.push({ file, line, column, failure: CONFIGURATION_FAILURES.trust_file_unusable({ cause }) });
  }
  return issues;
}

/** Returns a warning for each file that keeps the HTTP server from starting. */
async function httpFileWarnings(
  { file, http, httpFiles }: Configuration,
  { httpFileError }: FileChecks,
): Promise<readonly ConfigurationIssue[]> {
  const issues: ConfigurationIssue[] = [];
  for (const { key, line, column } of httpFiles) {
    const cause = await httpFileError(key, http);
    if (cause === undefined) continue;
    issues.push({ file, line, column, failure: CONFIGURATION_FAILURES.http_file_unusable({ key, cause }) });
  }
  return issues;
}

/**
 * Returns a warning for each account that this host does not have, at the first connector that
 * names it.
 */
async function accountWarnings(
  { file, keyAccounts }: Configuration,
  { unknownAccounts }: FileChecks,
): Promise<readonly ConfigurationIssue[]> {
  // Reversed, so that the first connector of an account is kept.
  const lineByAccount = new Map(keyAccounts.map(({ name, line }) => [name, line] as const).reverse());
  return (await unknownAccounts([...lineByAccount.keys()])).map((name): ConfigurationIssue => {
    const failure = CONFIGURATION_FAILURES.account_unknown({ account: visible(name) });
    return { file, line: lineByAccount.get(name) ?? 1, column: 1, failure };
  });
}
