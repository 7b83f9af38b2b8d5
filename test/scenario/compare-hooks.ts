import { readFileSync } from 'node:fs';
import type { Delivery } from '../../src/domain/alert/delivery.ts';

/** One call of a hook: the life of the daemon, the delivery and its records. */
type HookEntry = readonly [life: string, deliveryId: string, records: readonly (readonly [number, string])[]];

/**
 * Checks the files of hooks against the ledger. Each hook received every delivery, once per life of
 * the daemon, and the records of each condition in order. Returns one line per error, at most ten.
 * @param files one per hook, with one line per call
 */
export function hookErrors(files: readonly string[], deliveries: readonly Delivery[]): readonly string[] {
  return files.flatMap((file) => {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const events = lines.map((line): HookEntry => JSON.parse(line));
    return [...missing(file, events, deliveries), ...repeated(file, events), ...overtaken(file, events)].slice(0, 10);
  });
}

function missing(file: string, events: readonly HookEntry[], deliveries: readonly Delivery[]): readonly string[] {
  const came = new Set(events.map(([, deliveryId]) => deliveryId));
  return deliveries.flatMap(({ deliveryId }) => (came.has(deliveryId) ? [] : [`${file} lacks ${deliveryId}`]));
}

function repeated(file: string, events: readonly HookEntry[]): readonly string[] {
  const seen = new Set<string>();
  return events.flatMap(([life, deliveryId]) => {
    const once = `${life} ${deliveryId}`;
    if (seen.has(once)) return [`${file} has ${deliveryId} twice in one life`];
    seen.add(once);
    return [];
  });
}

/**
 * Checks the order of the first calls for each delivery. Later calls are ignored: a hook that
 * outlives its daemon may still write a delivery that the next daemon repeats.
 */
function overtaken(file: string, events: readonly HookEntry[]): readonly string[] {
  const [latest, seen] = [new Map<string, number>(), new Set<string>()];
  return events.flatMap(([, deliveryId, records]) => {
    if (seen.has(deliveryId)) return [];
    seen.add(deliveryId);
    return records.flatMap(([eventRecordId, conditionId]) => {
      const last = latest.get(conditionId) ?? 0;
      latest.set(conditionId, Math.max(last, eventRecordId));
      return eventRecordId < last ? [`${file} has record ${eventRecordId} of ${conditionId} after ${last}`] : [];
    });
  });
}
