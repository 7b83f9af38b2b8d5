/** Mail servers that are discovered by their settings. */
export const MAIL_SERVERS = ['postfix', 'dovecot', 'exim', 'opensmtpd', 'nginx'] as const;

export type Discoverable = (typeof MAIL_SERVERS)[number] | 'certbot';

/** What can be found by itself on this host: mail servers by their settings, certbot by its folders. */
export const DISCOVERABLE: readonly Discoverable[] = [...MAIL_SERVERS, 'certbot'];

/** What is to be found by itself. */
export interface Discover extends Readonly<Record<Discoverable, boolean>> {
  /** What an Exchange server exported of itself, absolute; undefined: nothing. */
  readonly exchangeExport: string | undefined;
}

/** What holds where it is not asked for. */
export const DISCOVER_NOTHING: Discover = {
  postfix: false,
  dovecot: false,
  exim: false,
  opensmtpd: false,
  nginx: false,
  certbot: false,
  exchangeExport: undefined,
};

/** All that can be found without being told where. */
export const DISCOVER_ALL: Discover = {
  postfix: true,
  dovecot: true,
  exim: true,
  opensmtpd: true,
  nginx: true,
  certbot: true,
  exchangeExport: undefined,
};
