import * as z from 'zod';
import { KEY_SPECS } from '../../../domain/certificate/key-spec.ts';
import { connector } from './connector.ts';
import { discover } from './discover.ts';
import { http } from './http.ts';
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
    description: 'Unique name. mailcertd writes only to the store `My`.',
  }),
  path: value.path.meta({
    description: 'A directory (scanned recursively), a file, or a pattern such as `live/*/fullchain.pem`.',
  }),
  services: z.array(z.enum(SERVICES)).prefault(['SMTP', 'IMAP', 'POP']).meta({
    description:
      'Services that may use its certificates: `SMTP`, `IMAP`, `POP`, `UM`, `IIS`, `Federation`. A file `certificate.yaml` next to a certificate takes precedence.',
  }),
  personal: z.boolean().default(true).meta({
    description:
      'Connectors search this store for certificates. Set `false` for archives and trust stores. (The personal store `My` is something else.)',
  }),
  autoRenewed: z.boolean().exactOptional().meta({
    description:
      'Another program, such as certbot, renews its certificates. Overdue renewals then raise event 1304 (renewal overdue). Default: `false`.',
  }),
  passwordFile: secretFile.exactOptional().meta({
    description: 'File with the password of its keystores (PKCS#12, JKS) and encrypted private keys.',
  }),
  passwordFiles: z.array(secretFile).max(16).exactOptional().meta({
    description: 'Up to 16 files with further passwords, tried in this order after `passwordFile`.',
  }),
});

