import type { Condition } from '../../domain/condition/condition.ts';
import { fileStoreNames, isConnectorFile } from '../../domain/connector/certificate-file.ts';
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

// The account of a command may not read all files that the daemon reads. The command's scan is then
// completed with the results of the daemon's last scan, which the event log contains.

/** The parts of a command's scan that results of the daemon's scan can replace. */
export type CommandScan = Pick<Scan, 'at' | 'connectors' | 'stores' | 'unavailableInventories'>;

/** The stored state of a daemon's last scan. */
export interface DaemonScan extends ScanState {
  readonly observed: Observed;
  readonly endedAt: Instant;
}

/**
 * Returns true if the account of the command may have read less than the daemon: an inventory (a
 * list of connectors and stores), a store, or a file that decides the selection of a certificate.
 */
export function mayLackData({ connectors, stores, unavailableInventories }: CommandScan): boolean {
  if (unavailableInventories.size > 0 || stores.some(hasDeniedFiles)) return true;
  return connectors.some(({ selection }) => isSelectionUncertain(selection));
}

function chosenThumbprint(selection: Selection): string | undefined {
  return selection.kind === 'chosen' ? selection.chosen.certificate.thumbprint : undefined;
}

/** Returns true if the daemon has read something that this account may not read. */
function hasDaemonReadMore(
  { connectors, stores, unavailableInventories }: CommandScan,
  { observed }: DaemonScan,
): boolean {
  const deniedStores = new Set(stores.filter(hasDeniedFiles).map(({ store }) => store.name));
  const uncertainSelections = new Map(
    connectors.flatMap(({ connector, selection }) =>
      isSelectionUncertain(selection) ? [[connector.name, selection] as const] : [],
    ),
  );
  return (
    observed.stores.some((state) => {
      const { name, source } = state.store;
      const isReadByDaemon = state.kind === 'read' && !hasDeniedFiles(state);
      return (deniedStores.has(name) && isReadByDaemon) || unavailableInventories.has(source.inventory);
    }) ||
    observed.connectors.some(({ connector: { name, source }, selection }) => {
      if (unavailableInventories.has(source.inventory)) return true;
      const uncertain = uncertainSelections.get(name);
      return (
        uncertain !== undefined &&
        !isSelectionUncertain(selection) &&
        // A selection of the same certificate adds nothing.
        chosenThumbprint(uncertain) !== chosenThumbprint(selection)
      );
    })
  );
}

/** Returns true if the account may not read all of a store; false for a missing store. */
function hasDeniedFiles(state: StoreState): boolean {
  const problems = state.kind === 'unreadable' ? [state.problem] : state.problems;
  return problems.some(({ reason }) => reason === 'permission_denied');
}

/** Returns the daemon's probe result for the current URL of a connector; undefined: none. */
function probeResultOf(connector: Connector, probes: Memory['probes']): Explanation['served'] {
  const probeMemory = probes.get(connector.name);
  const { probe } = connector;
  if (probe === undefined || !isProbed(connector) || probeMemory?.url !== probeUrl(probe)) return undefined;
  return probeMemory.result;
}

/**
 * Returns the explanation of a connector from the daemon's scan.
 * @param open the most urgent open condition about the connector
 */
function explainObserved(
  { connector, selection, origins }: ObservedConnector,
  open: Condition | undefined,
  { at, stores }: Pick<CommandScan, 'at' | 'stores'>,
  { memory }: DaemonScan,
): Explanation {
  const served = probeResultOf(connector, memory.probes);
  return { connector, selection, origins, stores, at, open, remedy: undefined, diagnostics: [], served };
}

/**
 * Returns true if the stores are defined as in the daemon's scan. Ignores the files that connectors
 * name, and the stores of inventories that this command could not read.
 */
