import { effectiveEventId, effectiveLevel } from '../../domain/alert/match.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import { recordOnce } from '../../domain/condition/new-record.ts';
import { deliveryFailed } from '../../domain/event/catalog/delivery-failed.ts';
import { notifierDisabled } from '../../domain/event/catalog/notifier-disabled.ts';
import { type DeliveryData, MAX_UNDELIVERED, type UndeliveredRecord } from '../../domain/event/data/delivery-data.ts';
import type { ReasonData } from '../../domain/event/data/reason-data.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import { type DetailFacts, detailFacts, errorFacts } from '../../domain/failure/error-facts.ts';
import type { Outcome } from '../ports/outputs.ts';
import type { Clock } from '../ports/system.ts';
import { recordPolicy } from '../scan/record-policy.ts';
import type { NotificationServiceDependencies } from './notification-service.ts';

function undeliveredRecord(record: EventRecord): UndeliveredRecord {
  const { eventRecordId, change } = record;
  return { eventRecordId, eventId: effectiveEventId(record), level: effectiveLevel(record), change };
}

function failureData(
  notifier: string,
  outcome: Outcome,
): Pick<DeliveryData, 'notifier'> & DetailFacts & Partial<Pick<ReasonData, 'reason'>> {
  return { ...(outcome.kind === 'delivered' ? detailFacts(outcome.failure) : errorFacts(outcome)), notifier };
}

/**
 * Returns functions that create the event records about deliveries and notifiers.
 * @param computer FQDN of the computer
 */
export function deliveryEvents(
  settings: Settings,
  computer: string,
  clock: Clock,
): Pick<NotificationServiceDependencies, 'skippedRecord' | 'deliveryFailedRecord' | 'notifierDisabledRecord'> {
  const policy = recordPolicy(settings, computer);
  const command = (...words: readonly string[]): NewEventRecord['remedy'][number] => [...settings.command, ...words];
  return {
    skippedRecord: (notifier, records) => {
      // These records are in no delivery, so the delivery ID, the attempt and the response are empty.
      const parameters = { notifier, deliveryId: '', records: String(records), attempts: '0', detail: '' };
      const data = { reason: 'backlog_exceeded', notifier } as const;
      return recordOnce(deliveryFailed.contentOf(parameters, data), policy, clock.now());
    },
    deliveryFailedRecord: ({ notifier, deliveryId, records, alertRecords = [] }, { attempt, outcome }) => {
      const error = failureData(notifier, outcome);
      const parameters = {
        notifier,
        deliveryId,
        records: String(records.length),
        attempts: String(attempt),
        detail: error.detail,
      };
      const data = {
        ...error,
        deliveryId,
        ...(alertRecords.length === 0
          ? {}
          : { undelivered: alertRecords.slice(0, MAX_UNDELIVERED).map(undeliveredRecord) }),
      };
      const remedy = [command('deliveries', 'show', deliveryId), command('deliveries', 'resend', deliveryId)];
      return recordOnce(deliveryFailed.contentOf(parameters, data), policy, clock.now(), remedy);
    },
    notifierDisabledRecord: (notifier, outcome) => {
      const tested = command('notifiers', 'test', ...(notifier.startsWith('-') ? ['--'] : []), notifier);
      // Only a reload enables a notifier again after a rejection. Other errors are retried
      // automatically.
      const remedy = outcome.kind === 'rejected' ? [tested, ['systemctl', 'reload', 'mailcertd']] : [tested];
      const error = failureData(notifier, outcome);
      const content = notifierDisabled.contentOf({ notifier, detail: error.detail }, error);
      return recordOnce(content, policy, clock.now(), remedy);
    },
  };
}
