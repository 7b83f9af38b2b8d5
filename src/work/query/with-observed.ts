import type { Condition } from '../../domain/condition/condition.ts';
import { fileStoreNames, isFileStore } from '../../domain/connector/certificate-file.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { probeUrl } from '../../domain/connector/probe-target.ts';
import { isProbed } from '../../domain/observation/coverage.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Selection } from '../../domain/selection/select-certificate.ts';
import type { Observed, ObservedConnector } from '../../domain/status/observed.ts';
import type { Explanation, StoreState } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';
import type { Scan } from '../operations/query-operations.ts';
import type { LedgerState } from '../ports/ledger.ts';
import { definitionText, isSameDefinition } from './same-definition.ts';
import { isSelectionLimited } from './selection-limits.ts';
import { byUrgency } from './status.ts';

/** The parts of a scan that the daemon's observation can replace. */
export type Seen = Pick<Scan, 'at' | 'connectors' | 'stores' | 'unavailable'>;

/** The stored state of a daemon's last scan. */
export interface LastScan extends Pick<LedgerState, 'open' | 'memory'> {
  readonly observed: Observed;
  readonly endedAt: Instant;
}

/** Returns true if the account of this command may be unable to read everything. */
export function isLimited({ connectors, stores, unavailable }: Seen): boolean {
  if (unavailable.size > 0 || stores.some(isStoreLimited)) return true;
  return connectors.some(({ selection }) => isSelectionLimited(selection));
}

function chosenIn(selection: Selection): string | undefined {
  return selection.kind === 'chosen' ? selection.chosen.certificate.thumbprint : undefined;
}

/** Returns true if the daemon read something that this account may not read. */
function sawMore({ connectors, stores, unavailable }: Seen, { observed }: LastScan): boolean {
  const closedStores = new Set(stores.filter(isStoreLimited).map(({ store }) => store.name));
  const limited = new Map(
    connectors.flatMap(({ connector, selection }) =>
      isSelectionLimited(selection) ? [[connector.name, selection] as const] : [],
    ),
  );
  return (
    observed.stores.some((state) => {
      const { name, source } = state.store;
      const isSeen = state.kind === 'read' && !isStoreLimited(state);
      return (closedStores.has(name) && isSeen) || unavailable.has(source.inventory);
    }) ||
    observed.connectors.some(({ connector: { name, source }, selection }) => {
      if (unavailable.has(source.inventory)) return true;
      const own = limited.get(name);
      return own !== undefined && !isSelectionLimited(selection) && chosenIn(own) !== chosenIn(selection);
    })
  );
}

/** Returns true if the account may not read all of a store. A missing store does not count. */
function isStoreLimited(state: StoreState): boolean {
  const problems = state.kind === 'unreadable' ? [state.problem] : state.problems;
  return problems.some(({ reason }) => reason === 'permission_denied');
}

function servedFor({ name, ...connector }: Connector, probes: Memory['probes']): Explanation['served'] {
  const known = probes.get(name);
  const { probe } = connector;
  const isThere = probe !== undefined && isProbed({ name, ...connector }) && known?.url === probeUrl(probe);
  return isThere ? known.result : undefined;
}

function explanationOf(
  { connector, selection, origins }: ObservedConnector,
  open: Condition | undefined,
  { at, stores }: Pick<Seen, 'at' | 'stores'>,
  { memory }: LastScan,
): Explanation {
  const served = servedFor(connector, memory.probes);
  return { connector, selection, origins, stores, at, open, remedy: undefined, diagnostics: [], served };
}

/**
 * Returns true if connectors use the same stores as in the daemon's scan. Compares only the stores
 * that this command knows.
 */
function areStoresSame({ stores, unavailable }: Seen, { observed }: LastScan): boolean {
  const textsOf = (states: readonly StoreState[]): readonly string[] =>
    states
      .filter(({ store: { name, source } }) => !isFileStore(name) && !unavailable.has(source.inventory))
      .map(({ store }) => definitionText(store))
      .sort();
  return JSON.stringify(textsOf(stores)) === JSON.stringify(textsOf(observed.stores));
}

