import type { Connector } from '../../../domain/connector/connector.ts';
import { parseTlsCertificateName } from '../../../domain/connector/tls-certificate-name.ts';
import type { Problem } from '../../../domain/problem.ts';
import { type FoundConnectors, fullName } from '../found-connector.ts';
import type { ExchangeExport } from './exchange-export.ts';
import { exchangeNames, type PlacedObject } from './exchange-names.ts';
import { type ReportProblem, receiveTarget, sendTarget } from './exchange-probes.ts';
import { ExchangeError, type ExchangeObject, flagIn, textIn, wordsIn } from './exchange-values.ts';

/** The source of an export. */
export interface ExchangePlace {
  readonly inventory: string;
  /** The file, absolute. */
  readonly path: string;
}

type Names = Pick<Connector, 'fqdn' | 'fqdnOrigin' | 'tlsCertificateName'>;

/** Returns the required names of a connector; without a name, it needs no certificate. */
function namesOf(object: ExchangeObject, exporting: string | undefined, report: ReportProblem): Names {
  const written = textIn(object, 'Fqdn');
  const own = fullName(written);
  const tlsCertificateName = textIn(object, 'TlsCertificateName');
  if (written !== undefined && own === undefined) {
    report('unresolved', `its FQDN "${written.slice(0, 253)}" is not an FQDN`);
  }
  if (tlsCertificateName !== undefined && parseTlsCertificateName(tlsCertificateName).kind === 'error') {
    throw new ExchangeError('TlsCertificateName is not <I>issuer<S>subject');
  }
  const fqdn = own ?? exporting;
  if (tlsCertificateName !== undefined) return { fqdn, tlsCertificateName };
  if (fqdn !== undefined) return { fqdn };
  report('unresolved', 'its FQDN and that of its server are unknown, so no certificate is selected');
  // The name of this computer is not that of the Exchange server, so it is not a substitute.
  return { fqdn, fqdnOrigin: 'discovered' };
}

const TLS_UNKNOWN =
  'the export has no AuthMechanism, so it is unknown whether the connector offers TLS; it is neither checked nor probed; docs/discovery.md has the export command';
/** The names of a connector without any claim: unknown if it needs a certificate. */
const UNJUDGED: Names = { fqdn: undefined, fqdnOrigin: 'discovered' };

/**
 * Returns true if a Receive connector offers STARTTLS; undefined: not in the export. Exchange
 * writes `None` for no mechanism.
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
  { inventory, path }: ExchangePlace,
): Omit<FoundConnectors, 'unreadParts'> {
  const placed = (objects: readonly ExchangeObject[], list: string): readonly PlacedObject[] =>
    objects.map((object, at) => ({ object, place: `${list}[${at}]` }));
  const receiving = placed(exported.receiveConnectors, 'ReceiveConnectors');
  const sending = placed(exported.sendConnectors, 'SendConnectors');
  const all = [...receiving, ...sending];
  const names = exchangeNames(all);
  const exporting = fullName(exported.fqdn);
  const connectors: Connector[] = [];
  const problems: Problem[] = [];
  for (const [at, each] of all.entries()) {
    const { object } = each;
    const direction = at < receiving.length ? 'receive' : 'send';
    const place = `${path}#${each.place}`;
    const report: ReportProblem = (reason, detail) => problems.push({ reason, location: place, detail });
    try {
      const enabled = flagIn(object, 'Enabled', true);
      const offered = direction === 'receive' ? offersTls(object) : !flagIn(object, 'IgnoreSTARTTLS', false);
      if (offered === undefined && enabled) report('not_found', TLS_UNKNOWN);
      const isSpoken = enabled && offered === true;
      const target =
        direction === 'receive'
          ? () => receiveTarget(each, { all: receiving, exporting }, report)
          : () => sendTarget(object, report);
      const probe = isSpoken ? target() : undefined;
      connectors.push({
        name: names.get(each) ?? each.place,
        direction,
        ...(offered === undefined ? UNJUDGED : namesOf(object, exporting, isSpoken ? report : () => undefined)),
        enabled,
        starttls: offered ?? true,
        ...(probe === undefined ? {} : { probe }),
        ...(flagIn(object, 'RequireTLS', false) ? { requireTls: true } : {}),
        source: { inventory, place },
      });
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      report('settings_malformed', error.message);
    }
  }
  return { connectors, problems };
}
