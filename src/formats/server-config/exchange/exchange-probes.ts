import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import { type ProbeTarget, USUAL_PROBE, usualServerName } from '../../../domain/connector/probe-target.ts';
import type { Reason } from '../../../domain/problem.ts';
import { fullName } from '../found-connector.ts';
import { bindingsIn, type ExchangeBinding } from './exchange-bindings.ts';
import type { PlacedObject } from './exchange-names.ts';
import { ExchangeError, type ExchangeObject, flagIn, listIn, textIn } from './exchange-values.ts';

/** Receives problems and remarks about a connector. */
export type ReportProblem = (reason: Reason, detail: string) => void;

const isEverywhere = ({ address }: ExchangeBinding): boolean => address === '0.0.0.0' || address === '::';

function isSamePlace(a: ExchangeBinding, b: ExchangeBinding): boolean {
  return a.port === b.port && (a.address === b.address || isEverywhere(a) || isEverywhere(b));
}

/**
 * Returns the FQDN of the connector's server: that of the exporting server or of the connector, if
 * its host name matches.
 */
function serverOf(object: ExchangeObject, exporting: string | undefined): string | undefined {
  const server = textIn(object, 'Server')?.toLowerCase();
  if (server === undefined) return exporting;
  return [exporting, fullName(textIn(object, 'Fqdn'))].find((fqdn) => fqdn?.split('.', 1)[0] === server);
}

/**
 * Returns the name of another enabled connector of the same server with the same binding. The
 * client's address then determines which one answers.
 */
function sharing({ object }: PlacedObject, place: ExchangeBinding, all: readonly PlacedObject[]): string | undefined {
  const other = all.find((each) => {
    if (each.object === object || each.object['Server'] !== object['Server']) return false;
    try {
      if (!flagIn(each.object, 'Enabled', true)) return false;
      return bindingsIn(each.object).some((binding) => isSamePlace(binding, place));
    } catch {
      // Its own error is reported separately.
      return false;
    }
  });
  return other === undefined ? undefined : String(other.object['Name']).slice(0, 256);
}

/**
 * Returns the probe target of a Receive connector; undefined: it is not probed.
 * @param exporting the FQDN of the exporting server
 */
export function receiveTarget(
  each: PlacedObject,
  { all, exporting }: { readonly all: readonly PlacedObject[]; readonly exporting: string | undefined },
  report: ReportProblem,
): ProbeTarget | undefined {
  const [first, ...others] = bindingsIn(each.object);
  if (first === undefined) return undefined;
  const host = isEverywhere(first) ? serverOf(each.object, exporting) : first.address;
  if (host === undefined) {
    report('unresolved', 'the FQDN of its server is unknown, so it is not probed');
    return undefined;
  }
  const other = sharing(each, first, all);
  if (other !== undefined) {
    report('not_probed', `it shares port ${first.port} with "${other}": which of them answers depends on the client`);
    return undefined;
  }
  for (const binding of others) {
    if (isEverywhere(first) && isSamePlace(binding, first)) continue;
    report('not_probed', `it also listens on ${binding.address} port ${binding.port}`);
  }
  const serverName = fullName(textIn(each.object, 'Fqdn')) ?? exporting;
  return { ...USUAL_PROBE, protocol: 'smtp', host, port: first.port, serverName };
}

function portOf({ Port: port = 25 }: ExchangeObject): number {
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new ExchangeError('Port must be a port number');
}

/** Returns the first smart host of a Send connector; undefined: it delivers by DNS. */
export function sendTarget(object: ExchangeObject, report: ReportProblem): ProbeTarget | undefined {
  const [written, ...others] = listIn(object['SmartHosts']);
  if (written === undefined) return undefined;
  const bare = typeof written === 'string' ? written.trim().replace(/^\[(.*)\]$/, '$1') : '';
  const host = resemblesIpAddress(bare) ? bare : fullName(bare);
  if (host === undefined) throw new ExchangeError('SmartHosts must contain only host names and addresses');
  if (others.length > 0) report('not_probed', `of its ${others.length + 1} smart hosts, only the first is probed`);
  // A wildcard domain is not a host name.
  const serverName =
    fullName(textIn(object, 'TlsDomain')) ?? usualServerName({ direction: 'send', fqdn: undefined }, host, '');
  return { ...USUAL_PROBE, protocol: 'smtp', host, port: portOf(object), serverName };
}