function areStoresUnchanged({ stores, unavailableInventories }: CommandScan, { observed }: DaemonScan): boolean {
  const definitionsOf = (states: readonly StoreState[]): readonly string[] =>
    states
      .filter(({ store: { name, source } }) => !isConnectorFile(name) && !unavailableInventories.has(source.inventory))
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
  const markAsSeenByDaemon = (state: StoreState): StoreState =>
    state.kind === 'read' ? { ...state, seenByDaemonAt: endedAt } : state;
  const observedStates = new Map(observed.stores.map((state) => [state.store.name, state]));
  const preferDaemonState = (state: StoreState): StoreState => {
    const daemonState = observedStates.get(state.store.name);
    if (!hasDeniedFiles(state) || daemonState?.kind !== 'read' || daemonState.store.path !== state.store.path)
      return state;
    return markAsSeenByDaemon({ ...daemonState, store: state.store });
  };
  const filesOfDaemon = new Set(connectors.byDaemon.flatMap(fileStoreNames));
  const usedFiles = new Set([...filesOfDaemon, ...connectors.byCommand.flatMap(fileStoreNames)]);
  const commandStores = stores.filter(({ store: { name } }) => !isConnectorFile(name) || usedFiles.has(name));
  const commandStoreNames = new Set(commandStores.map(({ store }) => store.name));
  const addedStores = observed.stores.filter(
    ({ store: { name, source } }) =>
      !commandStoreNames.has(name) && (filesOfDaemon.has(name) || unavailableInventories.has(source.inventory)),
  );
  return [...commandStores.map(preferDaemonState), ...addedStores.map(markAsSeenByDaemon)];
}

/**
 * Returns the connectors of the daemon's scan that replace those of the command's scan: their
 * definition and their stores are the same as in the daemon's scan.
 * @param scannedConnectors the connectors of the command's scan, by name
 */
function replacingConnectors(
  scan: CommandScan,
  scannedConnectors: ReadonlyMap<string, Explanation>,
  daemonScan: DaemonScan,
): readonly ObservedConnector[] {
  const hasSameStores = areStoresUnchanged(scan, daemonScan);
  const deniedPaths = new Set(scan.stores.filter(hasDeniedFiles).map(({ store }) => store.path));
  return daemonScan.observed.connectors.filter(({ connector }) => {
    if (scan.unavailableInventories.has(connector.source.inventory)) return true;
    const scanned = scannedConnectors.get(connector.name);
    const isRemoved = scanned === undefined;
    // A selection that the command could make itself is more recent.
    if (isRemoved || !isSelectionUncertain(scanned.selection)) return false;
    const isSearchedInStores = connector.certificateFiles === undefined;
    if (isSearchedInStores && !hasSameStores) return false;
    return isSameDefinition(scanned.connector, connector, (path) => deniedPaths.has(path));
  });
}

/**
 * Returns a command's scan in which the daemon's last scan replaces the parts that this account may
 * not read. A connector keeps the command's uncertain selection if its definition or its stores have
 * changed since the daemon's scan.
 * @returns undefined if the daemon read no more than the command, or if the parts that only the
 * daemon read have changed since
 */
export function mergeObserved<T extends CommandScan>(scan: T, daemonScan: DaemonScan): T | undefined {
  if (!hasDaemonReadMore(scan, daemonScan)) return undefined;
  const openByUrgency = sortByUrgency(daemonScan.open);
  const conditionOf = ({ name }: Connector): Condition | undefined =>
    openByUrgency.find(({ facts }) => facts.connector === name || facts.connectors?.includes(name));
  const scannedConnectors = new Map(scan.connectors.map((explanation) => [explanation.connector.name, explanation]));
  const replacing = replacingConnectors(scan, scannedConnectors, daemonScan);
  const replacedNames = new Set(replacing.map(({ connector }) => connector.name));
  const kept = scan.connectors.filter(({ connector }) => !replacedNames.has(connector.name));
  // If a selection stays uncertain, the result keeps the store that the account may not read.
  const stores = kept.some(({ selection }) => isSelectionUncertain(selection))
    ? scan.stores
    : mergeStores(scan, daemonScan, {
        byDaemon: replacing.map(({ connector }) => connector),
        byCommand: kept.map(({ connector }) => connector),
      });
  if (replacing.length === 0 && stores === scan.stores) return undefined;
  const merged = daemonScan.observed.connectors.flatMap((observed) => {
    const { name } = observed.connector;
    if (!replacedNames.has(name)) return scannedConnectors.get(name) ?? [];
    return [explainObserved(observed, conditionOf(observed.connector), { at: scan.at, stores }, daemonScan)];
  });
  const observedNames = new Set(daemonScan.observed.connectors.map(({ connector }) => connector.name));
  const added = scan.connectors.filter(({ connector }) => !observedNames.has(connector.name));
  return { ...scan, stores, connectors: [...merged, ...added] };
}
