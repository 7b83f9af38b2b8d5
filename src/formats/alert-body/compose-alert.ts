import type { Alert } from '../../domain/alert/alert.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { formatDuration, formatRemainingTime } from '../../domain/event/format-duration.ts';
import { formatInstant } from '../../domain/event/format-instant.ts';
import { LEVEL_LABELS } from '../../domain/event/labels.ts';
import { joinList } from '../../domain/text/join-list.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { inLanguage } from '../../domain/text/phrase.ts';
import { type Instant, MINUTE } from '../../domain/time.ts';
import { type HelpPage, helpPage } from '../event/help-page.ts';
import { describeRecord } from '../event/message.ts';
import type { Rendering } from '../event/rendering.ts';
import { shellWords } from '../event/shell-words.ts';
import { visible } from '../terminal/visible.ts';
import { type AlertObjects, collectObjects, isValidInstant } from './alert-objects.ts';
import { ALERT_PHRASES } from './alert-phrases.ts';
import { alertSubject } from './alert-subject.ts';
import { lastChange } from './last-change.ts';
import { mailEffect } from './mail-effect.ts';

/** The maximum number of listed objects of one kind; the JSON contains all. */
const MAX_LISTED_NAMES = 50;
/** The maximum number of listed commands. */
const MAX_COMMANDS = 20;

/** A labeled line of an alert. */
export interface AlertField {
  readonly label: string;
  readonly value: string;
}

/** The texts of an alert in one language, each an escaped line. */
export interface ComposedAlert {
  readonly locale: Locale;
  readonly subject: string;
  /** The notice of a test, or of a problem that was resolved before the alert was sent. */
  readonly notice: string | undefined;
  /**
   * One text for each record: its summary, and the details that not all records have. The text of a
   * cleared record also includes the evidence that the problem was resolved.
   */
  readonly sentences: readonly string[];
  /** The details that all records have. */
  readonly details: readonly string[];
  /** The effect on mail; also one of the fields. */
  readonly effect: string;
  /** In display order; fields without a value are left out. */
  readonly fields: readonly AlertField[];
  /** The commands that fix the problem, quoted for a shell. */
  readonly commands: readonly string[];
  /** The URL of the help page; undefined: none. */
  readonly link: string | undefined;
  /**
   * Where to find more information: the help page on the web, or else the command and the page on
   * the computer of the alert. undefined: nowhere.
   */
  readonly more: string | undefined;
}

const unique = (lines: readonly string[]): readonly string[] => [...new Set(lines)];

/** Returns when the oldest condition of an alert was raised; undefined: only one-time events. */
export function openSince({ records }: Alert): Instant | undefined {
  const since = records.flatMap(({ change, timeCreated, facts: { cleared, raisedAt } }) => {
    if (change === 'once') return [];
    return [cleared?.raisedAt ?? raisedAt ?? timeCreated].filter(isValidInstant);
  });
  return since.length === 0 ? undefined : since.reduce((first, instant) => Math.min(first, instant));
}

/** Returns how long the condition has been open, or was open until it was cleared, ms. */
function openDurationMs({ records, createdAt }: Alert, since: Instant): number {
  const last = records.at(-1);
  return (last?.change === 'cleared' ? last.timeCreated : createdAt) - since;
}

function sinceText(alert: Alert, rendering: Rendering): string {
  const { locale } = rendering;
  const since = openSince(alert);
  if (since === undefined) return '';
  const durationMs = openDurationMs(alert, since);
  const at = formatInstant(since, rendering);
  if (durationMs < MINUTE) return at;
  return inLanguage(ALERT_PHRASES, locale).openFor(at, formatDuration(durationMs, locale));
}

function expiryText(notAfter: Instant | undefined, at: Instant, rendering: Rendering): string {
  if (notAfter === undefined) return '';
  const { locale } = rendering;
  const { expiresIn, expiredAgo } = inLanguage(ALERT_PHRASES, locale);
  const end = formatInstant(notAfter, rendering);
  if (notAfter >= at) return expiresIn(end, formatRemainingTime(notAfter - at, locale));
  return expiredAgo(end, formatDuration(at - notAfter, locale));
}

function listText(values: readonly string[], locale: Locale): string {
  const shown = values.slice(0, MAX_LISTED_NAMES).map(visible);
  const others = values.length - shown.length;
  const more = others < 1 ? [] : [inLanguage(ALERT_PHRASES, locale).andOthers(others)];
  return joinList([...shown, ...more], locale);
}

