import type { DiscoveredInstance } from '../discovered-connectors.ts';
import { connectorOfSni, type SniConnector, storesOfWildcard } from '../sni-connector.ts';
import type { PostfixContext } from './postfix-context.ts';
import { postfixReceiver } from './postfix-receive.ts';
import { PostfixReport } from './postfix-report.ts';
import { postfixSendConnectors } from './postfix-send.ts';
import type { PostfixService } from './postfix-settings.ts';
import { postfixSniConnectors } from './postfix-sni-connectors.ts';

function isReceiver({ type, program }: PostfixService): boolean {
  return type === 'inet' && (program === 'smtpd' || program === 'postscreen');
}

function isWildcard({ serverName }: SniConnector): boolean {
  return serverName.startsWith('.');
}

/**
 * Returns the connectors of a Postfix instance:
 * - a Receive connector for each socket of smtpd or postscreen
 * - a Receive connector for each SNI name with its own certificate
 * - a Send connector for each client certificate
 *
 * The certificate files of a wildcard SNI name are stores, because a wildcard cannot be probed.
 * @see https://www.postfix.org/TLS_README.html
 * @see https://www.postfix.org/POSTSCREEN_README.html
 */
export function postfixConnectors(context: PostfixContext): DiscoveredInstance {
  const report = new PostfixReport(context);
  const services = context.settings.services.filter(isReceiver);
  const receivers = services.map((service) => postfixReceiver(service, context, report));
  const sniConnectors = postfixSniConnectors(receivers, context, report);
  const connectors = [
    ...receivers.flatMap((receiver) => receiver.connectors),
    ...sniConnectors.filter((connector) => !isWildcard(connector)).map(connectorOfSni),
    ...postfixSendConnectors(context, report),
  ];
  const stores = sniConnectors.filter(isWildcard).flatMap((connector) => storesOfWildcard(connector, ['SMTP']));
  return { connectors, stores, problems: report.problems, unreadParts: report.unreadParts };
}
