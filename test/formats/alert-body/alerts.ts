import type { Alert, AlertState } from '../../../src/domain/alert/alert.ts';
import { groupedAlert } from '../../../src/domain/alert/grouped-alert.ts';
import { ALL_EVENTS } from '../../../src/domain/event/catalog/all.ts';
import type { EventType } from '../../../src/domain/event/event-definition.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { PLAUSIBLE } from '../../domain/event/plausible.ts';
import { NOON } from '../../domain/world.ts';

/** Returns an alert with these records, about conditions that were sent before. */
export function alertOf(records: readonly EventRecord[], more: Partial<Alert> = {}): Alert {
  const gathered = records.map(({ eventRecordId, conditionId }) => ({ eventRecordId, conditionId, isFirst: false }));
  const alert = groupedAlert({ deliveryId: 'd-1', records: gathered }, records, NOON + 2000);
  if (alert === undefined) throw new Error('an alert of nothing');
  return { ...alert, ...more };
}

export interface Plausible {
  readonly event: EventType;
  readonly state: AlertState;
  readonly alert: Alert;
}

/**
 * Returns the changes of an event that are sent: raised, repeated and escalated; for a 1900,
 * cleared.
 */
const changesOf = (eventId: number): readonly EventRecord['change'][] =>
  eventId === 1900 ? ['cleared'] : ['once', 'raised', 'repeated', 'escalated'];

/** Returns an alert for each event of the catalog, in all its variants. */
export function plausibleAlerts(): readonly Plausible[] {
  return ALL_EVENTS.flatMap((event) =>
    (PLAUSIBLE.get(event.eventId) ?? []).flatMap(({ parameters, facts }) =>
      changesOf(event.eventId).map((change) => {
        const record: EventRecord = {
          eventRecordId: 18_402,
          processId: 4711,
          providerName: event.provider === 'own' ? 'mailcertd' : 'MSExchangeTransport',
          eventId: event.eventId,
          version: 0,
          level: event.level,
          timeCreated: NOON,
          computer: 'mail01.contoso.com',
          change,
          conditionId: change === 'once' ? undefined : 'c-1',
          parameters,
          facts: {
            ...facts,
            ...(change === 'repeated' || change === 'escalated' ? { raisedAt: NOON - 3_600_000 } : {}),
          },
          remedy: [['mailcertd', 'status']],
        };
        return { event, state: change, alert: alertOf([record]) };
      }),
    ),
  );
}
