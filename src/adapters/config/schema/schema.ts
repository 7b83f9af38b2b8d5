import * as z from 'zod';
import { KEY_KINDS } from '../../../domain/certificate/certificate-order.ts';
import { connector } from './connector.ts';
import { discover } from './discover.ts';
import { logOutput } from './log-output.ts';
import { notifier } from './notifier.ts';
import { probing } from './probe.ts';
import { secretFile } from './secret-file.ts';
import { trust } from './trust.ts';
import * as value from './value-schemas.ts';
import type { StoreEntry, WrittenConfiguration } from './written-configuration.ts';

const SERVICES = ['SMTP', 'IMAP', 'POP', 'UM', 'IIS', 'Federation'] as const;
const ROLES = ['client-access', 'hub-transport', 'unified-messaging', 'edge-transport', 'mailbox'] as const;

/** The schema of an item of `stores`. */
const store: z.ZodType<StoreEntry> = z.strictObject({
  name: value.name.meta({
    description: 'Its name, unlike any other. The store named `My` is the one that is written to.',
  }),
  path: value.path.meta({
    description: 'A folder (searched to the bottom), a file, or a pattern such as `live/*/fullchain.pem`.',
  }),
  services: z.array(z.enum(SERVICES)).prefault(['SMTP', 'IMAP', 'POP']).meta({
    description:
      'What its certificates are enabled for where nothing beside them says otherwise: `SMTP`, `IMAP`, `POP`, `UM`, `IIS`, `Federation`.',
  }),
  personal: z.boolean().default(true).meta({
    description: 'Whether connectors look for their certificate in it; `false` for archives and trust stores.',
  }),
  autoRenewed: z.boolean().exactOptional().meta({
    description:
      'Whether something renews its certificates by itself, as certbot does: then an overdue renewal is told of (1304). Left out: `false`.',
  }),
  passwordFile: secretFile.exactOptional().meta({
    description:
      'A file with the password of its keystores (PKCS#12, JKS), for certificates and private keys alike, and of its encrypted private keys.',
  }),
  passwordFiles: z.array(secretFile).max(16).exactOptional().meta({
    description: 'Files with further passwords, 16 at most, tried in this order behind `passwordFile`.',
  }),
});

