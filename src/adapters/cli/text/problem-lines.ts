import { isConnectorFile } from '../../../domain/connector/certificate-file.ts';
import { storeName } from '../../../domain/event/store-name.ts';
import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { reasonWithCode } from '../../../domain/failure/reason-text.ts';
import type { StoreState } from '../../../domain/status/status.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { errorText, shortErrorText } from './error-text.ts';
import { problemPlace } from './problem-place.ts';
import { SCAN_PHRASES } from './scan-phrases.ts';

/** The maximum number of lines for the files of a store with one reason. */
const MAX_LINES_PER_REASON = 100;

/**
 * The reasons for files that look like certificates but have a format that mailcertd does not read.
 */
const UNSUPPORTED_REASONS: ReadonlySet<Reason> = new Set<Reason>(['format_not_read', 'encoding_not_read']);
/** The maximum number of files in an unsupported format that a line names. */
const MAX_NAMED_FILES = 3;

/**
 * Returns the lines about the problems of a store:
 * 1. an unreadable store, or a store that does not exist yet, has one line
 * 2. each unreadable file has a line; after `MAX_LINES_PER_REASON` lines with the same reason, one
 *    line counts the other files
 * 3. all files in a format that mailcertd does not read share one line
 */
export function problemLines(state: StoreState, locale: Locale): readonly string[] {
  const scan = inLanguage(SCAN_PHRASES, locale);
  const { store } = state;
  if (state.kind === 'unreadable') {
    const name = storeName(store.name, locale, store.path);
    const path = isConnectorFile(store.name) ? undefined : store.path;
    return [scan.unreadable(name, path, errorText(state.problem, locale))];
  }
  if (state.isUnmade) return [scan.notCreatedYet(store.name)];
  const unsupported = state.problems.filter(({ reason }) => UNSUPPORTED_REASONS.has(reason));
  const others = state.problems.filter(({ reason }) => !UNSUPPORTED_REASONS.has(reason));
  const lines = unreadableFileLines(others, locale);
  return unsupported.length === 0
    ? lines
    : [...lines, unsupportedLine(storeName(store.name, locale, store.path), unsupported, locale)];
}

function unreadableFileLines(problems: readonly Problem[], locale: Locale): readonly string[] {
  const { furtherProblems } = inLanguage(SCAN_PHRASES, locale);
  const lines: string[] = [];
  const counts = new Map<Reason, number>();
  for (const problem of problems) {
    const count = (counts.get(problem.reason) ?? 0) + 1;
    counts.set(problem.reason, count);
    if (count <= MAX_LINES_PER_REASON) lines.push(problemLine(problem, locale));
  }
  for (const [reason, count] of counts) {
    if (count > MAX_LINES_PER_REASON)
      lines.push(furtherProblems(count - MAX_LINES_PER_REASON, reasonWithCode(reason, locale)));
  }
  return lines;
}

/** Returns one line for all files of a store that look like certificates and are not read. */
function unsupportedLine(store: string, problems: readonly Problem[], locale: Locale): string {
  const namedFiles = problems
    .slice(0, MAX_NAMED_FILES)
    .map((problem) => `${problemPlace(problem, locale)} (${shortErrorText(problem, locale)})`);
  return inLanguage(SCAN_PHRASES, locale).notRead(store, problems.length, namedFiles);
}

function problemLine(problem: Problem, locale: Locale): string {
  const { blocks } = problem;
  const scan = inLanguage(SCAN_PHRASES, locale);
  const line = scan.problem(problemPlace(problem, locale), errorText(problem, locale));
  // The problem is that of several blocks of a PEM file.
  return blocks === undefined ? line : `${line} ${scan.furtherBlocks(blocks.count - 1)}`;
}
