import * as z from 'zod';
import { DAY } from '../../../domain/time.ts';
import { briefTime } from './brief-time.ts';
import { command } from './command.ts';
import { probe } from './probe.ts';
import { trust } from './trust.ts';
import * as value from './value-schemas.ts';
import type { ConnectorEntry } from './written-configuration.ts';

/** The schema of an item of `connectors`. */
export const connector: z.ZodType<ConnectorEntry> = z.strictObject({
  name: value.name.meta({ description: 'Its name, unlike any other.' }),
  direction: z.enum(['receive', 'send']).meta({ description: '`receive` or `send`.' }),
  fqdn: value.fqdn.exactOptional().meta({
    description: 'The name it gives in EHLO and STARTTLS; left out, the name of the computer counts.',
  }),
  enabled: z.boolean().default(true).meta({ description: 'A connector that is not enabled is not judged.' }),
  starttls: z.boolean().default(true).meta({
    description: 'Whether it offers TLS; if not, nothing is looked up and nothing is logged for it.',
  }),
  tlsCertificateName: value.tlsCertificateName.exactOptional().meta({
    description:
      'As Exchange has it: `<I>issuer<S>subject`. The certificate is looked for by these names, and not by the FQDN.',
  }),
  certificateFile: value.paths.exactOptional().meta({
    description:
      'The file that a mail server names as its certificate, or a list of them (16 at most). What stands there is presented, and nothing else; the stores are not asked.',
  }),
  keyFile: value.paths.exactOptional().meta({
    description:
      'The file with the private key for `certificateFile`, or a list of them. Left out: the key lies in the same file, in `privkey.pem` beside it, or in `NAME.key`.',
  }),
  keyLoadedBy: value.account.exactOptional().meta({
    description:
      'The account that opens the private key; Postfix and Dovecot open it as `root` before they give that up. Left out: `root`.',
  }),
  probe: probe.exactOptional().meta({
    type: ['object', 'string'],
    description:
      'Where what it really presents is looked at: an address such as `smtp://127.0.0.1:25`, or a map with more. Of a Send connector it is the other side. Left out: nothing is looked at.',
  }),
  reload: command('[systemctl, reload, postfix]').exactOptional().meta({
    description:
      'The program that makes its server read its certificate again, with its arguments, as a list; no shell reads it.',
  }),
  grace: briefTime(0, 30 * DAY)
    .exactOptional()
    .meta({
      description:
        "How long the server may serve the previous certificate after its file has changed, before event 1406 is reported; at most one minute if the previous certificate has expired. Counts from the file's modification time. If a file was moved or copied with its time (`mv`, `cp -p`, `rsync -t`), it counts from the scan that first saw the file. Left out: `15m`.",
    }),
  trust: trust.min(1).exactOptional().meta({
    description: 'Where trust in what it serves begins. Left out: as `trust` of the first level says.',
  }),
  requireTls: z.boolean().exactOptional().meta({
    description:
      'Whether mail does not go at all without TLS; then it is an error that none is offered. Left out: `false`.',
  }),
  internal: z.boolean().exactOptional().meta({
    description:
      'Of a Send connector: whether the other side is a server of the same organization (12019 in place of 12020). Left out: `false`.',
  }),
  requireClientCertificate: z.boolean().exactOptional().meta({
    description:
      'For a Send connector: whether it needs a client certificate, so that it is an error if none is found (12014). Left out: `true` if there is a store named `My`, else `false`.',
  }),
  selectCertificate: z.boolean().exactOptional().meta({
    description:
      'For a Receive connector with a probe: `false` if its certificate is on another host, so that only what is served is checked. Left out: `false` if there is no store to look in, else `true`.',
  }),
});