/** The schema of the configuration file; unknown keys are errors. */
export const schema: z.ZodType<WrittenConfiguration> = z.strictObject({
  computer: value.computer.exactOptional().meta({
    description:
      'FQDN of this host. `localhost` and single labels are not valid. A change requires a restart. Default: the name in `/etc/hostname` if it has a dot, else the name from the resolver.',
  }),
  stateDirectory: value.path.exactOptional().meta({
    description: 'Directory of the event log and the personal store. Default: `/var/lib/mailcertd`.',
  }),
  schedule: value.schedule.prefault('*/15 * * * *').meta({
    description: 'Schedule of scans: a cron expression with five fields, or six with seconds first.',
  }),
  timezone: value.timezone.exactOptional().meta({
    description: 'IANA time zone of `schedule`. Default: the time zone of the process.',
  }),
  watch: z.boolean().default(true).meta({
    description: 'Changed files start a scan between the scheduled ones.',
  }),
  roles: z.array(z.enum(ROLES)).min(1).prefault(['hub-transport']).meta({
    description:
      'Roles of this server: `client-access`, `hub-transport`, `unified-messaging`, `edge-transport`, `mailbox`. With only `mailbox`, no certificate is created.',
  }),
  profile: z.enum(['exchange-2007', 'exchange-2019']).default('exchange-2007').meta({
    description:
      'Version of Exchange whose rules apply. It sets the event for an expired certificate: 12014, no usable certificate (`exchange-2007`), or 12016, certificate expired (`exchange-2019`). For a connector with `certificateFile`, the event is always 12016.',
  }),
  locale: z.enum(['en', 'ja']).exactOptional().meta({
    description: 'Output language: `en` or `ja`. Default: from `LC_ALL`, `LC_MESSAGES` or `LANG`.',
  }),
  helpLink: value.line.prefault('docs/events/{id}.md').meta({
    description:
      'Link to the page of an event, in the last line of its text: a URL, an absolute path, or a path in the installed package. `{id}` is replaced by the event number. With a URL, recipients of alerts can open the page.',
  }),
  stores: z.array(store).exactOptional().meta({
    description:
      'Certificate stores. Without a store `My`, no certificate is created. Default: only the store `My`, in the directory `store` of the state directory, for `SMTP`.',
  }),
  trust: trust.prefault(['system']).meta({
    description: "Trusted roots: `system` (the system's CA certificates), `{ enterprise: PATH }`, or both.",
  }),
  internalTransportCertificate: value.internalTransportCertificate.prefault('auto').meta({
    description:
      'The certificate for mail between the Exchange servers of one organization: `auto`, `none` or a thumbprint.',
  }),
  connectors: z.array(connector).prefault([]).meta({ description: 'The Receive and Send connectors.' }),
  discover: discover.prefault({}).meta({
    description:
      'Discovers the connectors and stores of mail servers on this host at each scan. Entries of `connectors` and `stores` with the same name take precedence.',
  }),
  probing: probing.prefault({}).meta({ description: 'Settings for the probes of all connectors.' }),
  expiresSoon: z
    .strictObject({
      within: value.duration.prefault('21d').meta({ description: 'Maximum time before expiry.' }),
      fraction: z.number().min(0).max(1).default(0.25).meta({
        description: 'Maximum fraction of the lifetime, from 0 to 1.',
      }),
      remindAt: z.array(value.duration).exactOptional().meta({
        description:
          'Times before expiry at which a further alert is sent (escalation), in descending order, at most `within`. The default has only the times that are shorter than `within`. Default: `[14d, 7d, 3d, 1d]`.',
      }),
    })
    .prefault({})
    .meta({ description: 'When a certificate is expiring.' }),
  selfSigned: z
    .strictObject({
      years: z.int().min(1).max(100).default(5).meta({ description: 'Validity in calendar years.' }),
      key: z.enum(KEY_SPECS).default('rsa-2048').meta({
        description: 'Key type: `rsa-2048`, `rsa-3072`, `rsa-4096`, `ec-p256` or `ec-p384`.',
      }),
      renewBefore: value.durationOrOff.prefault('off').meta({
        description:
          'How long before expiry the self-signed certificates of the store `My` are renewed automatically, for example `30d`. `off`: never.',
      }),
    })
    .prefault({})
    .meta({
      description:
        'Settings of the self-signed certificate that is created at the first start, if the personal store is empty, and of its renewal.',
    }),
  repeatInterval: value.duration.prefault('24h').meta({
    description: 'Time between reminders of an open condition.',
  }),
  levels: z
    .record(z.string(), z.enum(['Error', 'Warning', 'Information']))
    .default({})
    .meta({
      description: 'Changed levels by event ID: `Error`, `Warning` or `Information`.',
      examples: [{ 12017: 'Error' }],
    }),
  logs: z
    .array(logOutput)
    .prefault([{ type: 'console' }])
    .meta({
      description: 'Log outputs; each receives all records, in order.',
    }),
  notifiers: z.array(notifier).prefault([]).meta({
    description: 'Recipients of alerts, with filters.',
  }),
  http: http.prefault({}).meta({
    description: 'The HTTP server with the status, metrics and events. `off`: no server.',
  }),
  retention: z
    .strictObject({
      records: z.int().min(1).default(200_000).meta({ description: 'Maximum number.' }),
      days: z.int().min(1).max(36_500).default(400).meta({ description: 'Maximum age in days.' }),
    })
    .prefault({})
    .meta({ description: 'Retention of event records.' }),
  proxy: z
    .strictObject({
      allowInternalUntrustedCerts: z.boolean().default(false).meta({
        description:
          'AllowInternalUntrustedCerts of the Internet-facing server: whether it proxies to servers with an untrusted certificate.',
      }),
      allowExternalUntrustedCerts: z.boolean().default(false).meta({
        description:
          'AllowExternallUntrustedCerts (spelled this way) of the same registry key. Proxying requires both values.',
      }),
      allowExternallUntrustedCerts: z.boolean().exactOptional().meta({
        description: "The registry's spelling of `allowExternalUntrustedCerts`: accepted, with a warning.",
      }),
    })
    .prefault({})
    .meta({
      description:
        'Settings of the Internet-facing Client Access server under `HKLM\\System\\CurrentControlSet\\Services\\MSExchangeOWA`, used by `certificates show`.',
    }),
  eventSource: value.line.prefault('MSExchangeTransport').meta({
    description: 'Source of the Exchange events.',
  }),
});
