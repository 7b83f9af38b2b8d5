import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { verdictsAt } from '../certificate/chain-verdict.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { buildCertificateIndex, type CertificateIndex } from '../certificate-index/certificate-index.ts';
import type { NameIndex } from '../certificate-index/name-index.ts';
import { fileStoreName } from '../connector/certificate-file.ts';
import { type Connector, keyAccount, ROOT, type StoreDefinition } from '../connector/connector.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { isPersonalStore } from '../connector/personal-store.ts';
import { definedStores, unavailableStores, unsettledStores } from '../observation/coverage.ts';
import { mayHaveHeld } from '../observation/names-held.ts';
import type { Observation } from '../observation/observation.ts';
import { lastKnown } from '../scan-result.ts';
import type { Scope } from '../scope.ts';
import { type FileSelectionContext, loadedOf, selectByFile } from '../selection/select-by-file.ts';
import {
  candidatesFor,
  type RequiredName,
  type Selection,
  type SelectionContext,
  selectCertificate,
} from '../selection/select-certificate.ts';
import { storesSearched } from '../selection/stores-searched.ts';
import { type ProbeEvidence, probeEvidence } from './probe-evidence.ts';
import type { Settings } from './settings.ts';

/**
 * Returns whether a Send connector uses a client certificate without configuration, as in Exchange.
 */
function isExchangeSend({ source }: Connector, stores: readonly StoreDefinition[]): boolean {
  return source.inventory !== CONFIGURATION || stores.some(isPersonalStore);
}

/**
 * Returns whether a certificate is selected for a connector. None is selected if the connector is
 * disabled or offers no TLS. Otherwise, one is selected if a file or `tlsCertificateName` is
 * configured. Otherwise, none is selected if:
 * - it was discovered, and its settings name no file
 * - it is a Send connector, and `requireClientCertificate` is false, or left out without an
 *   Exchange export or a store `My`
 * - it is a Receive connector, and `selectCertificate` is false, or left out for a probed connector
 *   without stores
 * @param stores the stores in which its certificate is searched
 */
function needsCertificate(connector: Connector, stores: readonly StoreDefinition[]): boolean {
  const { enabled, starttls, direction, fqdnOrigin, certificateFiles, tlsCertificateName, probe } = connector;
  if (!enabled || !starttls) return false;
  if (certificateFiles !== undefined || tlsCertificateName !== undefined) return true;
  if (fqdnOrigin === 'discovered') return false;
  if (direction === 'send') return connector.requireClientCertificate ?? isExchangeSend(connector, stores);
  return connector.selectCertificate ?? (stores.length > 0 || probe === undefined);
}

/** The values that are derived once per scan for all rules. */
export interface Assessment extends Pick<ProbeEvidence, 'bases' | 'outdated'> {
  /** The observation, in which outdated probe results are unavailable. */
  readonly observation: Observation;
  readonly settings: Settings;
  /** One per connector, in the order of the inventories. */
  readonly selections: readonly { readonly connector: Connector; readonly selection: Selection }[];
  readonly context: SelectionContext;
  /** An index of all stores, so that rules need not loop over the certificates. */
  readonly index: CertificateIndex;
  /**
   * The internal transport certificate; undefined if there is none, or no personal store contains
   * it.
   */
  readonly internal: StoredCertificate | undefined;
}

/** Returns all certificates of all stores. For an unavailable store, the last known ones. */
export function certificatesOf(observation: Observation): readonly StoredCertificate[] {
  const none: readonly StoredCertificate[] = [];
  return none.concat(
    ...[...observation.stores.values()].map((result) => lastKnown(result)?.value.certificates ?? none),
  );
}

function indexOf(observation: Observation): CertificateIndex {
  return buildCertificateIndex(certificatesOf(observation));
}

/** Returns all connectors of all inventories. For an unavailable inventory, the last known ones. */
export function connectorsOf(observation: Observation): readonly Connector[] {
  return [...observation.inventories.values()].flatMap((result) => lastKnown(result)?.value.connectors ?? []);
}

/**
 * Returns the name that a certificate for a connector must match: the connector's FQDN, or else the
 * computer's. A configured certificate name or file replaces the match by name.
 */
