import type { Alert } from '../../src/domain/alert/alert.ts';
import type { Delivery } from '../../src/domain/alert/delivery.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { NOON, newRecord, SHARD } from './ledger-samples.ts';

/** An alert and its delivery, as a worker hands them to a notifier. */
export interface ToldAlert {
  readonly delivery: Delivery;
  readonly alert: Alert;
}

/** The record of a 12014 that was raised at NOON. */
export function raisedRecord(changes: Partial<EventRecord> = {}): EventRecord {
  return {
    ...newRecord({ change: 'raised', conditionId: 'condition-1' }),
    eventRecordId: 1,
    processId: 4321,
    ...changes,
  };
}

/** One alert of that id; by default of a 12014 that was raised. */
export function toldAlert(alertId: string, changes: Partial<Alert> = {}): ToldAlert {
  const alert: Alert = {
    alertId,
    state: 'raised',
    level: 'Error',
    eventId: 12014,
    computer: SHARD,
    createdAt: NOON,
    records: [raisedRecord()],
    ...changes,
  };
  const delivery: Delivery = {
    deliveryId: alertId,
    notifier: 'ops',
    groupKey: '12014 mail.contoso.com',
    createdAt: NOON,
    dueAt: NOON + 2000,
    giveUpAt: NOON + 48 * 3_600_000,
    records: alert.records.map(({ eventRecordId, conditionId }) => ({ eventRecordId, conditionId, isFirst: true })),
    state: 'held',
    attempts: 0,
  };
  return { delivery, alert };
}

/** What nobody should be able to name a connector or a host, and somebody will. */
export const HOSTILE_NAMES: readonly string[] = [
  'a\nMAILCERTD_EVENT_ID=1\r\nBcc: everyone@contoso.com\r\n\r\n.\r\n',
  'nul \u0000 escape \u001b[2J bell \u0007',
  'right to left \u202e gnp.exe \u2066 zero \u200b width',
  'a lone surrogate \ud800 in the middle',
  '"; rm -rf / #\'$(reboot)`reboot` %s %n %{x} <script>alert(1)</script>',
  'x'.repeat(200_000),
];

/** An alert all of whose names are that. */
export function hostileAlert(alertId: string, name: string): ToldAlert {
  const record = raisedRecord({
    parameters: [name, name, name],
    facts: {
      connector: name,
      fqdn: name,
      certificates: [{ thumbprint: 'A'.repeat(40), names: [name], notAfter: NOON }],
    },
    remedy: [['mailcertd', 'connectors', 'explain', name]],
  });
  return toldAlert(alertId, { records: [record] });
}
