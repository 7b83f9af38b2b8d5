import { readFileSync } from 'node:fs';
import type { Delivery } from '../../src/domain/alert/delivery.ts';

/** What a hook was told once: the life of the daemon, the delivery, and its records. */
type ToldHook = readonly [life: string, deliveryId: string, records: readonly (readonly [number, string])[]];

/**
 * Holds what the hooks of a folder wrote down against the ledger: each was told every delivery, once in one life of the daemon,
 * and of each condition in order. A line for each thing that is wrong, ten at most.
 * @param files one for each hook, a line for each time that it did its part
 */
export function hookFaults(files: readonly string[], deliveries: readonly Delivery[]): readonly string[] {
  return files.flatMap((file) => {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const told = lines.map((line): ToldHook => JSON.parse(line));
    return [...missing(file, told, deliveries), ...repeated(file, told), ...overtaken(file, told)].slice(0, 10);
  });
}

function missing(file: string, told: readonly ToldHook[], deliveries: readonly Delivery[]): readonly string[] {
  const came = new Set(told.map(([, deliveryId]) => deliveryId));
  return deliveries.flatMap(({ deliveryId }) => (came.has(deliveryId) ? [] : [`${file} lacks ${deliveryId}`]));
}

function repeated(file: string, told: readonly ToldHook[]): readonly string[] {
  const seen = new Set<string>();
  return told.flatMap(([life, deliveryId]) => {
    const once = `${life} ${deliveryId}`;
    if (seen.has(once)) return [`${file} has ${deliveryId} twice in one life`];
    seen.add(once);
    return [];
  });
}

/** By when each delivery came first: a hook that outlived its daemon may still write what the next has told again. */
function overtaken(file: string, told: readonly ToldHook[]): readonly string[] {
  const [latest, seen] = [new Map<string, number>(), new Set<string>()];
  return told.flatMap(([, deliveryId, records]) => {
    if (seen.has(deliveryId)) return [];
    seen.add(deliveryId);
    return records.flatMap(([eventRecordId, conditionId]) => {
      const last = latest.get(conditionId) ?? 0;
      latest.set(conditionId, Math.max(last, eventRecordId));
      return eventRecordId < last ? [`${file} has record ${eventRecordId} of ${conditionId} behind ${last}`] : [];
    });
  });
}
