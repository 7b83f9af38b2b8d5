import { stringify } from 'yaml';
import type { FoundInventory } from '../../domain/connector/found-inventory.ts';
import { latest } from '../../domain/observation/look.ts';
import { computerName } from './computer-name.ts';
import type { ConfigurationEnvironment } from './configuration-environment.ts';
import { renderFound } from './render-found.ts';

/** Where nothing is found: one connector, to begin with. */
function sampleConnectors(domain: string): string {
  return `# What needs them. A connector without fqdn goes by the name of the computer.
connectors:
  - { name: Default, direction: receive }
  # - { name: Internet, direction: receive, fqdn: mail.${domain} }
  # - { name: To Internet, direction: send, fqdn: mail.${domain} }
  # A server that names its certificate's file, such as Postfix, presents what stands there:
  # - { name: smtpd, direction: receive, fqdn: mail.${domain}, certificateFile: /etc/ssl/mail.pem }

# The connectors of mail servers on this host are found by themselves; none was when this was written.
# discover: { postfix: true, dovecot: true, exim: true, opensmtpd: true, certbot: true }`;
}

/** Stands where the name of the computer is to be written, for the host does not know it. */
const OPEN_COMPUTER = '# computer: mail01.contoso.com';

/** The line of a first configuration in which the computer's name is to be written before it can be used; undefined: it stands there. */
export function openComputerLine(text: string): number | undefined {
  const at = text.split('\n').indexOf(OPEN_COMPUTER);
  return at < 0 ? undefined : at + 1;
}

/** A store of certbot's, where it is not found by itself. */
const SAMPLE_STORE = `
  # - { name: letsencrypt, path: "/etc/letsencrypt/live/*/fullchain.pem" }`;

/**
 * A first configuration for this host: it can be used as it is, where the host knows its full name, and shows in comments what
 * may be added.
 * @param found what there is on this host @param exchangeExport the file that an Exchange server exported, absolute
 */
export function renderInitial(
  environment: ConfigurationEnvironment,
  found: readonly FoundInventory[] = [],
  exchangeExport?: string,
): string {
  const name = computerName(environment);
  const computer =
    'value' in name
      ? `computer: ${name.value}\n`
      : `# This host does not know its full name. Write it here, as other servers know it:\n${OPEN_COMPUTER}\n`;
  const domain = 'value' in name ? name.value.slice(name.value.indexOf('.') + 1) : 'contoso.com';
  const hasStore = found.some(({ look }) => (latest(look)?.value.stores.length ?? 0) > 0);
  const store = stringify(`${environment.stateDirectory}/store`).trim();
  return `# mailcertd watches the certificates that the mail connectors of this host depend on.
# Every key, its default and its meaning: docs/configuration.md. After a change:
#   mailcertd config check && systemctl reload mailcertd

${computer}
# When to scan: minute, hour, day of month, month, day of week. Changed files start a scan besides.
schedule: "*/15 * * * *"

# Where certificates are looked for. The store named My is the one that mailcertd itself writes to.
stores:
  - { name: My, path: ${store}, services: [SMTP] }${hasStore ? '' : SAMPLE_STORE}

${renderFound(found, exchangeExport) ?? sampleConnectors(domain)}

# Where events are explained: alerts link to it. The pages, docs/events of the installed package, can be copied to a wiki.
# helpLink: "https://wiki.${domain}/mailcertd/{id}"

# Where the records go besides the event log.
logs:
  - { to: console, format: line }
  # - { to: file, path: /var/log/mailcertd/events.log, format: classic, maxSize: 10MB, keep: 5 }

# Who is told: programs, webhooks, mail, Alertmanager. docs/configuration.md has their keys.
# notifiers: [{ name: hooks, type: exec, directory: hooks.d }]

# trust: [system, { enterprise: /etc/ssl/contoso-ca.pem }]
# expiresSoon: { within: 21d, share: 0.25, steps: [14d, 7d, 3d, 1d] }
# repeatInterval: 24h
# proxy: { allowInternalUntrustedCerts: false, allowExternalUntrustedCerts: false }
`;
}
