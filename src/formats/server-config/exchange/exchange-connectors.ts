import type { Connector } from '../../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../../domain/connector/probe-target.ts';
import { parseTlsCertificateName } from '../../../domain/connector/tls-certificate-name.ts';
import { EXCHANGE_FAILURES } from '../../../domain/failure/exchange-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { type DiscoveredConnectors, fullyQualifiedName } from '../discovered-connectors.ts';
import type { ExchangeExport } from './exchange-export.ts';
import { exchangeNames, type PlacedObject } from './exchange-names.ts';
import { type AddProblem, receiveTarget, sendTarget } from './exchange-probes.ts';
import { ExchangeError, type ExchangeObject, flagIn, textIn, wordsIn } from './exchange-values.ts';

/** The source of an export. */
export interface ExchangeSource {
  readonly inventory: string;
  /** The file, absolute. */
  readonly path: string;
}

/** The names that a certificate of the connector must have. */
type Names = Pick<Connector, 'fqdn' | 'fqdnOrigin' | 'tlsCertificateName'>;

/**
 * Returns the required names of a connector. If no name is known, no certificate is selected for
 * the connector.
 * @param serverFqdn the FQDN of the exporting server
 */
function namesOf(object: ExchangeObject, serverFqdn: string | undefined, addProblem: AddProblem): Names {
  const name = textIn(object, 'Fqdn');
  const connectorFqdn = fullyQualifiedName(name);
  const tlsCertificateName = textIn(object, 'TlsCertificateName');
  if (name !== undefined && connectorFqdn === undefined) {
    addProblem('unresolved', EXCHANGE_FAILURES.exported_fqdn_wrong({ name: name.slice(0, 253) }));
  }
  if (tlsCertificateName !== undefined && parseTlsCertificateName(tlsCertificateName).kind === 'error') {
    throw new ExchangeError(EXCHANGE_FAILURES.exported_tls_certificate_name_wrong);
  }
  const fqdn = connectorFqdn ?? serverFqdn;
  if (tlsCertificateName !== undefined) return { fqdn, tlsCertificateName };
  if (fqdn !== undefined) return { fqdn };
  addProblem('unresolved', EXCHANGE_FAILURES.exported_fqdn_unknown);
  // With `discovered`, the name of this computer is not used instead. It may be another server.
  return { fqdn, fqdnOrigin: 'discovered' };
}

/** The names of a connector if it is unknown whether the connector needs a certificate. */
const UNKNOWN_NAMES: Names = { fqdn: undefined, fqdnOrigin: 'discovered' };

/**
 * Returns true if a Receive connector offers STARTTLS; undefined if the export does not contain it.
 */
function offersTls(object: ExchangeObject): boolean | undefined {
  return wordsIn(object, 'AuthMechanism')?.has('tls');
}

/**
 * Returns the connectors of an Exchange server, which are evaluated by Exchange's rules.
 * @see https://learn.microsoft.com/powershell/module/exchange/get-receiveconnector
 * @see https://learn.microsoft.com/powershell/module/exchange/get-sendconnector
 */
export function exchangeConnectors(
  exported: ExchangeExport,
  { inventory, path }: ExchangeSource,
): Omit<DiscoveredConnectors, 'unreadParts'> {
  const withPlaces = (objects: readonly ExchangeObject[], list: string): readonly PlacedObject[] =>
    objects.map((object, index) => ({ object, place: `${list}[${index}]` }));
  const receiving = withPlaces(exported.receiveConnectors, 'ReceiveConnectors');
  const sending = withPlaces(exported.sendConnectors, 'SendConnectors');
  const all = [...receiving, ...sending];
  const names = exchangeNames(all);
  const serverFqdn = fullyQualifiedName(exported.fqdn);
  const connectors: Connector[] = [];
  const problems: Problem[] = [];
  for (const [index, placedObject] of all.entries()) {
    const { object } = placedObject;
    const direction = index < receiving.length ? 'receive' : 'send';
    const place = `${path}#${placedObject.place}`;
    const addProblem: AddProblem = (reason, failure) => problems.push(problemOfFailure(reason, place, failure));
    try {
      const enabled = flagIn(object, 'Enabled', true);
      const starttls = direction === 'receive' ? offersTls(object) : !flagIn(object, 'IgnoreSTARTTLS', false);
      if (starttls === undefined && enabled) addProblem('not_found', EXCHANGE_FAILURES.exported_tls_unknown);
      const isOffered = enabled && starttls === true;
      const probeTarget = (): ProbeTarget | undefined =>
        direction === 'receive'
          ? receiveTarget(placedObject, { all: receiving, serverFqdn }, addProblem)
          : sendTarget(object, addProblem);
      const probe = isOffered ? probeTarget() : undefined;
      // A connector without TLS needs no certificate, so unknown names are not a problem.
      const addNameProblem = isOffered ? addProblem : () => undefined;
      connectors.push({
        name: names.get(placedObject) ?? placedObject.place,
        direction,
        ...(starttls === undefined ? UNKNOWN_NAMES : namesOf(object, serverFqdn, addNameProblem)),
        enabled,
        starttls: starttls ?? true,
        ...(probe === undefined ? {} : { probe }),
        ...(flagIn(object, 'RequireTLS', false) ? { requireTls: true } : {}),
        source: { inventory, place },
      });
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      addProblem('settings_malformed', error.failure);
    }
  }
  return { connectors, problems };
}
