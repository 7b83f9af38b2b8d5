import type { Condition } from '../../domain/condition/condition.ts';
import { fileStoreNames, isFileStore } from '../../domain/connector/certificate-file.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { isProbed } from '../../domain/connector/is-probed.ts';
import { probeUrl } from '../../domain/connector/probe-target.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Selection } from '../../domain/selection/selection.ts';
import type { Observed, ObservedConnector } from '../../domain/status/observed.ts';
import type { Explanation, StoreState } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';
import type { Scan } from '../operations/query-operations.ts';
import type { ScanState } from '../ports/ledger.ts';
import { definitionText, isSameDefinition } from './is-same-definition.ts';
import { isSelectionUncertain } from './is-selection-uncertain.ts';
import { sortByUrgency } from './sort-by-urgency.ts';

/** The parts of a scan that the daemon's observation can replace. */
export type CommandScan = Pick<Scan, 'at' | 'connectors' | 'stores' | 'unavailableInventories'>;

/** The stored state of a daemon's last scan. */
export interface DaemonScan extends ScanState {
  readonly observed: Observed;
  readonly endedAt: Instant;
}

/** Returns true if the scan is limited: this account may not read everything. */
export function isLimited({ connectors, stores, unavailableInventories }: CommandScan): boolean {
  if (unavailableInventories.size > 0 || stores.some(isStoreLimited)) return true;
  return connectors.some(({ selection }) => isSelectionUncertain(selection));
}

function chosenThumbprint(selection: Selection): string | undefined {
  return selection.kind === 'chosen' ? selection.chosen.certificate.thumbprint : undefined;
}

/** Returns true if the daemon read something that this account may not read. */
function hasDaemonReadMore(
  { connectors, stores, unavailableInventories }: CommandScan,
  { observed }: DaemonScan,
): boolean {
  const limitedStores = new Set(stores.filter(isStoreLimited).map(({ store }) => store.name));
  const uncertainSelections = new Map(
    connectors.flatMap(({ connector, selection }) =>
      isSelectionUncertain(selection) ? [[connector.name, selection] as const] : [],
    ),
  );
  return (
    observed.stores.some((state) => {
      const { name, source } = state.store;
      const isReadByDaemon = state.kind === 'read' && !isStoreLimited(state);
      return (limitedStores.has(name) && isReadByDaemon) || unavailableInventories.has(source.inventory);
    }) ||
    observed.connectors.some(({ connector: { name, source }, selection }) => {
      if (unavailableInventories.has(source.inventory)) return true;
      const uncertain = uncertainSelections.get(name);
      return (
        uncertain !== undefined &&
        !isSelectionUncertain(selection) &&
        chosenThumbprint(uncertain) !== chosenThumbprint(selection)
      );
    })
  );
}

/** Returns true if the account may not read all of a store; false for a missing store. */
function isStoreLimited(state: StoreState): boolean {
  const problems = state.kind === 'unreadable' ? [state.problem] : state.problems;
  return problems.some(({ reason }) => reason === 'permission_denied');
}

/** Returns the daemon's probe result of the current URL of a connector. */
function lastProbeResultOf(connector: Connector, probes: Memory['probes']): Explanation['served'] {
  const probeMemory = probes.get(connector.name);
  const { probe } = connector;
  if (probe === undefined || !isProbed(connector) || probeMemory?.url !== probeUrl(probe)) return undefined;
  return probeMemory.result;
}

function explainObserved(
  { connector, selection, origins }: ObservedConnector,
  open: Condition | undefined,
  { at, stores }: Pick<CommandScan, 'at' | 'stores'>,
  { memory }: DaemonScan,
): Explanation {
  const served = lastProbeResultOf(connector, memory.probes);
  return { connector, selection, origins, stores, at, open, remedy: undefined, diagnostics: [], served };
}

/**
 * Returns true if the stores are defined as in the daemon's scan. Leaves out files of connectors,
 * and stores of inventories that this command could not read.
 */
function areStoresUnchanged({ stores, unavailableInventories }: CommandScan, { observed }: DaemonScan): boolean {
  const definitionsOf = (states: readonly StoreState[]): readonly string[] =>
    states
      .filter(({ store: { name, source } }) => !isFileStore(name) && !unavailableInventories.has(source.inventory))
      .map(({ store }) => definitionText(store))
      .sort();
  return JSON.stringify(definitionsOf(stores)) === JSON.stringify(definitionsOf(observed.stores));
}

