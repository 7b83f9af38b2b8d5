import { CERTIFICATE_FILE_FAILURES } from '../../../domain/failure/certificate-file-failures.ts';
import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { problemOfFailure, problemOfReason } from '../../../domain/failure/problem-of-failure.ts';
import type { FileContent } from '../open/file-content.ts';
import type { FileSource } from '../open/file-source.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import type { FileWithoutContent } from './read-queue.ts';

/**
 * Reasons why mailcertd cannot read a file although a server may be able to. Other reasons, such as
 * a symbolic link loop or a file that is too large, make a file unusable for a server too.
 */
const UNKNOWN_CONTENT_REASONS: ReadonlySet<Reason> = new Set([
  'permission_denied',
  'io_error',
  'changed_while_reading',
  'not_checked',
]);

/** Reasons why a keystore that may contain certificates was not opened. */
const LOCKED_KEYSTORE_REASONS: ReadonlySet<Reason> = new Set([
  'password_missing',
  'password_wrong',
  'mac_unsupported',
  'cipher_unsupported',
  'too_many_iterations',
]);

/** The maximum number of files in the text of a store's problem. */
const MAX_LISTED_FILES = 10;

/** The files of a store by kind of content, and all problems. */
export interface ClassifiedFiles {
  /**
   * The files and directories that could not be read, with their problem, by path. Broken links are
   * not included.
   */
  readonly unreadableFiles: ReadonlyMap<string, FileSource>;
  /** The problems of paths that could not be read, sorted by path. */
  readonly pathProblems: readonly Problem[];
  /** The problems inside files that were read. */
  readonly contentProblems: readonly Problem[];
  /** The unreadable paths that a server may be able to read, so that their content is unknown. */
  readonly pathsWithUnknownContent: readonly string[];
  /** The paths of the keystores that no password opened, so that no certificate was read. */
  readonly lockedKeystores: readonly string[];
  /** The paths of the files without certificates, keys, CSRs and problems. */
  readonly emptyFiles: readonly string[];
  /** True if no file of the store has a certificate. */
  readonly hasNoCertificate: boolean;
}

/**
 * Classifies the files of a scan.
 * @param walkProblems the problems of directories and links, from the search for files
 * @param withoutContent the files that could not be read, or were removed after they were found
 */
export function classifyFiles(
  storePath: string,
  walkProblems: readonly Problem[],
  withoutContent: readonly FileWithoutContent[],
  files: readonly ScannedFile[],
): ClassifiedFiles {
  const pathProblems = [...walkProblems];
  for (const { path, source } of withoutContent) {
    if (source.kind === 'problem') pathProblems.push(source.problem);
    else if (path === storePath) {
      pathProblems.push(problemOfReason('not_found', path));
    }
  }
  const contentProblems: Problem[] = [];
  const lockedKeystores: string[] = [];
  const emptyFiles: string[] = [];
  let hasNoCertificate = true;
  for (const { path, source } of files) {
    if (source.kind === 'problem') pathProblems.push(source.problem);
    else if (source.kind === 'content') {
      hasNoCertificate &&= source.content.certificates.length === 0;
      for (const problem of source.content.problems) contentProblems.push(problem);
      if (isLockedKeystore(source.content)) lockedKeystores.push(path);
      if (isEmptyFile(source.content)) emptyFiles.push(path);
    }
  }
  const unreadableFiles = new Map<string, FileSource>();
  for (const problem of pathProblems) {
    if (problem.reason !== 'not_found') unreadableFiles.set(problem.location, { kind: 'problem', problem });
  }
  pathProblems.sort(byLocation);
  const pathsWithUnknownContent = pathProblems
    .filter(({ reason }) => UNKNOWN_CONTENT_REASONS.has(reason))
    .map(({ location }) => location);
  return {
    unreadableFiles,
    pathProblems,
    contentProblems,
    pathsWithUnknownContent,
    lockedKeystores,
    emptyFiles,
    hasNoCertificate,
  };
}

function isLockedKeystore({ certificates, problems }: FileContent): boolean {
  return certificates.length === 0 && problems.some(({ reason }) => LOCKED_KEYSTORE_REASONS.has(reason));
}

function isEmptyFile({ certificates, requests, keys, problems }: FileContent): boolean {
  return certificates.length + requests.length + keys.length + problems.length === 0;
}

/**
 * Returns the problem that makes the result of a scan unavailable, so that the last known
 * certificates stay valid; undefined if there is none:
 *
 * 1. The store is one unreadable file.
 * 2. No certificate was read, and a path was denied or a keystore is locked, so that the store may
 *    have certificates. The text of the problem lists the files with the same reason.
 */
export function unavailabilityOf(
  storePath: string,
  { pathProblems, contentProblems, hasNoCertificate }: ClassifiedFiles,
): Problem | undefined {
  const storeProblem = pathProblems.find(({ location }) => location === storePath);
  if (storeProblem !== undefined || !hasNoCertificate) return storeProblem;
  const denied = pathProblems.filter(({ reason }) => reason === 'permission_denied');
  const candidates =
    denied.length > 0 ? denied : contentProblems.filter(({ reason }) => LOCKED_KEYSTORE_REASONS.has(reason));
  const [problem] = candidates;
  if (problem === undefined) return undefined;
  const withSameReason = candidates.filter(({ reason }) => reason === problem.reason);
  const files = [...new Set(withSameReason.map(({ location }) => location))].sort();
  if (files.length === 1 && files[0] === storePath) return problem;
  const failure = CERTIFICATE_FILE_FAILURES.files_with_cause({
    files: files.slice(0, MAX_LISTED_FILES),
    more: Math.max(0, files.length - MAX_LISTED_FILES),
    cause: problem.failure,
  });
  const { reason, blocks } = problem;
  return { ...problemOfFailure(reason, storePath, failure), ...(blocks === undefined ? {} : { blocks }) };
}

function byLocation(left: Problem, right: Problem): number {
  return left.location < right.location ? -1 : 1;
}
