import * as z from 'zod';
import type { Discoverable } from '../../../domain/connector/discover.ts';
import * as value from './value-schemas.ts';

/** `discover` as written in the file; the path may be relative. */
export interface WrittenDiscover extends Readonly<Record<Discoverable, boolean>> {
  readonly exchangeExport?: string;
}

/** The schema of `discover`. */
export const discover: z.ZodType<WrittenDiscover> = z.strictObject({
  postfix: z.boolean().default(false).meta({
    description: 'Whether the connectors of Postfix are found by `postconf`, those of its further instances too.',
  }),
  dovecot: z.boolean().default(false).meta({
    description: 'Whether the connectors of Dovecot are found by `doveconf`, those of its further instances too.',
  }),
  exim: z.boolean().default(false).meta({ description: 'Whether the connectors of Exim are found by `exim -bP`.' }),
  opensmtpd: z.boolean().default(false).meta({
    description: 'Whether the connectors of OpenSMTPD are found in its `smtpd.conf`.',
  }),
  nginx: z.boolean().default(false).meta({
    description: 'Discovers the connectors of nginx as a mail proxy from its `nginx.conf`.',
  }),
  certbot: z.boolean().default(false).meta({
    description: 'Whether what certbot renews is a store, of certificates that are renewed by themselves.',
  }),
  exchangeExport: value.path.exactOptional().meta({
    description: 'A file into which an Exchange server has exported its connectors and certificates, as JSON.',
  }),
});
