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
  name: value.name.meta({ description: 'Unique name.' }),
  direction: z.enum(['receive', 'send']).meta({ description: '`receive` or `send`.' }),
  fqdn: value.fqdn.exactOptional().meta({
    description: 'Name in EHLO and STARTTLS. Default: the FQDN of this computer.',
  }),
  enabled: z.boolean().default(true).meta({ description: '`false`: the connector is not monitored.' }),
  starttls: z.boolean().default(true).meta({
    description: 'The server offers TLS. `false`: no certificate is selected, and no event is raised.',
  }),
  tlsCertificateName: value.tlsCertificateName.exactOptional().meta({
    description:
      'In the format of Exchange: `<I>issuer<S>subject`. The certificate is selected by these names instead of the FQDN.',
  }),
  certificateFile: value.paths.exactOptional().meta({
    description:
      'Certificate file of the mail server, or a list of up to 16 files. The server uses only these files; stores are not searched.',
  }),
  keyFile: value.paths.exactOptional().meta({
    description:
      'File with the private key for `certificateFile`, or a list. Default: `certificateFile` itself, `privkey.pem` in its directory, or `NAME.key`.',
  }),
  keyLoadedBy: value.account.exactOptional().meta({
    description: 'Account that opens the private key, for example `exim`. Default: `root`.',
  }),
  probe: probe.exactOptional().meta({
    type: ['object', 'string'],
    description:
      'URL at which the served certificate is checked, for example `smtp://127.0.0.1:25`, or a map with more keys. For a Send connector, the URL is the remote server. Default: no probe.',
  }),
  reload: command('[systemctl, reload, postfix]').exactOptional().meta({
    description: 'Command that reloads the server, as a list of program and arguments; it runs without a shell.',
  }),
  grace: briefTime(0, 30 * DAY)
    .exactOptional()
    .meta({
      description:
        'Grace period: how long the server may serve the previous certificate after its file has changed. After that, event 1406 (server not reloaded) is raised. Default: `15m`.',
    }),
  trust: trust.min(1).exactOptional().meta({
    description: 'Trusted roots for the served certificate. Default: `trust` of the top level.',
  }),
  requireTls: z.boolean().exactOptional().meta({
    description: 'Mail requires TLS. Missing STARTTLS then has the level Error. Default: `false`.',
  }),
  internal: z.boolean().exactOptional().meta({
    description:
      'For a Send connector: the remote server is in the same organization. If its certificate expires, event 12019 (internal server) is raised instead of 12020 (remote server). Default: `false`.',
  }),
  requireClientCertificate: z.boolean().exactOptional().meta({
    description:
      'For a Send connector: it needs a client certificate. A missing one then raises the Error 12014 (no usable certificate). Default: depends on `stores` and `certificateFile`.',
  }),
  selectCertificate: z.boolean().exactOptional().meta({
    description:
      'For a Receive connector with a probe: `false` if its certificate is on another host, so that only the served certificate is checked. Default: depends on `stores` and `certificateFile`.',
  }),
});
