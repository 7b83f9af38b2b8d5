import type { Connector } from '../../../domain/connector/connector.ts';
import { fullyQualifiedName } from '../discovered-connectors.ts';
import { identityOfFiles } from '../named-files.ts';
import { configuredFilesOf } from './postfix-configured-files.ts';
import type { PostfixContext } from './postfix-context.ts';
import type { PostfixReport } from './postfix-report.ts';
import { clientTlsOf } from './postfix-tls.ts';

/**
 * Returns the Send connectors: the SMTP clients with a certificate. Clients with equal settings
 * have one connector, with the name of the first client.
 */
export function postfixSendConnectors(context: PostfixContext, report: PostfixReport): readonly Connector[] {
  const { settings, pemContentsOf, server, instance } = context;
  const clients = settings.services.filter(({ type, program }) => type === 'unix' && program === 'smtp');
  const connectors = new Map<string, Connector>();
  for (const client of clients) {
    const part = `client ${client.name}`;
    const tls = report.valueOrUnreadPart(part, client, clientTlsOf(client, settings));
    if (tls === undefined || tls.mode === 'none') continue;
    const configured = configuredFilesOf('smtp_tls', client, settings, pemContentsOf);
    if (configured.kind === 'unresolved') report.addUnreadPart(part);
    const files = report.servedFiles(client, configured);
    if (files === undefined) continue;
    const heloName = report.valueOrProblem(client, settings.resolve('smtp_helo_name', client));
    const key = [heloName, tls.isRequired, identityOfFiles(files)].join('\n');
    if (connectors.has(key)) continue;
    connectors.set(key, {
      name: `${instance} ${part}`,
      direction: 'send',
      fqdn: fullyQualifiedName(heloName),
      fqdnOrigin: 'discovered',
      enabled: true,
      starttls: true,
      ...files,
      keyLoadedBy: 'root',
      reload: server.reload,
      ...(tls.isRequired ? { requireTls: true } : {}),
      source: { inventory: server.name, place: report.positionOf(client) },
    });
  }
  return [...connectors.values()];
}
