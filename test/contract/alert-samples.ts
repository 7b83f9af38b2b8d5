import type { Alert } from '../../src/domain/alert/alert.ts';
import type { Delivery } from '../../src/domain/alert/delivery.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { NOON, newRecord, SHARD } from './ledger-samples.ts';

/** The arguments of a notifier: an alert and its delivery. */
export interface SampleAlert {
  readonly delivery: Delivery;
  readonly alert: Alert;
}

/** Returns the record of event 12014, raised at NOON. */
export function raisedRecord(changes: Partial<EventRecord> = {}): EventRecord {
  return {
    ...newRecord({ change: 'raised', conditionId: 'condition-1' }),
    eventRecordId: 1,
    processId: 4321,
    ...changes,
  };
}

/** Returns an alert with this ID; by default, event 12014 was raised. */
export function sampleAlert(alertId: string, changes: Partial<Alert> = {}): SampleAlert {
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
    retryUntil: NOON + 48 * 3_600_000,
    records: alert.records.map(({ eventRecordId, conditionId }) => ({ eventRecordId, conditionId, isFirst: true })),
    state: 'sending',
    attempts: 0,
  };
  return { delivery, alert };
}

/** Malicious names of connectors and hosts. */
export const HOSTILE_NAMES: readonly string[] = [
  'a\nMAILCERTD_EVENT_ID=1\r\nBcc: everyone@contoso.com\r\n\r\n.\r\n',
  'nul \u0000 escape \u001b[2J BEL \u0007',
  'right to left \u202e gnp.exe \u2066 zero \u200b width',
  'a lone surrogate \ud800 in the middle',
  '"; rm -rf / #\'$(reboot)`reboot` %s %n %{x} <script>alert(1)</script>',
  'x'.repeat(200_000),
];

/** Returns an alert in which every name is this one. */
export function hostileAlert(alertId: string, name: string): SampleAlert {
  const record = raisedRecord({
    parameters: [name, name, name],
    facts: {
      connector: name,
      fqdn: name,
      certificates: [{ thumbprint: 'A'.repeat(40), names: [name], notAfter: NOON }],
    },
    remedy: [['mailcertd', 'connectors', 'explain', name]],
  });
  return sampleAlert(alertId, { records: [record] });
}
