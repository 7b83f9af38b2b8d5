import type { Assessment } from '../assessment/assess.ts';
import type { Connector } from '../connector/connector.ts';
import {
  type ServedEndpoint,
  type ServedTlsEndpoint,
  servedEndpoints,
  servedTlsEndpoints,
} from '../evidence/served-endpoints.ts';

/** Returns the items of the connectors with these names, in the order of the assessment. */
type ItemsOfConnectors<T> = (names: Iterable<string>) => readonly T[];

/** The selections and endpoints of an assessment, by the names of their connectors. */
interface ConnectorIndex {
  readonly selections: ItemsOfConnectors<Assessment['selections'][number]>;
  readonly endpoints: ItemsOfConnectors<ServedEndpoint>;
  readonly tlsEndpoints: ItemsOfConnectors<ServedTlsEndpoint>;
}

/**
 * Returns a lookup by connector name. It returns the items in their original order, whatever the
 * order of the names.
 */
function indexItems<T extends { readonly connector: Connector }>(items: readonly T[]): ItemsOfConnectors<T> {
  const byName = new Map<string, { readonly position: number; readonly item: T }[]>();
  for (const [position, item] of items.entries()) {
    const { name } = item.connector;
    const connectorItems = byName.get(name);
    if (connectorItems === undefined) byName.set(name, [{ position, item }]);
    else connectorItems.push({ position, item });
  }
  return (names) =>
    [...new Set(names)]
      .flatMap((name) => byName.get(name) ?? [])
      .sort((one, other) => one.position - other.position)
      .map(({ item }) => item);
}

/** Cached, because one scan may clear thousands of conditions, and each looks up its connectors. */
const CACHED_INDEXES: WeakMap<Assessment, ConnectorIndex> = new WeakMap();

/** Returns the index of an assessment, which is computed once. */
export function indexByConnector(assessment: Assessment): ConnectorIndex {
  const cached = CACHED_INDEXES.get(assessment);
  if (cached !== undefined) return cached;
  const index = {
    selections: indexItems(assessment.selections),
    endpoints: indexItems(servedEndpoints(assessment)),
    tlsEndpoints: indexItems(servedTlsEndpoints(assessment)),
  };
  CACHED_INDEXES.set(assessment, index);
  return index;
}
