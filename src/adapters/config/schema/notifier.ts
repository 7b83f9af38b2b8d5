import * as z from 'zod';
import { command } from './command.ts';
import { describeNoValue } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';
import {
  commonKeys,
  describeType,
  endpointKeys,
  holdForKey,
  httpKeys,
  localeKey,
  matchKey,
  notifierKeys,
  typeOf,
  URL_DESCRIPTION,
  unverifiedKey,
} from './notifier-keys.ts';
import * as notifierValue from './notifier-values.ts';
import { secretFile } from './secret-file.ts';
import * as value from './value-schemas.ts';
import type {
  WrittenAlertmanager,
  WrittenExec,
  WrittenHeartbeat,
  WrittenMail,
  WrittenNotifier,
  WrittenWebhook,
} from './written-notifier.ts';

/**
 * A webhook: HTTP requests with an optional signature.
 * @see https://www.standardwebhooks.com
 */
const webhook: z.ZodType<WrittenWebhook> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('webhook'),
  ...notifierKeys,
  ...endpointKeys,
  ...httpKeys,
  ...unverifiedKey,
  secretFile: secretFile.exactOptional().meta({
    description: 'For `webhook`: file with the secret for signatures, `whsec_…`. Default: no signatures.',
  }),
  tokenFile: secretFile.exactOptional().meta({
    description: 'For `webhook` and `alertmanager`: file with a token, sent as `Authorization: Bearer`.',
  }),
  body: z.enum(['standard', 'alertmanager']).default('standard').meta({
    description:
      "For `webhook`: `standard`, or `alertmanager` for the body of Alertmanager's webhooks (version 4), which chat bridges read.",
  }),
});

/** Mail through an SMTP server. */
const mail: z.ZodType<WrittenMail> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('mail'),
  ...notifierKeys,
  server: notifierValue.mailServer.meta({
    description: 'For `mail`: the mail server, `smtp://HOST:25` or `smtps://HOST:465`.',
  }),
  from: notifierValue.mailbox.meta({ description: 'For `mail`: the sender.' }),
  to: z.array(notifierValue.mailbox).min(1).max(100).meta({ description: 'For `mail`: the recipients.' }),
  user: value.line.exactOptional().meta({
    description: 'For `mail` and `alertmanager`: user name for the login; requires `passwordFile`.',
  }),
  passwordFile: secretFile.exactOptional().meta({
    description: 'For `mail` and `alertmanager`: file with the password of `user`.',
  }),
  starttls: z.enum(['required', 'opportunistic', 'off']).default('required').meta({
    description:
      'For `mail`: `required` sends only with STARTTLS and a trusted certificate; `opportunistic` uses STARTTLS if offered; `off` sends unencrypted.',
  }),
  ...unverifiedKey,
  caFile: value.path.exactOptional().meta({
    description: 'File with the trusted CA certificates. Default: the CA certificates of the system.',
  }),
});

/** A heartbeat for a service that raises an alarm when it is missing. */
const heartbeat: z.ZodType<WrittenHeartbeat> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('heartbeat'),
  ...commonKeys,
  ...endpointKeys,
  ...httpKeys,
  ...unverifiedKey,
  interval: notifierValue.timerDuration.prefault('5m').meta({
    description:
      'For `alertmanager`: how often all open conditions are sent (default: `1m`). For `heartbeat`: how often a request is sent (default: `5m`).',
  }),
});

/** Programs that run for each alert. */
const exec: z.ZodType<WrittenExec> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('exec'),
  ...notifierKeys,
  directory: value.path.exactOptional().meta({
    description: 'For `exec`: directory; all executable files in it are run, in order of name.',
  }),
  command: command('[/usr/local/bin/page, --team, mail]').exactOptional().meta({
    description:
      'For `exec`, instead of `directory`: a program with its arguments, as a list. It runs without a shell and is not searched in `PATH`.',
  }),
});

/**
 * An Alertmanager, which receives all open conditions.
 * @see https://prometheus.io/docs/alerting/latest/alerts_api/
 */
const alertmanager: z.ZodType<WrittenAlertmanager> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('alertmanager'),
  ...commonKeys,
  ...localeKey,
  ...matchKey,
  ...holdForKey,
  url: notifierValue.alertmanagerUrl.meta({
    description: URL_DESCRIPTION,
  }),
  ...httpKeys,
  ...unverifiedKey,
  user: value.line.exactOptional().meta({
    description: 'For `mail` and `alertmanager`: user name for the login; requires `passwordFile`.',
  }),
  passwordFile: secretFile.exactOptional().meta({
    description: 'For `mail` and `alertmanager`: file with the password of `user`.',
  }),
  tokenFile: secretFile.exactOptional().meta({
    description: 'For `webhook` and `alertmanager`: file with a token, sent as `Authorization: Bearer`.',
  }),
  interval: notifierValue.timerDuration.prefault('1m').meta({
    description:
      'For `alertmanager`: how often all open conditions are sent (default: `1m`). For `heartbeat`: how often a request is sent (default: `5m`).',
  }),
});

/** The schema of an item of `notifiers`; `type` determines its keys. */
export const notifier: z.ZodType<WrittenNotifier> = z.discriminatedUnion(
  'type',
  [exec, webhook, mail, alertmanager, heartbeat],
  {
    error: ({ code, input }) => {
      if (code !== 'invalid_union') return undefined;
      const type = typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
      return new DescribedFailures(type === null ? describeNoValue('type') : describeType(type));
    },
  },
);