function fieldsOf(alert: Alert, effect: string, objects: AlertObjects, rendering: Rendering): readonly AlertField[] {
  const { locale } = rendering;
  const labels = inLanguage(ALERT_PHRASES, locale);
  const { records, level, eventId, createdAt, computer } = alert;
  const recordNumbers = records.flatMap(({ eventRecordId }) => (eventRecordId > 0 ? [`#${eventRecordId}`] : []));
  const isCleared = records.every(({ change }) => change === 'cleared');
  const values: readonly (readonly [string, string])[] = [
    [labels.effect, effect],
    [isCleared ? labels.wasOpenSince : labels.since, sinceText(alert, rendering)],
    [labels.changed, unique(records.flatMap((record) => lastChange(record, locale))).join(' ')],
    [
      (objects.notAfter ?? createdAt) < createdAt ? labels.expired : labels.expires,
      expiryText(objects.notAfter, createdAt, rendering),
    ],
    [labels.connectors, listText(objects.connectors, locale)],
    [labels.names, listText(objects.names, locale)],
    [labels.thumbprints, listText(objects.thumbprints, locale)],
    [labels.stores, listText(objects.stores, locale)],
    [labels.event, `${eventId} ${LEVEL_LABELS[level][locale]}`],
    [labels.computer, visible(computer)],
    [labels.records, listText(recordNumbers, locale)],
  ];
  return values.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }]));
}

/** Returns one text for each record, and the details that all records have. */
function sentencesOf(
  records: readonly EventRecord[],
  rendering: Rendering,
): { readonly sentences: readonly string[]; readonly details: readonly string[] } {
  const { locale } = rendering;
  const described = records.map((record) => {
    // The effect on mail is a field of the alert.
    const { firstLine: summary, lines: details } = describeRecord(record, rendering);
    return { summary, details, isCleared: record.change === 'cleared' };
  });
  const isSingle = records.length === 1;
  const occurrences = new Map<string, number>();
  for (const line of described.flatMap(({ details }) => unique(details)))
    occurrences.set(line, (occurrences.get(line) ?? 0) + 1);
  // A cleared record keeps its own evidence, even if the evidence of other records is the same.
  const isCommonToAll = (line: string): boolean =>
    occurrences.get(line) === records.length && (isSingle || described.every(({ isCleared }) => !isCleared));
  const sentences = described.map(({ summary, details }) =>
    [summary, ...details.filter((line) => !isCommonToAll(line))].join(
      inLanguage(ALERT_PHRASES, locale).sentenceSeparator,
    ),
  );
  return { sentences, details: (described[0]?.details ?? []).filter(isCommonToAll) };
}

/** Returns where to find more information. A place that is not on the web includes the computer. */
function moreInformation(
  { records, computer }: Alert,
  page: HelpPage | undefined,
  { locale, command: commandPrefix = ['mailcertd'] }: Rendering,
): string | undefined {
  if (page?.isOnWeb === true) return visible(page.url);
  const [first] = records;
  // A test alert is not in the event log.
  const isStored = first !== undefined && first.eventRecordId !== 0;
  const command = isStored ? [shellWords([...commandPrefix, 'events', 'show', String(first.eventRecordId)])] : [];
  const locations = [...command, ...(page === undefined ? [] : [visible(page.location)])];
  if (locations.length === 0) return undefined;
  const list = joinList(locations, locale);
  return inLanguage(ALERT_PHRASES, locale).onComputer(list, visible(computer));
}

/** Returns the notice of a test, or of a problem that was resolved before the alert was sent. */
function noticeOf({ state, resolvedSince }: Alert, rendering: Rendering): string | undefined {
  const { locale } = rendering;
  const { test, resolvedAt } = inLanguage(ALERT_PHRASES, locale);
  if (state === 'test') return test;
  return resolvedSince === undefined ? undefined : resolvedAt(formatInstant(resolvedSince, rendering));
}

/** Composes all texts of an alert. Remaining times are those at the creation of the alert. */
export function composeAlert(alert: Alert, rendering: Rendering): ComposedAlert {
  const { locale } = rendering;
  const { records, eventId } = alert;
  const commands = unique(records.flatMap(({ remedy }) => remedy.map(shellWords)));
  const effect = unique(records.map((record) => mailEffect(record, locale))).join(' ');
  const page = helpPage(eventId, alert.computer, rendering);
  return {
    locale,
    subject: alertSubject(alert, locale),
    notice: noticeOf(alert, rendering),
    ...sentencesOf(records, rendering),
    effect,
    fields: fieldsOf(alert, effect, collectObjects(records), rendering),
    commands: commands.slice(0, MAX_COMMANDS),
    link: page === undefined ? undefined : visible(page.url),
    more: moreInformation(alert, page, rendering),
  };
}
