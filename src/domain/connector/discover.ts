/** What can be found by itself on this host: mail servers by their settings, certbot by its folders. */
export const DISCOVERABLE = ['postfix', 'dovecot', 'exim', 'opensmtpd', 'nginx', 'certbot'] as const;

export type Discoverable = (typeof DISCOVERABLE)[number];

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
