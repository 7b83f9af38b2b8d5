import { formatDuration } from '../../../domain/event/format-duration.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { countCertificates } from '../../../domain/status/count-certificates.ts';
import type { OutputHealth } from '../../../domain/status/output-health.ts';
import type { Explanation, ListedNotifier, Status } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { terminalWidth } from '../../../formats/terminal/terminal-width.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { CONDITION_PHRASES } from '../text/condition-phrases.ts';
import { countOpen } from '../text/condition-text.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { issueTexts } from '../text/issue-texts.ts';
import { servedExpiries } from '../text/served-text.ts';
import { COMMANDS_OF_ISSUES, STATUS_PHRASES } from '../text/status-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { conditionTable } from './condition-table.ts';
import { connectorTable } from './connector-table.ts';
import { nextAttemptText } from './next-attempt.ts';
import { screenLine } from './screen-line.ts';
import { storeTexts } from './store-texts.ts';
import { type Cell, joinCells, textTable } from './text-table.ts';

/** Returns the status screen: verdict, open conditions, connectors, and a summary of the rest. */
export function statusScreen(status: Status, context: ScreenContext): string {
  const { offsetMinutes } = context.rendering;
  const titleLine = `${visible(status.computer)}   ${localTime(status.now, offsetMinutes)}\n`;
  const verdict = verdictLines(status, context)
    .map(({ word, text }) =>
      screenLine(`${word}   ${text}`, {
        width: context.width,
        indent: terminalWidth(word) + 3,
        commands: COMMANDS_OF_ISSUES,
      }),
    )
    .join('');
  return [
    titleLine,
    verdict,
    conditionTable(status.open, status.silenced, status.now, context),
    connectorTable(status.connectors, 'main-columns', context),
    textTable(summaryRows(status, context), context),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** A line about the verdict: a word such as `OK`, and a text. */
interface VerdictLine {
  readonly word: string;
  readonly text: string;
}

/** Returns the verdict of the status, OK, PROBLEM or UNKNOWN, with its reasons. */
function verdictLines(status: Status, { rendering, colors }: ScreenContext): readonly VerdictLine[] {
  const statusTexts = inLanguage(STATUS_PHRASES, rendering.locale);
  const conditionTexts = inLanguage(CONDITION_PHRASES, rendering.locale);
  const issues = issueTexts(status.issues, rendering, status.now);
  if (status.verdict === 'ok') {
    return [{ word: colors.green(statusTexts.ok), text: okText(status, rendering) }];
  }
  if (status.verdict === 'problem') {
    const counts = conditionTexts.counts(countOpen(status.open, status.silenced));
    return [
      { word: colors.red(statusTexts.problem), text: counts },
      ...issues.map((text) => ({ word: statusTexts.unknown, text })),
    ];
  }
  // These kinds of issues hide no problem. Another kind, for example a stopped daemon, can hide one;
  // the text then does not say that there is no other problem.
  const noOtherProblem = status.issues.every(({ kind }) => ['unreadable', 'undelivered', 'unwritten'].includes(kind))
    ? [statusTexts.noOtherProblem]
    : [];
  return [{ word: colors.yellow(statusTexts.unknown), text: statusTexts.join([...issues, ...noOtherProblem]) }];
}

function okText({ connectors, stores, now }: Status, rendering: Rendering): string {
  const words = inLanguage(STATUS_PHRASES, rendering.locale);
  const monitored = words.monitored(connectors.length, countCertificates(stores));
  const expiry = earliestExpiry(connectors);
  // With the verdict OK, a certificate that has expired is not a problem, and is not mentioned.
  if (expiry === undefined || expiry < now) return monitored;
  const timeLeft = formatDuration(expiry - now, rendering.locale);
  return words.join([monitored, words.nextExpiry(localTime(expiry, rendering.offsetMinutes), timeLeft)]);
}

/**
 * Returns the earliest expiry of all selected and served certificates; undefined if there is none.
 */
function earliestExpiry(connectors: readonly Explanation[]): Instant | undefined {
  const expiries = connectors.flatMap((explanation) => {
    const { selection } = explanation;
    return [
      ...(selection.kind === 'chosen' ? [selection.chosen.certificate.notAfter] : []),
      ...servedExpiries(explanation),
    ];
  });
  return expiries.length === 0 ? undefined : Math.min(...expiries);
}

function summaryRows(status: Status, context: ScreenContext): readonly (readonly Cell[])[] {
  const { rendering, profile } = context;
  const words = inLanguage(STATUS_PHRASES, rendering.locale);
  const time = (at: Instant): string => localTime(at, rendering.offsetMinutes);
  // `daemon`: the state that the daemon stored after its last scan. `observedAt`: the end of the scan
  // whose results replace the files that this account cannot read.
  const { daemon: storedState, observedAt } = status;
  const failing = status.outputs.flatMap((output) => outputErrors(output, context));
  const parts =
    storedState === undefined
      ? [words.noDaemonScan]
      : [
          words.scanned(time(storedState.endedAt)),
          ...(storedState.nextAt === undefined ? [] : [words.nextScan(time(storedState.nextAt))]),
          words.recordCount(storedState.records),
          ...(observedAt === undefined ? [] : [words.unreadableFilesScannedByDaemon(time(observedAt))]),
        ];
  return [
    ...listRows(words.stores, storeTexts(status, context), context),
    ...listRows(words.notifiers, notifierTexts(status, context), context),
    ...(failing.length === 0 ? [] : listRows(words.logs, failing, context)),
    [words.daemon, words.join([...parts, profile])],
  ];
}

/** The space that the label of a row takes at most, in columns. */
const LABEL_SPACE = 12;

/** Returns the row of a list; if the list is wider than the terminal, one row for each item. */
function listRows(label: string, items: readonly Cell[], { width }: ScreenContext): readonly (readonly Cell[])[] {
  const line = joinCells(items, '   ');
  const isTooWide = width !== undefined && terminalWidth(line.text) > width - LABEL_SPACE;
  return isTooWide ? items.map((item, index) => [index === 0 ? label : '', item]) : [[label, line]];
}

/** Returns the error of a log output; empty if the output works. */
function outputErrors(
  { output, waiting, failing }: OutputHealth,
  { rendering, colors }: ScreenContext,
): readonly string[] {
  if (failing === undefined) return [];
  const status = inLanguage(STATUS_PHRASES, rendering.locale);
  const since = localTime(failing.since, rendering.offsetMinutes);
  return [
    colors.yellow(
      `${visible(output)}: ${status.outputFailing(since, reasonTextOrCode(failing.reason, rendering.locale), waiting)}`,
    ),
  ];
}

/** Returns the status of each notifier. */
function notifierTexts({ notifiers, now }: Status, context: ScreenContext): readonly string[] {
  const words = inLanguage(STATUS_PHRASES, context.rendering.locale);
  return notifiers.length === 0
    ? [words.noNotifiers]
    : notifiers.map((notifier) => notifierStatus(notifier, now, context));
}

/**
 * Returns the delivery status of a notifier: last delivery and queue; after a failure, the error
 * and the next attempt.
 */
function notifierStatus({ notifier, health }: ListedNotifier, now: Instant, context: ScreenContext): string {
  const { rendering, colors } = context;
  const status = inLanguage(STATUS_PHRASES, rendering.locale);
  const words = inLanguage(DELIVERY_PHRASES, rendering.locale);
  const time = (at: number): string => localTime(at, rendering.offsetMinutes);
  const { failing, waiting, waitingSince, nextAt, isDisabled, deliveredAt } = health;
  const name = visible(notifier.name);
  if (failing === undefined) {
    const interval = notifier.interval === undefined ? '' : ` ${status.interval(notifier.interval)}`;
    const text = `${name} ${deliveredAt === undefined ? status.nothingSent : time(deliveredAt)}${interval}`;
    return waitingSince === undefined
      ? text
      : status.join([text, status.pendingDeliveries(waiting, time(waitingSince))]);
  }
  const reason = reasonTextOrCode(failing.reason, rendering.locale);
  if (isDisabled) return colors.yellow(`${name}: ${words.disabled(time(failing.since), reason)}`);
  const parts = [
    waitingSince === undefined
      ? words.failing(time(failing.since), reason)
      : `${status.pendingDeliveries(waiting, time(waitingSince))} (${reason})`,
    ...(nextAt === undefined ? [] : [nextAttemptText(nextAt, now, context)]),
  ];
  return colors.yellow(`${name}: ${status.join(parts)}`);
}
