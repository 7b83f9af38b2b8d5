import type { Delivery } from '../../../domain/alert/delivery.ts';
import { isTestDelivery } from '../../../domain/alert/test-delivery.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { CHANGE_LABELS } from '../../../domain/event/labels.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import { describeRecord } from '../../../formats/event/message.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ListedDelivery } from '../../../work/operations/notification-operations.ts';
import type { Attempt } from '../../../work/ports/outbox.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { errorTextLines } from '../text/error-text.ts';
import { localTime } from '../text/written-times.ts';
import { nextAttemptText } from './next-attempt.ts';
import { textTable } from './text-table.ts';

/**
 * Returns the first eight characters of an ID, which almost always identify one stored delivery.
 */
const shortId = (id: string): string => visible(id.slice(0, 8));

/** Returns the number, change and message of a record. */
export function recordText(record: EventRecord, { rendering }: Pick<ScreenContext, 'rendering'>): string {
  const change = CHANGE_LABELS[record.change][rendering.locale];
  const { firstLine } = describeRecord(record, rendering);
  return `${record.eventId} ${change} ${firstLine}`;
}

/** Returns the table of deliveries. A second line has the error of the last attempt. */
export function deliveryTable(listed: readonly ListedDelivery[], now: Instant, context: ScreenContext): string {
  if (listed.length === 0) return '';
  const { rendering } = context;
  const words = inLanguage(DELIVERY_PHRASES, rendering.locale);
  const { column } = words;
  const rows = listed.flatMap((listedDelivery) => {
    const { delivery, lastAttempt } = listedDelivery;
    const error = lastAttempt && failedAttemptText(lastAttempt, rendering.locale);
    const isRetried = delivery.state === 'pending' && error !== undefined;
    const next = isRetried ? `; ${nextAttemptText(delivery.dueAt, now, context)}` : '';
    return [
      [
        localTime(delivery.createdAt, rendering.offsetMinutes),
        shortId(delivery.deliveryId),
        visible(delivery.notifier),
        stateCell(delivery, context),
        String(delivery.attempts),
        contentCell(listedDelivery, context),
      ],
      ...(error === undefined ? [] : [['', '', '', '', '', `${error}${next}`]]),
      ...(delivery.unreadableColumns === undefined
        ? []
        : [['', '', '', '', '', words.unreadableDelivery(joinList(delivery.unreadableColumns, rendering.locale))]]),
    ];
  });
  return textTable(
    [[column.created, column.id, column.notifier, column.state, column.attempts, column.content], ...rows],
    context,
  );
}

/**
 * Returns the reason and the first response line of a failed attempt; undefined for a successful
 * attempt.
 */
function failedAttemptText({ outcome }: Attempt, locale: Locale): string | undefined {
  return outcome.kind === 'delivered' ? undefined : visible(errorTextLines(outcome, locale)[0]);
}

function stateCell({ state }: Delivery, { rendering, colors }: ScreenContext): string {
  const label = inLanguage(DELIVERY_PHRASES, rendering.locale).state[state];
  if (state === 'failed') return colors.red(label);
  return state === 'delivered' ? label : colors.yellow(label);
}

function contentCell({ delivery, record }: ListedDelivery, context: ScreenContext): string {
  const words = inLanguage(DELIVERY_PHRASES, context.rendering.locale);
  if (isTestDelivery(delivery)) return words.test;
  const [first, ...others] = delivery.records;
  const text = record === undefined ? words.recordDeleted(first?.eventRecordId ?? 0) : recordText(record, context);
  return others.length === 0 ? text : `${text} ${words.more(others.length)}`;
}
