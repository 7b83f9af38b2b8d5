import { stringify } from 'yaml';
import { computerName } from './computer-name.ts';
import type { ConfigurationEnvironment } from './configuration-environment.ts';

/** A first configuration for this host: it can be used as it is, and shows in comments what may be added. */
export function renderInitial(environment: ConfigurationEnvironment): string {
  const name = computerName(environment);
  const computer =
    'value' in name
      ? `computer: ${name.value}\n`
      : '# This host does not know its full name. Write it here, as other servers know it:\n# computer: mail01.contoso.com\n';
  const domain = 'value' in name ? name.value.slice(name.value.indexOf('.') + 1) : 'contoso.com';
  const store = stringify(`${environment.stateDirectory}/store`).trim();
  return `# mailcertd watches the certificates that the mail connectors of this host depend on.
# Every key, its default and its meaning: docs/configuration.md. After a change:
#   mailcertd config check && systemctl reload mailcertd

${computer}
# When to scan: minute, hour, day of month, month, day of week. Changed files start a scan besides.
schedule: "*/15 * * * *"

# Where certificates are looked for. The store named My is the one that mailcertd itself writes to.
stores:
  - { name: My, path: ${store}, services: [SMTP] }
  # - { name: letsencrypt, path: "/etc/letsencrypt/live/*/fullchain.pem" }

# What needs them. A connector without fqdn goes by the name of the computer.
connectors:
  - { name: Default, direction: receive }
  # - { name: Internet, direction: receive, fqdn: mail.${domain} }
  # - { name: To Internet, direction: send, fqdn: mail.${domain} }
  # A server that names its certificate's file, such as Postfix, presents what stands there:
  # - { name: smtpd, direction: receive, fqdn: mail.${domain}, certificateFile: /etc/ssl/mail.pem }

# What is found by itself, at every scan: the connectors of the mail servers of this host, and what certbot renews.
discover: { postfix: true, dovecot: true, exim: true, opensmtpd: true, certbot: true }

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
