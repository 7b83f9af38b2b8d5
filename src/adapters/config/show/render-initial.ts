import { stringify } from 'yaml';
import { DISCOVERABLE } from '../../../domain/connector/discover.ts';
import type { FoundInventory } from '../../../domain/connector/found-inventory.ts';
import { currentOrLastKnown } from '../../../domain/scan-result.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { defaultComputerName } from '../resolve/default-computer-name.ts';
import { INITIAL_PHRASES } from './initial-phrases.ts';
import { renderDiscovery } from './render-discovery.ts';

const DISCOVER_LATER = `discover: { ${DISCOVERABLE.map((name) => `${name}: true`).join(', ')} }`;

/** Returns a sample connector for a host without discovered servers. */
function sampleConnectors(domain: string, locale: Locale): string {
  const comments = inLanguage(INITIAL_PHRASES, locale);
  return `${comments.connectors}
connectors:
  - { name: Default, direction: receive }
  # - { name: Internet, direction: receive, fqdn: mail.${domain} }
  # - { name: To Internet, direction: send, fqdn: mail.${domain} }
  ${comments.certificateFile}
  # - { name: smtpd, direction: receive, fqdn: mail.${domain}, certificateFile: /etc/ssl/mail.pem }

${comments.noServer}
# ${DISCOVER_LATER}`;
}

/**
 * Returns the settings for servers that are installed later. For a host on which nothing was found
 * and that needs no personal store.
 */
function laterConnectors(domain: string, locale: Locale): string {
  const comments = inLanguage(INITIAL_PHRASES, locale);
  return `${comments.noServerYet}
${DISCOVER_LATER}

${comments.undiscovered}
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
function renderStores(
  path: string,
  {
    hasPersonalStore,
    hasDiscoveredStore,
  }: { readonly hasPersonalStore: boolean; readonly hasDiscoveredStore: boolean },
  locale: Locale,
): string {
  const comments = inLanguage(INITIAL_PHRASES, locale);
  const personalStoreEntry = `{ name: My, path: ${stringify(path).trim()}, services: [SMTP] }`;
  const certbot = '{ name: letsencrypt, path: "/etc/letsencrypt/live/*/fullchain.pem" }';
  if (hasPersonalStore) {
    return `${comments.personalStore}
stores:
  - ${personalStoreEntry}${hasDiscoveredStore ? '' : `\n  # - ${certbot}`}`;
  }
  return `${comments.noPersonalStore}
stores: []
# stores: [${personalStoreEntry}${hasDiscoveredStore ? '' : `, ${certbot}`}]

${comments.internalTransport}
internalTransportCertificate: none`;
}

/**
 * Returns a first configuration for this host, with comments on further settings. It is valid if
 * the host knows its full name.
 * @param inventories the servers on this host
 * @param exchangeExport the absolute path of the export file of an Exchange server
 * @param personalStore true adds a store named My, in which certificates are issued; an Exchange
 * export always does
 * @param locale the language of the comments
 */
export function renderInitial(
  environment: ConfigurationEnvironment,
  locale: Locale,
  inventories: readonly FoundInventory[] = [],
  {
    exchangeExport,
    personalStore = false,
  }: { readonly exchangeExport?: string | undefined; readonly personalStore?: boolean } = {},
): string {
  const comments = inLanguage(INITIAL_PHRASES, locale);
  const name = defaultComputerName(environment);
  const computer =
    'value' in name ? `computer: ${name.value}\n` : `${comments.computerUnknown}\n${COMPUTER_PLACEHOLDER}\n`;
  const domain = 'value' in name ? name.value.slice(name.value.indexOf('.') + 1) : 'contoso.com';
  const hasDiscoveredStore = inventories.some(
    ({ result }) => (currentOrLastKnown(result)?.value.stores.length ?? 0) > 0,
  );
  const hasPersonalStore = personalStore || exchangeExport !== undefined;
  const connectors = hasPersonalStore ? sampleConnectors(domain, locale) : laterConnectors(domain, locale);
  return `${comments.header}
#   mailcertd config check && systemctl reload mailcertd

${computer}
${comments.schedule}
schedule: "*/15 * * * *"

${renderStores(`${environment.stateDirectory}/store`, { hasPersonalStore, hasDiscoveredStore }, locale)}

${renderDiscovery(inventories, exchangeExport, locale) ?? connectors}

${comments.helpLink}
# helpLink: "https://wiki.${domain}/mailcertd/{id}"

${comments.logs}
logs:
  - { type: console, format: line }
  # - { type: file, path: /var/log/mailcertd/events.log, format: classic, maxSize: 10MB, keep: 5 }

${comments.notifiers}
# notifiers: [{ name: hooks, type: exec, directory: hooks.d }]

# trust: [system, { enterprise: /etc/ssl/contoso-ca.pem }]
# expiresSoon: { within: 21d, fraction: 0.25, remindAt: [14d, 7d, 3d, 1d] }
# repeatInterval: 24h
# proxy: { allowInternalUntrustedCerts: false, allowExternalUntrustedCerts: false }
`;
}
