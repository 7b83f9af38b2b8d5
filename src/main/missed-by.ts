import type { Configuration } from '../adapters/config/configuration.ts';
import { recordOnce } from '../domain/condition/advance.ts';
import { deliveryFailed } from '../domain/event/catalog/delivery-failed.ts';
import type { NewEventRecord } from '../domain/event/event-record.ts';
import type { MissedRecords } from '../domain/status/output-health.ts';
import type { Instant } from '../domain/time.ts';
import { lifePolicy } from '../work/scan/judge.ts';

/** The record that says what a log output has missed, in the terms of the configuration. */
export function missedBy(
  { output, count, first, last, reason, detail }: MissedRecords,
  { settings, computer }: Configuration,
  now: Instant,
): NewEventRecord {
  const facts = { reason, detail, output, firstRecordId: first, lastRecordId: last };
  const parameters = [output, '', String(count), '0', detail];
  const remedy = [[...settings.command, 'status']];
  return recordOnce(deliveryFailed, parameters, facts, lifePolicy(settings, computer.fqdn), now, remedy);
}
