import { type Connector, keyAccount } from '../connector/connector.ts';
import { lastKnownConnectors } from '../observation/last-known-objects.ts';
import type { Observation } from '../observation/observation.ts';
import type { Scope } from '../scope.ts';
import type { ConnectorSelection } from '../selection/connector-selection.ts';
import { selectByFile } from '../selection/select-by-file.ts';
import { selectCertificate } from '../selection/select-certificate.ts';
import type { RequiredName, Selection } from '../selection/selection.ts';
import { namedFileResults, needsCertificate, requiredNameOf } from './connector-requirements.ts';
import { type ContextOfInventory, type InventoryContext, narrowContext } from './selection-contexts.ts';

/** Everything that determines the selection for a connector. */
interface SelectionRequest {
  readonly connector: Connector;
  readonly name: RequiredName;
  readonly context: InventoryContext;
  /**
   * The scope of the connector's inventory (the list of connectors that contains it), if the
   * inventory is unavailable; otherwise empty.
   */
  readonly unavailableInventory: readonly Scope[];
}

/** Returns a key that is the same for connectors that have the same selection. */
function cacheKey({ connector, name, context, unavailableInventory }: SelectionRequest): string {
  const { tlsCertificateName = '', files = [] } = name;
  const { keyFiles = [] } = connector;
  return [
    name.from,
    name.value,
    tlsCertificateName,
    keyAccount(connector),
    unavailableInventory.join(),
    context.inventory ?? '',
    ...files,
    '', // separates the two lists of files
    ...keyFiles,
  ].join('\n');
}

function select(request: SelectionRequest, observation: Observation): Selection {
  const { connector, name, context, unavailableInventory } = request;
  const keyLoadedBy = keyAccount(connector);
  if (name.files !== undefined)
    return selectByFile(name, {
      now: observation.now,
      keyLoadedBy,
      chains: context.chains,
      files: namedFileResults(connector, observation),
      unavailable: unavailableInventory,
    });
  const nameContext = narrowContext(context, name, observation);
  const unavailable = [...nameContext.unavailable, ...unavailableInventory];
  return selectCertificate(name, { ...nameContext, unavailable, keyLoadedBy });
}

/**
 * Selects the certificate of each connector, in the order of the inventories (the configuration,
 * then the settings of mail servers). Connectors with the same requirements have the same selection
 * object.
 */
export function selectForConnectors(
  observation: Observation,
  contextOf: ContextOfInventory,
): readonly ConnectorSelection[] {
  const selections = new Map<string, Selection>();
  return lastKnownConnectors(observation).map((connector) => {
    const { inventory } = connector.source;
    const context = contextOf(inventory);
    if (!needsCertificate(connector, context.stores)) return { connector, selection: { kind: 'not-applicable' } };
    const isAvailable = observation.inventories.get(inventory)?.kind === 'available';
    const request: SelectionRequest = {
      connector,
      name: requiredNameOf(connector, observation),
      context,
      unavailableInventory: isAvailable ? [] : [`inventory:${inventory}`],
    };
    const key = cacheKey(request);
    const selection = selections.get(key) ?? select(request, observation);
    selections.set(key, selection);
    return { connector, selection };
  });
}
