import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import { DEFAULT_PROBE, defaultServerName, type ProbeTarget } from '../../../domain/connector/probe-target.ts';
import { EXCHANGE_FAILURES } from '../../../domain/failure/exchange-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import { fullyQualifiedName } from '../discovered-connectors.ts';
import { bindingsIn, type ExchangeBinding } from './exchange-bindings.ts';
import type { PlacedObject } from './exchange-names.ts';
import { ExchangeError, type ExchangeObject, flagIn, listIn, textIn } from './exchange-values.ts';

/** Receives the problems of a connector. */
export type AddProblem = (reason: Reason, failure: Failure) => void;

const isWildcard = ({ address }: ExchangeBinding): boolean => address === '0.0.0.0' || address === '::';

/** Returns true if a client can reach both bindings at the same address. */
function areOverlapping(a: ExchangeBinding, b: ExchangeBinding): boolean {
  return a.port === b.port && (a.address === b.address || isWildcard(a) || isWildcard(b));
}

/**
 * Returns the FQDN of the server of a connector: the FQDN of the exporting server or of the
 * connector, if its first label is the name of the server. Returns undefined if neither matches.
 */
function serverFqdnOf(object: ExchangeObject, exportingFqdn: string | undefined): string | undefined {
  const server = textIn(object, 'Server')?.toLowerCase();
  if (server === undefined) return exportingFqdn;
  return [exportingFqdn, fullyQualifiedName(textIn(object, 'Fqdn'))].find((fqdn) => fqdn?.split('.', 1)[0] === server);
}

/**
 * Returns the name of another enabled connector of the same server with an overlapping binding. Of
 * such connectors, the client's address determines which one responds.
 */
function connectorWithSameBinding(
  object: ExchangeObject,
  ownBinding: ExchangeBinding,
  all: readonly PlacedObject[],
): string | undefined {
  const match = all.find(({ object: other }) => {
    if (other === object || other['Server'] !== object['Server']) return false;
    try {
      if (!flagIn(other, 'Enabled', true)) return false;
      return bindingsIn(other).some((binding) => areOverlapping(binding, ownBinding));
    } catch {
      // The error of the other connector is reported separately.
      return false;
    }
  });
  return match === undefined ? undefined : String(match.object['Name']).slice(0, 256);
}

/**
 * Returns the probe target of a Receive connector; undefined if it is not probed. Only the first
 * binding is probed.
 * @param all all Receive connectors of the export
 * @param serverFqdn the FQDN of the exporting server
 */
export function receiveTarget(
  { object }: PlacedObject,
  { all, serverFqdn }: { readonly all: readonly PlacedObject[]; readonly serverFqdn: string | undefined },
  addProblem: AddProblem,
): ProbeTarget | undefined {
  const [first, ...others] = bindingsIn(object);
  if (first === undefined) return undefined;
  const host = isWildcard(first) ? serverFqdnOf(object, serverFqdn) : first.address;
  if (host === undefined) {
    addProblem('unresolved', EXCHANGE_FAILURES.exported_server_unknown);
    return undefined;
  }
  const other = connectorWithSameBinding(object, first, all);
  if (other !== undefined) {
    addProblem('not_probed', EXCHANGE_FAILURES.exported_port_shared({ port: first.port, connector: other }));
    return undefined;
  }
  for (const binding of others) {
    if (isWildcard(first) && areOverlapping(binding, first)) continue;
    addProblem('not_probed', EXCHANGE_FAILURES.exported_binding_not_probed(binding));
  }
  const serverName = fullyQualifiedName(textIn(object, 'Fqdn')) ?? serverFqdn;
  return { ...DEFAULT_PROBE, protocol: 'smtp', host, port: first.port, serverName };
}

function portOf({ Port: port = 25 }: ExchangeObject): number {
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new ExchangeError(EXCHANGE_FAILURES.exported_port_wrong);
}

/** Returns the first smart host of a Send connector; undefined if it delivers by DNS. */
export function sendTarget(object: ExchangeObject, addProblem: AddProblem): ProbeTarget | undefined {
  const [smartHost, ...others] = listIn(object['SmartHosts']);
  if (smartHost === undefined) return undefined;
  const hostName = typeof smartHost === 'string' ? smartHost.trim().replace(/^\[(.*)\]$/, '$1') : '';
  const host = resemblesIpAddress(hostName) ? hostName : fullyQualifiedName(hostName);
  if (host === undefined) throw new ExchangeError(EXCHANGE_FAILURES.exported_smart_hosts_wrong);
  if (others.length > 0)
    addProblem('not_probed', EXCHANGE_FAILURES.exported_smart_hosts_not_probed({ count: others.length + 1 }));
  // A wildcard domain is not a host name.
  const serverName =
    fullyQualifiedName(textIn(object, 'TlsDomain')) ??
    defaultServerName({ direction: 'send', fqdn: undefined }, host, '');
  return { ...DEFAULT_PROBE, protocol: 'smtp', host, port: portOf(object), serverName };
}
