import type { Assessment } from '../assessment/assess.ts';
import {
  type ServedEndpoint,
  type ServedTlsEndpoint,
  servedEndpoints,
  servedTlsEndpoints,
} from '../evidence/served-endpoints.ts';

/** Returns the items of these connectors, in the order of all items. */
type ItemsOf<T> = (names: Iterable<string>) => readonly T[];

/** The selections and endpoints of an assessment, by the names of their connectors. */
interface ByConnector {
  readonly selections: ItemsOf<Assessment['selections'][number]>;
  readonly endpoints: ItemsOf<ServedEndpoint>;
  readonly tlsEndpoints: ItemsOf<ServedTlsEndpoint>;
}

function indexed<T extends Assessment['selections'][number]>(items: readonly T[]): ItemsOf<T> {
  const byName = new Map<string, { readonly position: number; readonly item: T }[]>();
  for (const [position, item] of items.entries()) {
    const { name } = item.connector;
    const ofConnector = byName.get(name);
    if (ofConnector === undefined) byName.set(name, [{ position, item }]);
    else ofConnector.push({ position, item });
  }
  return (names) =>
    [...new Set(names)]
      .flatMap((name) => byName.get(name) ?? [])
      .sort((one, other) => one.position - other.position)
      .map(({ item }) => item);
}

/** Cache, because one scan may clear thousands of conditions, and each needs its own connectors. */
const KNOWN: WeakMap<Assessment, ByConnector> = new WeakMap();

/** Returns the index of an assessment, which is computed once. */
export function byConnector(assessment: Assessment): ByConnector {
  const cached = KNOWN.get(assessment);
  if (cached !== undefined) return cached;
  const index = {
    selections: indexed(assessment.selections),
    endpoints: indexed(servedEndpoints(assessment)),
    tlsEndpoints: indexed(servedTlsEndpoints(assessment)),
  };
  KNOWN.set(assessment, index);
  return index;
}
