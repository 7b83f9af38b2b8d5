/** Mail servers that are discovered by their settings. */
export const MAIL_SERVERS = ['postfix', 'dovecot', 'exim', 'opensmtpd', 'nginx'] as const;

/** A mail server or program that can be discovered on this host. */
export type Discoverable = (typeof MAIL_SERVERS)[number] | 'certbot';

/**
 * All that can be discovered on this host: mail servers by their settings, certbot by its
 * directories.
 */
export const DISCOVERABLE: readonly Discoverable[] = [...MAIL_SERVERS, 'certbot'];

/** The settings of automatic discovery. */
export interface DiscoverySettings extends Readonly<Record<Discoverable, boolean>> {
  /** Absolute path of an export of an Exchange server; undefined: none. */
  readonly exchangeExport: string | undefined;
}

/** The default: nothing is discovered. */
export const DISCOVER_NOTHING: DiscoverySettings = {
  postfix: false,
  dovecot: false,
  exim: false,
  opensmtpd: false,
  nginx: false,
  certbot: false,
  exchangeExport: undefined,
};

/** Everything is discovered, except an Exchange export, which needs a path. */
export const DISCOVER_ALL: DiscoverySettings = {
  postfix: true,
  dovecot: true,
  exim: true,
  opensmtpd: true,
  nginx: true,
  certbot: true,
  exchangeExport: undefined,
};