/**
 * Returns the states of the stores of a command's scan, with these from the daemon's scan:
 * - stores that this account may not read
 * - stores of inventories that this command could not read
 * - files of the connectors that are taken from the daemon's scan
 * @param connectors `byDaemon`: taken from the daemon's scan; `byCommand`: the others
 */
function mergeStores(
  { stores, unavailableInventories }: CommandScan,
  { observed, endedAt }: DaemonScan,
  connectors: { readonly byDaemon: readonly Connector[]; readonly byCommand: readonly Connector[] },
): readonly StoreState[] {
  const markAsDaemons = (state: StoreState): StoreState =>
    state.kind === 'read' ? { ...state, seenByDaemonAt: endedAt } : state;
  const observedStates = new Map(observed.stores.map((state) => [state.store.name, state]));
  const withDaemonState = (state: StoreState): StoreState => {
    const daemonState = observedStates.get(state.store.name);
    if (!isStoreLimited(state) || daemonState?.kind !== 'read' || daemonState.store.path !== state.store.path)
      return state;
    return markAsDaemons({ ...daemonState, store: state.store });
  };
  const filesOfDaemon = new Set(connectors.byDaemon.flatMap(fileStoreNames));
  const usedFiles = new Set([...filesOfDaemon, ...connectors.byCommand.flatMap(fileStoreNames)]);
  const commandStores = stores.filter(({ store: { name } }) => !isFileStore(name) || usedFiles.has(name));
  const commandStoreNames = new Set(commandStores.map(({ store }) => store.name));
  const addedStores = observed.stores.filter(
    ({ store: { name, source } }) =>
      !commandStoreNames.has(name) && (filesOfDaemon.has(name) || unavailableInventories.has(source.inventory)),
  );
  return [...commandStores.map(withDaemonState), ...addedStores.map(markAsDaemons)];
}

/**
 * Returns a command's scan in which the daemon's last observation replaces the parts that this
 * account may not read. A connector stays unknown if its definition or its stores changed since.
 * @returns undefined if the daemon read no more than the command, or if nothing of it is current
 */
export function mergeObserved<T extends CommandScan>(scan: T, last: DaemonScan): T | undefined {
  if (!hasDaemonReadMore(scan, last)) return undefined;
  const openByUrgency = sortByUrgency(last.open);
  const conditionOf = ({ name }: Connector): Condition | undefined =>
    openByUrgency.find(({ facts }) => facts.connector === name || facts.connectors?.includes(name));
  const scannedConnectors = new Map(scan.connectors.map((explanation) => [explanation.connector.name, explanation]));
  const hasSameStores = areStoresUnchanged(scan, last);
  const limitedPaths = new Set(scan.stores.filter(isStoreLimited).map(({ store }) => store.path));
  const isCurrent = ({ connector }: ObservedConnector): boolean => {
    if (scan.unavailableInventories.has(connector.source.inventory)) return true;
    const scanned = scannedConnectors.get(connector.name);
    // The command has read more recent files than the daemon.
    if (scanned === undefined || !isSelectionUncertain(scanned.selection)) return false;
    if (connector.certificateFiles === undefined && !hasSameStores) return false;
    return isSameDefinition(scanned.connector, connector, (path) => limitedPaths.has(path));
  };
  const current = last.observed.connectors.filter(isCurrent);
  const currentNames = new Set(current.map(({ connector }) => connector.name));
  const others = scan.connectors.filter(({ connector }) => !currentNames.has(connector.name));
  // If a connector stays unknown, the result keeps the store that the account may not read.
  const stores = others.some(({ selection }) => isSelectionUncertain(selection))
    ? scan.stores
    : mergeStores(scan, last, {
        byDaemon: current.map(({ connector }) => connector),
        byCommand: others.map(({ connector }) => connector),
      });
  const merged = last.observed.connectors.flatMap((observed) => {
    const { name } = observed.connector;
    if (!currentNames.has(name)) return scannedConnectors.get(name) ?? [];
    return [explainObserved(observed, conditionOf(observed.connector), { at: scan.at, stores }, last)];
  });
  const observedNames = new Set(last.observed.connectors.map(({ connector }) => connector.name));
  const added = scan.connectors.filter(({ connector }) => !observedNames.has(connector.name));
  if (current.length === 0 && stores === scan.stores) return undefined;
  return { ...scan, stores, connectors: [...merged, ...added] };
}
