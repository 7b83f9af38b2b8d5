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
const MAX_NAMED = 3;

/** The kinds with possibly thousands of issues, of which most are only counted. */
const COUNTED_KINDS: readonly StatusIssue['kind'][] = ['unreadable', 'unscanned'];

/**
 * Returns the texts of issues. Only the first few unreadable stores and unscanned findings are
 * named; the others are counted.
 */
export function statusIssues(all: readonly StatusIssue[], rendering: Rendering, now: Instant): readonly string[] {
  const issues = dropSameFiles(all);
  const omitted = new Set<StatusIssue>();
  const countLines = new Map<StatusIssue, readonly string[]>();
  for (const kind of COUNTED_KINDS) {
    const issuesOfKind = issues.filter((issue) => issue.kind === kind);
    const lastNamed = issuesOfKind[MAX_NAMED - 1];
    if (lastNamed === undefined || issuesOfKind.length === MAX_NAMED) continue;
    countLines.set(lastNamed, [wordsOf(rendering.locale).check.andOthers(issuesOfKind.length - MAX_NAMED)]);
    for (const issue of issuesOfKind.slice(MAX_NAMED)) omitted.add(issue);
  }
  return issues
    .filter((issue) => !omitted.has(issue))
    .flatMap((issue) => [issueText(issue, rendering, now), ...(countLines.get(issue) ?? [])]);
}

/**
 * Removes unreadable stores with the same files as a previous store, in another order. An account
 * that may not read the files cannot know which of them are keys.
 */
function dropSameFiles(issues: readonly StatusIssue[]): readonly StatusIssue[] {
  const knownKeys = new Set<string>();
  return issues.filter((issue) => {
    if (issue.kind !== 'unreadable') return true;
    const key = [...storeLabel(issue.store).split(' + ').sort(), issue.since].join('\n');
    return knownKeys.size < knownKeys.add(key).size;
  });
}

function issueText(issue: StatusIssue, rendering: Rendering, now: Instant): string {
  const { locale, offsetMinutes } = rendering;
  const { status } = wordsOf(locale);
  const time = (instant: Instant): string => localTime(instant, offsetMinutes);
  switch (issue.kind) {
    case 'never-scanned':
      return status.neverScanned;
    case 'stopped':
    case 'starting':
    case 'silent':
    case 'unstored':
      return status[issue.kind](time(issue.since));
    case 'unproven': {
      const since = issue.since === undefined ? undefined : time(issue.since);
      return SERVED_WORDS[locale].notProbedSinceChange(...firstConnectors(issue.connectors), since);
    }
    case 'unanswered':
      return SERVED_WORDS[locale].neverProbedEverywhere(...firstConnectors(issue.connectors));
    case 'unscanned': {
      const { sentence } = conditionText(issue.finding, rendering, now);
      return UNSCANNED_WORDS[locale].finding(issue.finding.eventId, sentence.replace(/[.。]$/u, ''));
    }
    case 'unloaded':
      return UNSCANNED_WORDS[locale].connectors(...firstConnectors(issue.connectors));
    case 'undelivered':
      return status.undelivered(visible(issue.notifier), time(issue.since), issue.reason, issue.isDisabled);
    case 'unwritten':
      return status.unwritten(visible(issue.output), time(issue.since), issue.reason, issue.waiting);
    case 'unreadable': {
      const since = issue.since === undefined ? undefined : time(issue.since);
      return status.unreadable(visible(storeLabel(issue.store)), since, issue.reason);
    }
  }
}

/** Returns the first names, and the number of further connectors. */
function firstConnectors(connectors: readonly string[]): readonly [readonly string[], number] {
  const names = connectors.slice(0, MAX_NAMED).map(visible);
  return [names, connectors.length - names.length];
}
