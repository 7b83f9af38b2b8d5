import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { FoundInventory } from '../../../src/domain/connector/found-inventory.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { DEFAULT_PROBE, type ProbeProtocol } from '../../../src/domain/connector/probe-target.ts';
import { EXIM_FAILURES } from '../../../src/domain/failure/exim-failures.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { type ScanResult, unavailable } from '../../../src/domain/scan-result.ts';
import { said } from '../../domain/failure/said.ts';
import { NOON } from '../../domain/world.ts';

const EMPTY: Inventory = { connectors: [], stores: [] };

function seen(value: Inventory, ...problems: readonly Problem[]): ScanResult<Inventory> {
  return { kind: 'available', at: NOON, value, problems };
}

function absent(reason: Problem['reason'], location: string): ScanResult<Inventory> {
  return seen(EMPTY, { reason, location, failure: said() });
}

function connector(
  name: string,
  [protocol, port]: readonly [ProbeProtocol, number],
  place: string,
  more: Partial<Connector> = {},
): Connector {
  const [inventory = ''] = name.split(' ');
  return {
    name,
    direction: 'receive',
    fqdn: 'mail.contoso.com',
    fqdnOrigin: 'discovered',
    enabled: true,
    starttls: true,
    keyLoadedBy: 'root',
    probe: { ...DEFAULT_PROBE, protocol, host: '127.0.0.1', port, serverName: 'mail.contoso.com' },
    reload: ['systemctl', 'reload', inventory],
    source: { inventory, place },
    ...more,
  };
}

const RSA = '/etc/ssl/mail-rsa.pem';
const BOTH = [RSA, '/etc/ssl/mail-ec.pem'];

/** The discovered inventories of the host in the documentation. */
export const CONTOSO_FOUND: readonly FoundInventory[] = [
  {
    name: 'postfix',
    isConfigured: true,
    result: seen({
      connectors: [
        connector('postfix smtp', ['smtp', 25], '/etc/postfix/master.cf:12', { certificateFiles: BOTH }),
        connector('postfix submissions', ['smtps', 465], '/etc/postfix/master.cf:18', { certificateFiles: [RSA] }),
      ],
      stores: [],
    }),
  },
  {
    name: 'dovecot',
    isConfigured: true,
    result: unavailable(NOON, {
      reason: 'permission_denied',
      location: '/etc/dovecot/conf.d/10-ssl.conf',
      failure: said('EACCES'),
    }),
  },
  {
    name: 'exim',
    isConfigured: false,
    result: seen(
      {
        connectors: [
          connector('exim 127.0.0.1:26', ['smtp', 26], 'exim4 -bP tls_certificate', {
            keyLoadedBy: 'Debian-exim',
            reload: ['systemctl', 'reload', 'exim4'],
          }),
        ],
        stores: [],
      },
      {
        reason: 'unresolved',
        location: 'exim4 -bP tls_certificate',
        failure: EXIM_FAILURES.exim_value_of_sni,
      },
    ),
  },
  { name: 'opensmtpd', isConfigured: false, result: absent('not_installed', 'smtpd') },
  {
    name: 'certbot',
    isConfigured: true,
    result: seen({
      connectors: [],
      stores: [
        {
          name: 'certbot',
          path: '/etc/letsencrypt/live/*/fullchain.pem',
          services: ['SMTP', 'IMAP', 'POP'],
          personal: true,
          autoRenewed: true,
          source: { inventory: 'certbot', place: '/etc/letsencrypt/renewal' },
        },
      ],
    }),
  },
];
