import { storeLabel } from '../../../domain/connector/certificate-file.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import type { StatusIssue } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { withoutFullStop } from '../../../domain/text/without-full-stop.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { CHECK_PHRASES } from './check-phrases.ts';
import { conditionText } from './condition-text.ts';
import { SERVED_PHRASES } from './served-phrases.ts';
import { STATUS_PHRASES } from './status-phrases.ts';
import { UNSCANNED_PHRASES } from './unscanned-phrases.ts';
import { localTime } from './written-times.ts';

/**
 * The maximum number of issues of a counted kind, and of connectors of an issue, that are named.
 */
const MAX_NAMED = 3;

/** The kinds that may have thousands of issues; only the first issues are named. */
const COUNTED_KINDS: readonly StatusIssue['kind'][] = ['unreadable', 'unscanned'];

/**
 * Returns the texts of issues, which are reasons why the status is unknown. Only the first few
 * unreadable stores and unscanned findings are named; the others are counted.
 */
export function issueTexts(all: readonly StatusIssue[], rendering: Rendering, now: Instant): readonly string[] {
  const issues = dropSameFiles(all);
  const omitted = new Set<StatusIssue>();
  /** By the last named issue of a kind: the line that counts the others. */
  const countLines = new Map<StatusIssue, readonly string[]>();
  for (const kind of COUNTED_KINDS) {
    const issuesOfKind = issues.filter((issue) => issue.kind === kind);
    const lastNamed = issuesOfKind[MAX_NAMED - 1];
    if (lastNamed === undefined || issuesOfKind.length === MAX_NAMED) continue;
    countLines.set(lastNamed, [inLanguage(CHECK_PHRASES, rendering.locale).andOthers(issuesOfKind.length - MAX_NAMED)]);
    for (const issue of issuesOfKind.slice(MAX_NAMED)) omitted.add(issue);
  }
  return issues
    .filter((issue) => !omitted.has(issue))
    .flatMap((issue) => [issueText(issue, rendering, now), ...(countLines.get(issue) ?? [])]);
}

/**
 * Removes unreadable stores with the same files as a previous store. Two connectors may name the
 * same files in another order, and an account that may not read the files cannot see which file is
 * the key.
 */
function dropSameFiles(issues: readonly StatusIssue[]): readonly StatusIssue[] {
  const knownKeys = new Set<string>();
  return issues.filter((issue) => {
    if (issue.kind !== 'unreadable') return true;
    const files = issue.files?.toSorted() ?? [issue.store];
    const key = JSON.stringify([...files, issue.since]);
    const isNew = !knownKeys.has(key);
    knownKeys.add(key);
    return isNew;
  });
}

function issueText(issue: StatusIssue, rendering: Rendering, now: Instant): string {
  const { locale, offsetMinutes } = rendering;
  const status = inLanguage(STATUS_PHRASES, locale);
  const time = (instant: Instant): string => localTime(instant, offsetMinutes);
  switch (issue.kind) {
    case 'never-scanned':
      return status.neverScanned;
    case 'stopped':
    case 'starting':
    case 'silent':
    case 'unstored':
      return status[issue.kind](time(issue.since));
    // Servers that were not probed since a change of their files or settings.
    case 'unproven': {
      const since = issue.since === undefined ? undefined : time(issue.since);
      return inLanguage(SERVED_PHRASES, locale).notProbedSinceChange(...firstConnectors(issue.connectors), since);
    }
    // Servers with an address that was never probed successfully.
    case 'unanswered':
      return inLanguage(SERVED_PHRASES, locale).neverProbedEverywhere(...firstConnectors(issue.connectors));
    // A problem that this command has found and the daemon has not reported.
    case 'unscanned': {
      const { sentence } = conditionText(issue.finding, rendering, now);
      return inLanguage(UNSCANNED_PHRASES, locale).finding(issue.finding.eventId, withoutFullStop(sentence));
    }
    // Connectors that the daemon has not scanned, usually because it was not reloaded.
    case 'unloaded':
      return inLanguage(UNSCANNED_PHRASES, locale).connectors(...firstConnectors(issue.connectors));
    case 'undelivered':
      return status.undelivered(
        visible(issue.notifier),
        time(issue.since),
        reasonTextOrCode(issue.reason, locale),
        issue.isDisabled,
      );
    // Records that a log output has not written.
    case 'unwritten':
      return status.unwritten(
        visible(issue.output),
        time(issue.since),
        reasonTextOrCode(issue.reason, locale),
        issue.waiting,
      );
    case 'unreadable': {
      const since = issue.since === undefined ? undefined : time(issue.since);
      return status.unreadable(visible(storeLabel(issue.store)), since, issue.reason);
    }
  }
}

/** Returns the first names, and the number of the other connectors. */
function firstConnectors(connectors: readonly string[]): readonly [names: readonly string[], moreCount: number] {
  const names = connectors.slice(0, MAX_NAMED).map(visible);
  return [names, connectors.length - names.length];
}
