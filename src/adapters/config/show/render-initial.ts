import { stringify } from 'yaml';
import { DISCOVERABLE } from '../../../domain/connector/discover.ts';
import type { FoundInventory } from '../../../domain/connector/found-inventory.ts';
import { currentOrLastKnown } from '../../../domain/scan-result.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { defaultComputerName } from '../resolve/default-computer-name.ts';
import { renderDiscovery } from './render-discovery.ts';

const DISCOVER_LATER = `discover: { ${DISCOVERABLE.map((name) => `${name}: true`).join(', ')} }`;

/** Returns a sample connector for a host without discovered servers. */
function sampleConnectors(domain: string): string {
  return `# Connectors. A connector without fqdn uses the FQDN of this computer.
connectors:
  - { name: Default, direction: receive }
  # - { name: Internet, direction: receive, fqdn: mail.${domain} }
  # - { name: To Internet, direction: send, fqdn: mail.${domain} }
  # A server with a configured certificate file, such as Postfix, uses this file:
  # - { name: smtpd, direction: receive, fqdn: mail.${domain}, certificateFile: /etc/ssl/mail.pem }

# Mail servers on this host are discovered automatically. None was found when this was written.
# ${DISCOVER_LATER}`;
}

/**
 * Returns the settings for servers that are installed later. For a host on which nothing was found
 * and that needs no personal store.
 */
function laterConnectors(domain: string): string {
  return `# Mail servers and certbot are discovered automatically, at each scan. None was found when this was written.
${DISCOVER_LATER}

# A connector that is not discovered, with the certificate file of its server:
# connectors:
#   - { name: smtpd, direction: receive, fqdn: mail.${domain}, certificateFile: /etc/ssl/mail.pem }`;
}

/** The line to replace with the computer's name if the host does not know it. */
const COMPUTER_PLACEHOLDER = '# computer: mail01.contoso.com';

/**
 * Returns the line number where the computer's name must be added; undefined if the file is
 * complete.
 */
export function missingComputerLine(text: string): number | undefined {
  const index = text.split('\n').indexOf(COMPUTER_PLACEHOLDER);
  return index < 0 ? undefined : index + 1;
}

/**
 * Returns the key `stores`. Without a personal store, also returns the key that switches off the
 * internal transport certificate.
 */
function renderStores(path: string, hasPersonalStore: boolean, hasDiscoveredStore: boolean): string {
  const personalStoreEntry = `{ name: My, path: ${stringify(path).trim()}, services: [SMTP] }`;
  const certbot = '{ name: letsencrypt, path: "/etc/letsencrypt/live/*/fullchain.pem" }';
  if (hasPersonalStore) {
    return `# Certificate stores. mailcertd writes only to the store My.
stores:
  - ${personalStoreEntry}${hasDiscoveredStore ? '' : `\n  # - ${certbot}`}`;
  }
  return `# Certificate stores, in addition to the files that mail servers name. mailcertd issues a certificate, and
# writes one, only in a store named My: add it to use Exchange connectors or "mailcertd certificates new".
stores: []
# stores: [${personalStoreEntry}${hasDiscoveredStore ? '' : `, ${certbot}`}]

# The certificate for mail between the Exchange servers of an organization. Remove this line to monitor Exchange.
internalTransportCertificate: none`;
}

/**
 * Returns a first configuration for this host, with comments on further settings. It is valid if
 * the host knows its full name.
 * @param inventories the servers on this host
 * @param exchangeExport the absolute path of the export file of an Exchange server
 * @param personalStore true adds a store named My, in which certificates are issued; an Exchange
 * export always does
 */
export function renderInitial(
  environment: ConfigurationEnvironment,
  inventories: readonly FoundInventory[] = [],
  {
    exchangeExport,
    personalStore = false,
  }: { readonly exchangeExport?: string | undefined; readonly personalStore?: boolean } = {},
): string {
  const name = defaultComputerName(environment);
  const computer =
    'value' in name
      ? `computer: ${name.value}\n`
      : `# The FQDN of this host is unknown. Write it here:\n${COMPUTER_PLACEHOLDER}\n`;
  const domain = 'value' in name ? name.value.slice(name.value.indexOf('.') + 1) : 'contoso.com';
  const hasDiscoveredStore = inventories.some(
    ({ result }) => (currentOrLastKnown(result)?.value.stores.length ?? 0) > 0,
  );
  const hasPersonalStore = personalStore || exchangeExport !== undefined;
  const connectors = hasPersonalStore ? sampleConnectors(domain) : laterConnectors(domain);
  return `# mailcertd monitors the certificates that the mail connectors of this host use.
# All keys and defaults: docs/configuration.md. After a change:
#   mailcertd config check && systemctl reload mailcertd

${computer}
# When to scan: minute, hour, day of month, month, day of week. Changed files also start a scan.
schedule: "*/15 * * * *"

${renderStores(`${environment.stateDirectory}/store`, hasPersonalStore, hasDiscoveredStore)}

${renderDiscovery(inventories, exchangeExport) ?? connectors}

# Help pages, to which alerts link. The pages, docs/events of the installed package, can be copied to a wiki.
# helpLink: "https://wiki.${domain}/mailcertd/{id}"

# Log outputs, in addition to the event log.
logs:
  - { type: console, format: line }
  # - { type: file, path: /var/log/mailcertd/events.log, format: classic, maxSize: 10MB, keep: 5 }

# Notifiers: programs, webhooks, mail, Alertmanager. Keys: docs/configuration.md.
# notifiers: [{ name: hooks, type: exec, directory: hooks.d }]

# trust: [system, { enterprise: /etc/ssl/contoso-ca.pem }]
# expiresSoon: { within: 21d, fraction: 0.25, remindAt: [14d, 7d, 3d, 1d] }
# repeatInterval: 24h
# proxy: { allowInternalUntrustedCerts: false, allowExternalUntrustedCerts: false }
`;
}
