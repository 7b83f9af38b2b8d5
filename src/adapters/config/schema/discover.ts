import * as z from 'zod';
import type { Discoverable } from '../../../domain/connector/discover.ts';
import * as value from './value-schemas.ts';

/** `discover` as written in the file; `exchangeExport` may be a relative path. */
export interface WrittenDiscover extends Readonly<Record<Discoverable, boolean>> {
  readonly exchangeExport?: string;
}

/** The schema of `discover`. */
export const discover: z.ZodType<WrittenDiscover> = z.strictObject({
  postfix: z.boolean().default(false).meta({
    description: 'Discovers the connectors of Postfix and its further instances with `postconf`.',
  }),
  dovecot: z.boolean().default(false).meta({
    description: 'Discovers the connectors of Dovecot and its further instances with `doveconf`.',
  }),
  exim: z.boolean().default(false).meta({ description: 'Discovers the connectors of Exim with `exim -bP`.' }),
  opensmtpd: z.boolean().default(false).meta({
    description: 'Discovers the connectors of OpenSMTPD from its `smtpd.conf`.',
  }),
  nginx: z.boolean().default(false).meta({
    description: 'Discovers the connectors of nginx as a mail proxy from its `nginx.conf`.',
  }),
  certbot: z.boolean().default(false).meta({
    description: 'Discovers the certificates of certbot as a store with automatic renewal.',
  }),
  exchangeExport: value.path.exactOptional().meta({
    description: 'JSON export of the connectors and certificates of an Exchange server.',
  }),
});
