import type { Alert } from '../../domain/alert/alert.ts';
import { alertTitle } from '../../domain/alert/alert-title.ts';
import { effectiveEventId } from '../../domain/alert/match.ts';
import { isConnectorFile } from '../../domain/connector/certificate-file.ts';
import { definitionOf } from '../../domain/event/catalog/all.ts';
import { conditionCleared } from '../../domain/event/catalog/condition-cleared.ts';
import { connectorName } from '../../domain/event/connector-name.ts';
import type { StoreData } from '../../domain/event/data/certificate-data.ts';
import type { ListData } from '../../domain/event/data/list-data.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { formatRemainingTime } from '../../domain/event/format-duration.ts';
import { CHANGE_LABELS, LEVEL_LABELS } from '../../domain/event/labels.ts';
import { storeName } from '../../domain/event/store-name.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { inLanguage, phrase } from '../../domain/text/phrase.ts';
import type { Instant } from '../../domain/time.ts';
import { visible } from '../terminal/visible.ts';
import { alertEndReason, continuesUnderOtherEvent, recordEndReason } from './end-reason.ts';

/** Words and parts of the subject. */
const SUBJECT = {
  test: phrase({ en: 'TEST', ja: 'テスト' }),
  timeLeft: phrase({ en: (timeLeft: string) => `, ${timeLeft} left`, ja: (timeLeft) => `、あと ${timeLeft}` }),
  alreadyResolved: phrase({ en: ', already resolved', ja: ' (解消済み)' }),
  /** The number of records, which all have the same name. */
  times: phrase({ en: (count: number) => `, ${count} times`, ja: (count) => `、${count} 件` }),
  andOthers: phrase({ en: (count: number) => `, and ${count} more`, ja: (count) => `、ほか ${count} 件` }),
};

/** Returns the path if a record is about a single file of a store. */
function onlyFile({
  store = '',
  count,
  files = [],
}: Partial<Pick<StoreData, 'store'> & Pick<ListData, 'count' | 'files'>>): string | undefined {
  return count === 1 && !isConnectorFile(store) ? files[0]?.path : undefined;
}

/** Returns the display name of the object of a record; undefined: mailcertd itself. */
function objectName(record: EventRecord, locale: Locale): string | undefined {
  const { eventId, facts, parameters } = record;
  const { connector, connectors, direction, fqdn, thumbprint, subject, store, path, inventory } = facts;
  // The first parameter of event 1900 (condition cleared) is the ID of the cleared event.
  const firstParameter = parameters[eventId === conditionCleared.eventId ? 1 : 0];
  const nameWithDetail = (name: string, detail: string | undefined): string =>
    detail === undefined || detail === name ? name : `${name} (${detail})`;
  if (connector !== undefined) return nameWithDetail(connectorName(connector, direction, locale), fqdn);
  if (path !== undefined && (path === firstParameter || connectors !== undefined)) return path;
  if (inventory !== undefined) return nameWithDetail(inventory, path);
  const name = fqdn ?? subject;
  if (thumbprint !== undefined) return name === undefined ? thumbprint : nameWithDetail(name, thumbprint.slice(0, 8));
  if (store !== undefined) return nameWithDetail(storeName(store, locale), onlyFile(facts));
  const isAboutService = definitionOf(effectiveEventId(record))?.isAboutService === true;
  return firstParameter === '' || isAboutService ? undefined : firstParameter;
}

function remainingTimeText(record: EventRecord, at: Instant, locale: Locale): string {
  const { notAfter } = record.facts;
  if (definitionOf(record.eventId)?.isReminder !== true || notAfter === undefined || notAfter < at) return '';
  const remainingTime = formatRemainingTime(notAfter - at, locale);
  return inLanguage(SUBJECT, locale).timeLeft(remainingTime);
}

/**
 * The words for cleared alerts; the event number follows. `cleared` is only for problems that are
 * fixed. The other words say that all or some (`partly`) problems continue as another event.
 */
const CLEARED_WORDS = {
  cleared: phrase({ en: 'Cleared', ja: '解消' }),
  partly: phrase({ en: 'Partly cleared', ja: '一部解消' }),
  expired: phrase({ en: 'Expired', ja: '期限切れ' }),
  reclassified: phrase({ en: 'Replaced', ja: '別のイベントに移行' }),
};

function clearedKindOf(alert: Alert): keyof typeof CLEARED_WORDS {
  const reason = alertEndReason(alert);
  if (!continuesUnderOtherEvent(reason)) return 'cleared';
  return alert.records.every((record) => continuesUnderOtherEvent(recordEndReason(record))) ? reason : 'partly';
}

/**
 * Returns the start of the subject, for example `Error 12014 raised`. The start for a one-time
 * event has no state; for a cleared condition, it has no level.
 */
function subjectPrefix(alert: Alert, locale: Locale): string {
  const { state, level, eventId, resolvedSince } = alert;
  if (state === 'cleared') return `${CLEARED_WORDS[clearedKindOf(alert)][locale]} ${eventId}`;
  const word = state === 'once' ? '' : ` ${state === 'test' ? SUBJECT.test[locale] : CHANGE_LABELS[state][locale]}`;
  const resolvedText = resolvedSince === undefined ? '' : SUBJECT.alreadyResolved[locale];
  return `${LEVEL_LABELS[level][locale]} ${eventId}${word}${resolvedText}`;
}

/**
 * Returns the number of other records. If all records have the same name, returns their total
 * number.
 */
function moreText(records: readonly EventRecord[], object: string | undefined, locale: Locale): string {
  const others = records.length - 1;
  if (others < 1) return '';
  if (object !== undefined && records.every((record) => objectName(record, locale) === object))
    return inLanguage(SUBJECT, locale).times(records.length);
  return inLanguage(SUBJECT, locale).andOthers(others);
}

/** Returns the title of a record; without one, that of the event of the alert. */
function titleOf(record: EventRecord | undefined, eventId: number, locale: Locale): string {
  if (record === undefined) return alertTitle(eventId, locale);
  const about = effectiveEventId(record);
  // The record of the end of a condition has the parameters of its own event.
  return alertTitle(about, locale, record.facts, about === record.eventId ? record.parameters : []);
}

/**
 * Renders the subject: one escaped line that is clear without the text. It contains level, event,
 * state, problem, object, number of other records, and computer. `Error 12014 raised: No usable
 * certificate: Receive connector "Default MAIL01" (mail.contoso.com), and 8 more
 * [mail01.contoso.com]`
 */
export function alertSubject(alert: Alert, locale: Locale): string {
  const { eventId, computer, createdAt, records } = alert;
  const [first] = records;
  const title = titleOf(first, eventId, locale);
  const object = first === undefined ? undefined : objectName(first, locale);
  const remainingTime = first === undefined ? '' : remainingTimeText(first, createdAt, locale);
  const about = `${title}${object === undefined ? '' : `: ${object}`}${remainingTime}${moreText(records, object, locale)}`;
  return visible(`${subjectPrefix(alert, locale)}: ${about} [${computer}]`);
}
