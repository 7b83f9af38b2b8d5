import { effectiveEventId, effectiveLevel } from '../../domain/alert/match.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { definitionOf } from '../../domain/event/catalog/all.ts';
import { cannotLoadStarttlsCertificateFromStore } from '../../domain/event/catalog/cannot-load-starttls-certificate-from-store.ts';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import type { Instant } from '../../domain/time.ts';
import { helpPage } from '../event/help-page.ts';
import { describeRecord } from '../event/message.ts';
import type { Rendering } from '../event/rendering.ts';
import { shellWords } from '../event/shell-words.ts';
import { visible } from '../terminal/visible.ts';
import { collectObjects, isValidInstant } from './alert-objects.ts';
import { recordEndReason } from './end-reason.ts';
import { mailEffect } from './mail-effect.ts';

/** Longer labels are cut, characters. Routes of Alertmanager do not use such long values. */
const MAX_LABEL_CHARACTERS = 256;
const MAX_ANNOTATION_CHARACTERS = 8192;

/** An alert in the format of Alertmanager. Alerts with equal labels are the same alert. */
export interface AlertmanagerAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly startsAt: string;
  /**
   * RFC 3339. Left out: the receiver decides. In the future: the receiver resolves the alert at
   * this time, unless it is sent again.
   */
  readonly endsAt?: string;
  /** The URL of the help page; left out if the page is not on the web. */
  readonly generatorURL?: string;
}

const SEVERITIES: Readonly<Record<EventLevel, string>> = { Error: 'critical', Warning: 'warning', Information: 'info' };

const iso = (at: Instant): string => new Date(at).toISOString();

function cut(text: string, maxCharacters: number): string {
  const characters = [...text];
  return characters.length > maxCharacters ? `${characters.slice(0, maxCharacters - 1).join('')}…` : text;
}

const isKnownInstant = (at: Instant | undefined): boolean => at !== undefined && isValidInstant(at);

/** Removes empty values, because Alertmanager treats them as missing, and cuts long values. */
function nonEmptyValues(
  values: readonly (readonly [string, string | undefined])[],
  maxCharacters: number,
): Record<string, string> {
  return Object.fromEntries(values.flatMap(([name, text]) => (text ? [[name, cut(text, maxCharacters)]] : [])));
}

/**
 * Returns the labels of a record. They must not change while a condition is open, because
 * Alertmanager takes an alert with other labels as another alert. Facts that can change are
 * therefore left out: a list of connectors, and the required name in a 12014 about a file.
 */
function labelsOf(record: NewEventRecord): Record<string, string> {
  const { computer, conditionId, facts } = record;
  // For event 1900 (condition cleared), the ID of the cleared event.
  const eventId = effectiveEventId(record);
  const { connector, connectors, fqdn, thumbprint, store, notifier } = facts;
  const isAboutFile = eventId === cannotLoadStarttlsCertificateFromStore.eventId && connectors !== undefined;
  const raw: readonly (readonly [string, string | undefined])[] = [
    ['alertname', definitionOf(eventId)?.symbolicName ?? `Event${eventId}`],
    ['severity', SEVERITIES[effectiveLevel(record)]],
    ['job', 'mailcertd'],
    ['instance', computer],
    ['event_id', String(eventId)],
    ['connector', connector],
    ['fqdn', isAboutFile ? undefined : fqdn],
    ['thumbprint', thumbprint],
    ['store', store],
    ['notifier', notifier],
    ['condition_id', conditionId],
  ];
  return nonEmptyValues(
    raw.map(([name, text]) => [name, text === undefined ? undefined : visible(text)] as const),
    MAX_LABEL_CHARACTERS,
  );
}

function annotationsOf(record: NewEventRecord, rendering: Rendering): Record<string, string> {
  const { locale } = rendering;
  const { firstLine: summary, lines: details } = describeRecord(record, rendering);
  const help = helpLinkOf(record, rendering);
  const { connectors } = collectObjects([record]);
  return nonEmptyValues(
    [
      ['summary', summary],
      ['description', [...details, mailEffect(record, locale)].join('\n')],
      ['connectors', connectors.map(visible).join(', ')],
      ['remedy', record.remedy.map(shellWords).join('\n')],
      ['runbook_url', help],
      ['end_reason', record.change === 'cleared' ? recordEndReason(record) : undefined],
    ],
    MAX_ANNOTATION_CHARACTERS,
  );
}

/** Returns the URL of the help page; undefined if a dashboard cannot link to the page. */
function helpLinkOf(record: NewEventRecord, rendering: Rendering): string | undefined {
  const page = helpPage(effectiveEventId(record), record.computer, rendering);
  return page?.isOnWeb === true ? visible(page.url) : undefined;
}

/**
 * Converts a record to an alert of Alertmanager. A cleared alert ends at the time of its record.
 * @param until the end of an open alert
 */
export function alertmanagerAlert(record: NewEventRecord, rendering: Rendering, until?: Instant): AlertmanagerAlert {
  const { timeCreated, facts, change } = record;
  const help = helpLinkOf(record, rendering);
  const raisedAt = [facts.cleared?.raisedAt, facts.raisedAt].find(isKnownInstant) ?? timeCreated;
  const endsAt = change === 'cleared' ? timeCreated : until;
  return {
    labels: labelsOf(record),
    annotations: annotationsOf(record, rendering),
    // Alertmanager rejects an end before the start, which occurs if the clock was set back.
    startsAt: iso(endsAt === undefined ? raisedAt : Math.min(raisedAt, endsAt)),
    ...(endsAt === undefined ? {} : { endsAt: iso(endsAt) }),
    ...(help === undefined ? {} : { generatorURL: help }),
  };
}

/** Returns a record for an open condition, as if the condition were repeated (notified again). */
function repeatedRecord(condition: Condition, computer: string): NewEventRecord {
  const { conditionId, eventId, level, raisedAt, parameters, facts, remedy } = condition;
  return {
    // An alert contains neither the provider nor the version.
    providerName: '',
    version: 0,
    change: 'repeated',
    timeCreated: raisedAt,
    computer,
    conditionId,
    eventId,
    level,
    parameters,
    facts,
    remedy,
  };
}

/**
 * Returns the alerts of a POST to `/api/v2/alerts`: the open conditions, each open until `until`,
 * then the cleared records, in their order.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export function alertmanagerAlerts(
  open: readonly Condition[],
  cleared: readonly EventRecord[],
  options: { readonly computer: string; readonly until: Instant },
  rendering: Rendering,
): readonly AlertmanagerAlert[] {
  return [
    ...open.map((condition) =>
      alertmanagerAlert(repeatedRecord(condition, options.computer), rendering, options.until),
    ),
    ...cleared.map((record) => alertmanagerAlert(record, rendering)),
  ];
}
