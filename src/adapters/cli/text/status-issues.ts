import { storeLabel } from '../../../domain/connector/certificate-file.ts';
import type { StatusIssue } from '../../../domain/status/status.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { conditionText } from './condition-text.ts';
import { SERVED_WORDS } from './served-words.ts';
import { UNSCANNED_WORDS } from './unscanned-words.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

/** The maximum number of named objects of each kind. */
const NAMED = 3;

/** The kinds with possibly thousands of issues. */
const MANY: readonly StatusIssue['kind'][] = ['unreadable', 'unscanned'];

function textOf(doubt: StatusIssue, rendering: Rendering, now: Instant): string {
  const { locale, offsetMinutes } = rendering;
  const { status } = wordsOf(locale);
  if (doubt.kind === 'never-scanned') return status.neverScanned;
  if (doubt.kind === 'stopped') return status.stopped(localTime(doubt.since, offsetMinutes));
  if (doubt.kind === 'starting') return status.starting(localTime(doubt.since, offsetMinutes));
  if (doubt.kind === 'silent') return status.silent(localTime(doubt.since, offsetMinutes));
  if (doubt.kind === 'unstored') return status.unstored(localTime(doubt.since, offsetMinutes));
  if (doubt.kind === 'unproven') {
    const names = doubt.connectors.slice(0, NAMED).map(visible);
    const since = doubt.since === undefined ? undefined : localTime(doubt.since, offsetMinutes);
    return SERVED_WORDS[locale].unproven(names, doubt.connectors.length - names.length, since);
  }
  if (doubt.kind === 'unanswered') {
    const names = doubt.connectors.slice(0, NAMED).map(visible);
    return SERVED_WORDS[locale].unanswered(names, doubt.connectors.length - names.length);
  }
  if (doubt.kind === 'unscanned') {
    const { sentence } = conditionText(doubt.finding, rendering, now);
    return UNSCANNED_WORDS[locale].finding(doubt.finding.eventId, sentence.replace(/[.。]$/u, ''));
  }
  if (doubt.kind === 'unloaded') {
    const names = doubt.connectors.slice(0, NAMED).map(visible);
    return UNSCANNED_WORDS[locale].connectors(names, doubt.connectors.length - names.length);
  }
  if (doubt.kind === 'undelivered') {
    const { notifier, reason, isDisabled } = doubt;
    return status.undelivered(visible(notifier), localTime(doubt.since, offsetMinutes), reason, isDisabled);
  }
  if (doubt.kind === 'unwritten') {
    const { output, since, reason, waiting } = doubt;
    return status.unwritten(visible(output), localTime(since, offsetMinutes), reason, waiting);
  }
  const since = doubt.since === undefined ? undefined : localTime(doubt.since, offsetMinutes);
  return status.unreadable(visible(storeLabel(doubt.store)), since);
}

/**
 * Removes unreadable stores that name the same files as one before, in another order: which of the
 * files are keys is unknown if the account may not read them.
 */
function withoutSameFiles(issues: readonly StatusIssue[]): readonly StatusIssue[] {
  const known = new Set<string>();
  return issues.filter((issue) => {
    if (issue.kind !== 'unreadable') return true;
    const files = [...storeLabel(issue.store).split(' + ').sort(), issue.since].join('\n');
    return known.size < known.add(files).size;
  });
}

/**
 * Returns the texts of issues. Of unreadable stores and unscanned findings, only the first few are
 * named and the others are counted.
 */
export function statusIssues(all: readonly StatusIssue[], rendering: Rendering, now: Instant): readonly string[] {
  const issues = withoutSameFiles(all);
  const left = new Set<StatusIssue>();
  const more = new Map<StatusIssue, readonly string[]>();
  for (const kind of MANY) {
    const same = issues.filter((doubt) => doubt.kind === kind);
    const last = same[NAMED - 1];
    if (last === undefined || same.length === NAMED) continue;
    more.set(last, [wordsOf(rendering.locale).check.andOthers(same.length - NAMED)]);
    for (const doubt of same.slice(NAMED)) left.add(doubt);
  }
  return issues
    .filter((doubt) => !left.has(doubt))
    .flatMap((doubt) => [textOf(doubt, rendering, now), ...(more.get(doubt) ?? [])]);
}