/**
 * Returns the states of stores. Uses the daemon's state for a store that the account may not read,
 * and for the files of the connectors that are taken from the daemon's scan.
 */
function storesWith(
  { stores, unavailable }: Seen,
  { observed, endedAt }: LastScan,
  { taken, kept }: { readonly taken: readonly Connector[]; readonly kept: readonly Connector[] },
): readonly StoreState[] {
  const byDaemon = (state: StoreState): StoreState =>
    state.kind === 'read' ? { ...state, seenByDaemonAt: endedAt } : state;
  const seen = new Map(observed.stores.map((state) => [state.store.name, state]));
  const asSeen = (own: StoreState): StoreState => {
    const state = seen.get(own.store.name);
    if (!isStoreLimited(own) || state?.kind !== 'read' || state.store.path !== own.store.path) return own;
    return byDaemon({ ...state, store: own.store });
  };
  const named = new Set(taken.flatMap(fileStoreNames));
  const used = new Set([...named, ...kept.flatMap(fileStoreNames)]);
  const own = stores.filter(({ store: { name } }) => !isFileStore(name) || used.has(name));
  const known = new Set(own.map(({ store }) => store.name));
  const others = observed.stores.filter(
    ({ store: { name, source } }) => !known.has(name) && (named.has(name) || unavailable.has(source.inventory)),
  );
  return [...own.map(asSeen), ...others.map(byDaemon)];
}

/**
 * Returns a scan in which the daemon's last observation replaces the parts that this account may
 * not read. A connector stays unknown if its definition or its stores changed since then.
 * @returns undefined if the daemon read no more than the command, or nothing that is still current
 */
export function withObserved<T extends Seen>(scan: T, last: LastScan): T | undefined {
  if (!sawMore(scan, last)) return undefined;
  const worstFirst = byUrgency(last.open);
  const conditionOf = ({ name }: Connector): Condition | undefined =>
    worstFirst.find(({ facts }) => facts.connector === name || facts.connectors?.includes(name));
  const own = new Map(scan.connectors.map((each) => [each.connector.name, each]));
  const hasSameStores = areStoresSame(scan, last);
  const closed = new Set(scan.stores.filter(isStoreLimited).map(({ store }) => store.path));
  const isCurrent = ({ connector }: ObservedConnector): boolean => {
    if (scan.unavailable.has(connector.source.inventory)) return true;
    const known = own.get(connector.name);
    // The command has read more recent files than the daemon.
    if (known === undefined || !isSelectionLimited(known.selection)) return false;
    if (connector.certificateFiles === undefined && !hasSameStores) return false;
    return isSameDefinition(known.connector, connector, (path) => closed.has(path));
  };
  const current = last.observed.connectors.filter(isCurrent);
  const names = new Set(current.map(({ connector }) => connector.name));
  const others = scan.connectors.filter(({ connector }) => !names.has(connector.name));
  // If a connector stays unknown, the result keeps the store that the account may not read.
  const stores = others.some(({ selection }) => isSelectionLimited(selection))
    ? scan.stores
    : storesWith(scan, last, {
        taken: current.map(({ connector }) => connector),
        kept: others.map(({ connector }) => connector),
      });
  const observed = last.observed.connectors.flatMap((each) => {
    const { name } = each.connector;
    if (!names.has(name)) return own.get(name) ?? [];
    return [explanationOf(each, conditionOf(each.connector), { at: scan.at, stores }, last)];
  });
  const known = new Set(last.observed.connectors.map(({ connector }) => connector.name));
  const added = scan.connectors.filter(({ connector }) => !known.has(connector.name));
  if (current.length === 0 && stores === scan.stores) return undefined;
  return { ...scan, stores, connectors: [...observed, ...added] };
}
