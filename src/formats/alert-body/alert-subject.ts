import type { Alert } from '../../domain/alert/alert.ts';
import { effectiveEventId } from '../../domain/alert/match.ts';
import { isFileStore } from '../../domain/connector/certificate-file.ts';
import type { Locale } from '../../domain/event/event-definition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Facts } from '../../domain/event/facts.ts';
import { formatRemainingTime } from '../../domain/event/format-duration.ts';
import { CHANGE_LABELS, LEVEL_LABELS } from '../../domain/event/labels.ts';
import { connectorName } from '../../domain/event/sentences.ts';
import { storeName } from '../../domain/event/store-name.ts';
import type { Instant } from '../../domain/time.ts';
import { visible } from '../terminal/visible.ts';
import { alertTitle } from './alert-titles.ts';
import { continuesAsOther, endReason, endReasonOf } from './end-reason.ts';

/** Events whose subject contains the remaining time. */
const TIMED: ReadonlySet<number> = new Set([1012, 1404, 12017, 12018]);

const TEST: Readonly<Record<Locale, string>> = { en: 'TEST', ja: 'テスト' };

/** Events of the service itself. Their parameters are numbers, not names. */
const OF_THE_SERVICE: ReadonlySet<number> = new Set([1103, 1104, 1110]);

/** Returns the path if a record is about a single file of a store. */
function onlyFile({ store = '', count, files = [] }: Facts): string | undefined {
  return count === 1 && !isFileStore(store) ? files[0]?.path : undefined;
}

/** Returns the display name of the object of a record; undefined: the service itself. */
function thing(record: EventRecord, locale: Locale): string | undefined {
  const { eventId, facts, parameters } = record;
  const { connector, connectors, direction, fqdn, thumbprint, subject, store, path, inventory } = facts;
  const first = parameters[eventId === 1900 ? 1 : 0];
  const bracketed = (name: string, detail: string | undefined): string =>
    detail === undefined || detail === name ? name : `${name} (${detail})`;
  if (connector !== undefined) return bracketed(connectorName(connector, direction, locale), fqdn);
  if (path !== undefined && (path === first || connectors !== undefined)) return path;
  if (inventory !== undefined) return bracketed(inventory, path);
  const name = fqdn ?? subject;
  if (thumbprint !== undefined) return name === undefined ? thumbprint : bracketed(name, thumbprint.slice(0, 8));
  if (store !== undefined) return bracketed(storeName(store, locale), onlyFile(facts));
  return first === '' || OF_THE_SERVICE.has(effectiveEventId(record)) ? undefined : first;
}

function hoursLeft(record: EventRecord, at: Instant, locale: Locale): string {
  const { notAfter } = record.facts;
  if (!TIMED.has(record.eventId) || notAfter === undefined || notAfter < at) return '';
  const left = formatRemainingTime(notAfter - at, locale);
  return locale === 'ja' ? `、あと ${left}` : `, ${left} left`;
}

/**
 * The words for cleared alerts, followed by the event number. `cleared` is only for problems that
 * are fixed.
 */
const ENDS: Readonly<Record<'cleared' | 'partly' | 'expired' | 'reclassified', Readonly<Record<Locale, string>>>> = {
  cleared: { en: 'Cleared', ja: CHANGE_LABELS.ja.cleared },
  partly: { en: 'Partly cleared', ja: '一部解消' },
  expired: { en: 'Expired', ja: '期限切れ' },
  reclassified: { en: 'Replaced', ja: '別のイベントに移行' },
};

function endOf(alert: Alert): keyof typeof ENDS {
  const reason = endReason(alert);
  if (!continuesAsOther(reason)) return 'cleared';
  return alert.records.every((record) => continuesAsOther(endReasonOf(record))) ? reason : 'partly';
}

/**
 * Returns the start of the subject, for example `Error 12014 raised`. One-time events have no
 * state, and cleared ones no level.
 */
function headOf(alert: Alert, locale: Locale): string {
  const { state, level, eventId, resolvedSince } = alert;
  if (state === 'cleared') return `${ENDS[endOf(alert)][locale]} ${eventId}`;
  const word = state === 'once' ? '' : ` ${state === 'test' ? TEST[locale] : CHANGE_LABELS[locale][state]}`;
  const over = resolvedSince === undefined ? '' : locale === 'ja' ? ' (解消済み)' : ', already resolved';
  return `${LEVEL_LABELS[locale][level]} ${eventId}${word}${over}`;
}

/**
 * Returns the number of other records. If all records have the same name, returns their total
 * number.
 */
function moreText(records: readonly EventRecord[], named: string | undefined, locale: Locale): string {
  const others = records.length - 1;
  if (others < 1) return '';
  if (named !== undefined && records.every((record) => thing(record, locale) === named))
    return locale === 'ja' ? `、${records.length} 件` : `, ${records.length} times`;
  return locale === 'ja' ? `、ほか ${others} 件` : `, and ${others} more`;
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
  const title = alertTitle(first === undefined ? eventId : effectiveEventId(first), locale);
  const what = first === undefined ? undefined : thing(first, locale);
  const left = first === undefined ? '' : hoursLeft(first, createdAt, locale);
  const about = `${title}${what === undefined ? '' : `: ${what}`}${left}${moreText(records, what, locale)}`;
  return visible(`${headOf(alert, locale)}: ${about} [${computer}]`);
}
