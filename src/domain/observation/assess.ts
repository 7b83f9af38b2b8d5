import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { type Connector, keyAccount, ROOT } from '../connector/connector.ts';
import { buildNameIndex, type NameIndex } from '../connector/name-index.ts';
import {
  candidatesFor,
  type NameLookedFor,
  type Selection,
  type SelectionGround,
  selectCertificate,
} from '../connector/select-certificate.ts';
import type { Scope } from '../scope.ts';
import type { Settings } from '../settings.ts';
import { blindStores, definedStores, unsettledStores } from './coverage.ts';
import { latest } from './look.ts';
import type { Observation } from './observation.ts';

/** What is derived once per pass and given to every rule. */
export interface Assessment {
  readonly observation: Observation;
  readonly settings: Settings;
  /** One for each connector, in the inventories' order. */
  readonly selections: readonly { readonly connector: Connector; readonly selection: Selection }[];
  readonly ground: SelectionGround;
  /** The internal transport certificate where it lies; undefined when there is none, or it lies in no personal store. */
  readonly internal: StoredCertificate | undefined;
}

/** All certificates of all stores, as seen now or, where a store is blind, as last seen. */
export function certificatesOf(observation: Observation): readonly StoredCertificate[] {
  return [...observation.stores.values()].flatMap((look) => latest(look)?.value.certificates ?? []);
}

/** Indexes what a pass has seen by name. */
function indexNames(observation: Observation): NameIndex {
  return buildNameIndex(certificatesOf(observation));
}

function connectorsOf(observation: Observation): readonly Connector[] {
  return [...observation.inventories.values()].flatMap((look) => latest(look)?.value.connectors ?? []);
}

/** The connector's FQDN, else the computer's. */
function nameLookedFor(connector: Connector, { computer }: Pick<Observation, 'computer'>): NameLookedFor {
  return connector.fqdn === undefined
    ? { value: computer.fqdn, from: 'computer' }
    : { value: connector.fqdn, from: 'connector' };
}

function groundOf(observation: Observation, byName: NameIndex): SelectionGround {
  const personal = new Set(definedStores(observation).flatMap(({ name, personal }) => (personal ? [name] : [])));
  return {
    now: observation.now,
    byName,
    chains: observation.chains,
    isPersonal: (store) => personal.has(store),
    blind: blindStores(observation),
    unsettled: unsettledStores(observation),
    keyLoadedBy: ROOT,
    lastSeen: (store) => {
      const look = observation.stores.get(store);
      return look?.kind === 'blind' ? look.last?.at : undefined;
    },
  };
}

/**
 * The few certificates whose chain is asked about: where two or more compete for a name it decides the choice; one alone is
 * chosen whatever its chain, but who presents it is told when nobody knows its issuer.
 */
export function wanted(observation: Observation, byName: NameIndex): ReadonlySet<Thumbprint> {
  const ground = groundOf(observation, byName);
  const names = new Set(connectorsOf(observation).map((connector) => nameLookedFor(connector, observation).value));
  const thumbprints = new Set<Thumbprint>();
  for (const name of names.add(observation.computer.fqdn)) {
    const competing = candidatesFor(name, ground).filter(({ ineligible }) => ineligible === undefined);
    const [alone] = competing;
    const isIssued = alone !== undefined && !alone.stored.certificate.isSelfIssued;
    if (competing.length < 2 && !(isIssued && !isExpired(alone.stored.certificate, ground.now))) continue;
    for (const { stored } of competing) thumbprints.add(stored.certificate.thumbprint);
  }
  return thumbprints;
}

function findInternal(observation: Observation, ground: SelectionGround): StoredCertificate | undefined {
  const { internalTransport, computer } = observation;
  if (internalTransport.source === 'none') return undefined;
  if (internalTransport.source === 'automatic') {
    const selection = selectCertificate({ value: computer.fqdn, from: 'computer' }, ground);
    return selection.kind === 'chosen' && !selection.isProvisional ? selection.chosen : undefined;
  }
  const { thumbprint } = internalTransport;
  return certificatesOf(observation).find(
    ({ certificate, store }) => certificate.thumbprint === thumbprint && ground.isPersonal(store),
  );
}

/** Derives from what was observed what the rules ask about. Pure: the same observation gives the same assessment. */
export function assess(
  observation: Observation,
  settings: Settings,
  byName: NameIndex = indexNames(observation),
): Assessment {
  const ground = groundOf(observation, byName);
  const chosen = new Map<string, Selection>();
  const select = (connector: Connector): Selection => {
    if (!connector.enabled || !connector.starttls) return { kind: 'not-applicable' };
    const name = nameLookedFor(connector, observation);
    const { inventory } = connector.source;
    const isNamed = observation.inventories.get(inventory)?.kind === 'seen';
    const keyLoadedBy = keyAccount(connector);
    const key = [name.from, name.value, isNamed ? '' : inventory, keyLoadedBy].join(' ');
    const blind: readonly Scope[] = isNamed ? ground.blind : [...ground.blind, `inventory:${inventory}`];
    const known = chosen.get(key) ?? selectCertificate(name, { ...ground, blind, keyLoadedBy });
    chosen.set(key, known);
    return known;
  };
  return {
    observation,
    settings,
    selections: connectorsOf(observation).map((connector) => ({ connector, selection: select(connector) })),
    ground,
    internal: findInternal(observation, ground),
  };
}

/** A connector with nothing valid to present: by profile 12014 (2007) or 12016 (2019) when the chosen one has expired. */
export function presentsExpired(selection: Selection, { observation }: Assessment): boolean {
  return selection.kind === 'chosen' && isExpired(selection.chosen.certificate, observation.now);
}