/** The schema of the configuration file; unknown keys are errors. */
export const schema: z.ZodType<WrittenConfiguration> = z.strictObject({
  computer: value.computer.exactOptional().meta({
    description:
      'The full name of this host, as other servers know it. Left out: the name in /etc/hostname if it has a dot, else what the resolver makes of it. `localhost` and single labels are refused. Fixed for the life of the process.',
  }),
  stateDirectory: value.path.exactOptional().meta({
    description: 'Where the event log and the personal store are kept. Left out: `/var/lib/mailcertd`.',
  }),
  schedule: value.schedule.prefault('*/15 * * * *').meta({
    description: 'When to scan: a cron expression of five fields, or six with seconds first.',
  }),
  timezone: value.timezone.exactOptional().meta({
    description: 'The IANA time zone that `schedule` is meant in. Left out: the one of the process.',
  }),
  watch: z.boolean().default(true).meta({
    description:
      'Whether changed files start a scan between the scheduled ones. Of a store, 4,096 folders are watched at most, or as many as `fs.inotify.max_user_watches` allows; a warning says so, and the scheduled scans see all of them.',
  }),
  roles: z.array(z.enum(ROLES)).min(1).prefault(['hub-transport']).meta({
    description:
      'The roles of this server: `client-access`, `hub-transport`, `unified-messaging`, `edge-transport`, `mailbox`. With `mailbox` alone no certificate is ever issued.',
  }),
  profile: z.enum(['exchange-2007', 'exchange-2019']).default('exchange-2007').meta({
    description:
      'Whose rules decide what an expired STARTTLS certificate is: 12014 (`exchange-2007`) or 12016 (`exchange-2019`).',
  }),
  locale: z.enum(['en', 'ja']).exactOptional().meta({
    description: 'The language of what is printed: `en` or `ja`. Left out: LC_ALL, LC_MESSAGES or LANG decide.',
  }),
  helpLink: value.line.prefault('docs/events/{id}.md').meta({
    description:
      "Where events are explained, the last line of the classic text and of alerts; `{id}` stands for the event's number. An address, a full path, or a path within the installed package. Write an address that opens from where alerts are read: else they name `mailcertd events show`, the record, and the page on the computer itself.",
  }),
  stores: z.array(store).exactOptional().meta({
    description:
      'The certificate stores. Left out: one, named `My`, the folder `store` in the state directory, for `SMTP`. Without a store named `My` no certificate is ever issued.',
  }),
  trust: trust.prefault(['system']).meta({
    description: "Where trust begins: `system` (the system's CA certificates), `{ enterprise: PATH }`, or both.",
  }),
  internalTransportCertificate: value.internalTransportCertificate.prefault('auto').meta({
    description:
      'The certificate between the servers of one organization: `auto` (the recorded one, else the one that carries the name of the computer), `none` (and none is issued at the first start), or a thumbprint in any spelling.',
  }),
  connectors: z.array(connector).prefault([]).meta({ description: 'The Receive and Send connectors.' }),
  discover: discover.prefault({}).meta({
    description:
      'What is found by itself, at every scan: the connectors of mail servers on this host by their own settings, and stores. What `connectors` and `stores` have under the same name counts in its place.',
  }),
  probing: probing.prefault({}).meta({ description: 'How connectors are probed, all together.' }),
  expiresSoon: z
    .strictObject({
      within: value.durationSchema.prefault('21d').meta({ description: 'At most so long before the end.' }),
      fraction: z.number().min(0).max(1).default(0.25).meta({
        description: 'At most this fraction of the lifetime, from 0 to 1.',
      }),
      remindAt: z.array(value.durationSchema).exactOptional().meta({
        description:
          'When it is told again, more urgently: falling, none above `within`. Left out: `14d`, `7d`, `3d` and `1d`, as far as they lie below `within`.',
      }),
    })
    .prefault({})
    .meta({ description: 'When a certificate expires soon.' }),
  selfSigned: z
    .strictObject({
      years: z.int().min(1).max(100).default(5).meta({ description: 'How many calendar years it is valid.' }),
      key: z.enum(KEY_KINDS).default('rsa-2048').meta({
        description: 'Its key: `rsa-2048`, `rsa-3072`, `rsa-4096`, `ec-p256` or `ec-p384`.',
      }),
      renewBefore: value.durationOrOff.prefault('off').meta({
        description:
          'How long before their end the self-signed certificates of the store named `My` are renewed automatically, as in `30d`: those that lie in a folder of their own, with their key. `off`: never.',
      }),
    })
    .prefault({})
    .meta({
      description:
        'The certificate that is issued when the personal store is empty at the first start, and its renewal.',
    }),
  repeatInterval: value.durationSchema.prefault('24h').meta({
    description: 'How long an open condition stays silent before it is told again.',
  }),
  levels: z
    .record(z.string(), z.enum(['Error', 'Warning', 'Information']))
    .default({})
    .meta({
      description: 'Levels other than the usual, by event ID: `Error`, `Warning` or `Information`.',
      examples: [{ 12017: 'Error' }],
    }),
  logs: z
    .array(logOutput)
    .prefault([{ type: 'console' }])
    .meta({
      description: 'The log outputs; each gets every record, in order.',
    }),
  notifiers: z.array(notifier).prefault([]).meta({
    description: 'Who is told, how, and of what.',
  }),
  retention: z
    .strictObject({
      records: z.int().min(1).default(200_000).meta({ description: 'At most so many.' }),
      days: z.int().min(1).max(36_500).default(400).meta({ description: 'None older than so many days.' }),
    })
    .prefault({})
    .meta({ description: 'How many event records are kept.' }),
  proxy: z
    .strictObject({
      allowInternalUntrustedCerts: z.boolean().default(false).meta({
        description:
          'AllowInternalUntrustedCerts of the Internet-facing server: whether it proxies to servers whose certificate leads to no trusted root.',
      }),
      allowExternalUntrustedCerts: z.boolean().default(false).meta({
        description: 'AllowExternallUntrustedCerts of the same place (so spelled there); proxying needs both.',
      }),
      allowExternallUntrustedCerts: z.boolean().exactOptional().meta({
        description: "The registry's spelling of `allowExternalUntrustedCerts`: accepted, with a warning.",
      }),
    })
    .prefault({})
    .meta({
      description:
        'What the Internet-facing Client Access server is set to under `HKLM\\System\\CurrentControlSet\\Services\\MSExchangeOWA`; `certificates show` judges proxying by it.',
    }),
  eventSource: value.line.prefault('MSExchangeTransport').meta({
    description: 'The source that the events of the Exchange family name.',
  }),
});