function requiredNameOf(connector: Connector, { computer }: Pick<Observation, 'computer'>): RequiredName {
  const { fqdn, fqdnOrigin, tlsCertificateName, certificateFiles } = connector;
  const from = fqdnOrigin === 'discovered' ? 'discovered' : 'connector';
  return {
    ...(fqdn === undefined ? { value: computer.fqdn, from: 'computer' } : { value: fqdn, from }),
    ...(tlsCertificateName === undefined ? {} : { tlsCertificateName }),
    ...(certificateFiles === undefined ? {} : { files: certificateFiles }),
  };
}

/** Returns the scan results of the files that a connector names. */
function filesOf(
  { certificateFiles = [], keyFiles }: Connector,
  { stores }: Observation,
): FileSelectionContext['files'] {
  return certificateFiles.map((path) => {
    const store = fileStoreName(path, keyFiles);
    return { path, scope: `store:${store}`, result: stores.get(store) };
  });
}

/**
 * Returns a function that checks whether connectors of this host search their certificate in a
 * store, by its name.
 */
export function isPersonalIn(observation: Observation): (store: string) => boolean {
  return isAmong(storesSearched(definedStores(observation)));
}

function isAmong(stores: readonly StoreDefinition[]): (store: string) => boolean {
  const names = new Set(stores.map(({ name }) => name));
  return (store) => names.has(store);
}

function contextOf(observation: Observation, byName: NameIndex, inventory?: string): OwnedContext {
  const stores = storesSearched(definedStores(observation), inventory);
  return {
    now: observation.now,
    byName,
    chains: verdictsAt(observation.chains, observation.now),
    isPersonal: isAmong(stores),
    unavailable: unavailableStores(observation, stores),
    unsettled: unsettledStores(observation, stores),
    keyLoadedBy: ROOT,
    lastSeen: (store) => {
      const result = observation.stores.get(store);
      return result?.kind === 'unavailable' ? result.last?.at : undefined;
    },
    stores,
    owner: inventory,
  };
}

/**
 * A context for selection, and the inventory whose connectors use it; undefined: all inventories
 * without their own stores.
 */
interface OwnedContext extends SelectionContext {
  readonly owner: string | undefined;
  /** The stores that are searched. */
  readonly stores: readonly StoreDefinition[];
}

/** Returns a function from an inventory to its context; undefined is the context of this host. */
function contextsOf(observation: Observation, byName: NameIndex): (inventory: string | undefined) => OwnedContext {
  const defaultContext = contextOf(observation, byName);
  const owners = new Set(definedStores(observation).flatMap(({ onlyFor }) => onlyFor ?? []));
  const byOwner = new Map<string | undefined, OwnedContext>(
    [...owners].map((owner) => [owner, contextOf(observation, byName, owner)]),
  );
  return (inventory) => byOwner.get(inventory) ?? defaultContext;
}

/**
 * Returns the context for one name. An unconfirmed empty store hides no certificate for a name that
 * it did not contain before.
 */
function contextFor(name: RequiredName, context: SelectionContext, observation: Observation): SelectionContext {
  if (context.unavailable.length === 0 && context.unsettled.length === 0) return context;
  const mayHideCertificate = (scope: Scope): boolean => mayHaveHeld(observation, scope, name);
  return {
    ...context,
    unavailable: context.unavailable.filter(mayHideCertificate),
    unsettled: context.unsettled.filter(mayHideCertificate),
  };
}

/** Returns the certificates that a server loads from the files that its connector names. */
function loadedFromFiles(connector: Connector, observation: Observation): readonly StoredCertificate[] {
  return filesOf(connector, observation).flatMap(({ path, result }) => {
    const lastResult = result && lastKnown(result);
    return lastResult === undefined ? [] : loadedOf(lastResult.value, path);
  });
}

/**
 * Returns the few certificates whose chains must be verified and which OpenSSL must load: all
 * candidates for the required names, and all that servers load from named files.
 */
export function certificatesToVerify(observation: Observation, byName: NameIndex): ReadonlySet<Thumbprint> {
  const contextOn = contextsOf(observation, byName);
  const computer: RequiredName = { value: observation.computer.fqdn, from: 'computer' };
  const searches = new Map([[computer.value, { name: computer, context: contextOn(undefined) }]]);
  const thumbprints = new Set<Thumbprint>();
  for (const connector of connectorsOf(observation)) {
    const name = requiredNameOf(connector, observation);
    const context = contextOn(connector.source.inventory);
    if (name.files === undefined) {
      const key = name.tlsCertificateName ?? name.value;
      searches.set(context.owner === undefined ? key : `${context.owner}\n${key}`, { name, context });
    } else if (needsCertificate(connector, context.stores)) {
      for (const { certificate } of loadedFromFiles(connector, observation)) thumbprints.add(certificate.thumbprint);
    }
  }
  for (const { name, context } of searches.values()) {
    for (const { stored, ineligible } of candidatesFor(name, context)) {
      if (ineligible === undefined) thumbprints.add(stored.certificate.thumbprint);
    }
  }
  return thumbprints;
}

function findInternal(
  observation: Observation,
  context: SelectionContext,
  index: CertificateIndex,
): StoredCertificate | undefined {
  const { internalTransport, computer } = observation;
  if (internalTransport.source === 'none') return undefined;
  if (internalTransport.source === 'automatic') {
    // Without candidates, selection would only search a nearest miss, which is not needed here.
    const name: RequiredName = { value: computer.fqdn, from: 'computer' };
    if (candidatesFor(name, context).length === 0) return undefined;
    const selection = selectCertificate(name, context);
    return selection.kind === 'chosen' && !selection.isProvisional ? selection.chosen : undefined;
  }
  return index.withThumbprint(internalTransport.thumbprint).find(({ store }) => context.isPersonal(store));
}

/**
 * Derives the assessment from an observation. Pure: the same observation gives the same assessment.
 */
export function assess(
  observation: Observation,
  settings: Settings,
  index: CertificateIndex = indexOf(observation),
): Assessment {
  const contextOn = contextsOf(observation, index);
  const context = contextOn(undefined);
  const byKey = new Map<string, Selection>();
  const select = (connector: Connector): Selection => {
    const { inventory } = connector.source;
    const inventoryContext = contextOn(inventory);
    if (!needsCertificate(connector, inventoryContext.stores)) return { kind: 'not-applicable' };
    const name = requiredNameOf(connector, observation);
    const isAvailable = observation.inventories.get(inventory)?.kind === 'available';
    const keyLoadedBy = keyAccount(connector);
    const { tlsCertificateName = '', files = [] } = name;
    const { keyFiles = [] } = connector;
    const sources = [isAvailable ? '' : inventory, inventoryContext.owner ?? '', ...files, '', ...keyFiles];
    const key = [name.from, name.value, tlsCertificateName, keyLoadedBy, ...sources].join('\n');
    const unavailable: readonly Scope[] = isAvailable ? [] : [`inventory:${inventory}`];
    const compute = (): Selection => {
      const nameContext = contextFor(name, inventoryContext, observation);
      return name.files === undefined
        ? selectCertificate(name, {
            ...nameContext,
            unavailable: [...nameContext.unavailable, ...unavailable],
            keyLoadedBy,
          })
        : selectByFile(name, {
            now: observation.now,
            keyLoadedBy,
            chains: inventoryContext.chains,
            files: filesOf(connector, observation),
            unavailable: unavailable,
          });
    };
    const selection = byKey.get(key) ?? compute();
    byKey.set(key, selection);
    return selection;
  };
  const selections = connectorsOf(observation).map((connector) => ({ connector, selection: select(connector) }));
  const { endpoints, bases, outdated } = probeEvidence(selections, observation);
  return {
    bases,
    outdated,
    observation: endpoints === observation.endpoints ? observation : { ...observation, endpoints },
    settings,
    selections,
    context,
    internal: findInternal(observation, context, index),
    index,
  };
}

/**
 * Returns whether the selected certificate has expired. The event for this is 12014 (profile 2007)
 * or 12016 (profile 2019).
 */
export function isSelectionExpired(selection: Selection, { observation }: Assessment): boolean {
  return selection.kind === 'chosen' && isExpired(selection.chosen.certificate, observation.now);
}
