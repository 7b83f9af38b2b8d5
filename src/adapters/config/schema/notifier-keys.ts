import * as z from 'zod';
import type { Match } from '../../../domain/alert/match.ts';
import type { Change } from '../../../domain/event/event-record.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { describeWrongWord } from './describe-issue.ts';
import * as notifierValue from './notifier-values.ts';
import { secretFile } from './secret-file.ts';
import * as value from './value-schemas.ts';

/** The notifier types. */
export const NOTIFIER_TYPES = ['exec', 'webhook', 'mail', 'alertmanager', 'heartbeat'] as const;
type Optional<T> = z.ZodExactOptional<z.ZodType<T>>;

const LEVELS = ['Error', 'Warning', 'Information'] as const;
const CHANGES = ['raised', 'escalated', 'repeated', 'cleared', 'once'] as const;

/** Returns the schema of the key `type` for one notifier type. */
export function typeOf<T extends (typeof NOTIFIER_TYPES)[number]>(type: T): z.ZodLiteral<T> {
  return z.literal(type).meta({
    description: '`exec` (programs), `webhook`, `mail`, `alertmanager` (all open conditions) or `heartbeat`.',
  });
}

/** Returns the failure for an unknown type. */
export function describeType(input: unknown): Failure {
  return describeWrongWord('type', input, NOTIFIER_TYPES);
}

const patterns = z.array(notifierValue.pattern).min(1);

const match: z.ZodType<Match> = z
  .strictObject({
    levels: z.array(z.enum(LEVELS)).min(1).exactOptional().meta({
      description: 'Levels of the events. Default: `Error` and `Warning`, or all levels if `ids` is set.',
    }),
    ids: z.array(z.int()).min(1).exactOptional().meta({
      description:
        'Event IDs. Event 1900 (condition cleared) matches by the event ID of the condition that was cleared.',
    }),
    connectors: patterns.exactOptional().meta({
      description: 'Names of connectors, or patterns: `*` matches any characters, `?` one.',
    }),
    stores: patterns.exactOptional().meta({ description: 'Names of stores, or patterns.' }),
    thumbprints: z.array(notifierValue.thumbprintPrefix).min(1).exactOptional().meta({
      description: 'Thumbprints of certificates, complete or as a prefix.',
    }),
    names: patterns.exactOptional().meta({
      description: 'FQDNs and names in certificates, or patterns such as `*.contoso.com`.',
    }),
  })
  .transform((written) =>
    written.levels === undefined && written.ids === undefined
      ? { ...written, levels: ['Error' as const, 'Warning' as const] }
      : written,
  );

/** The key `match`: which events are sent. */
export const matchKey: { readonly match: z.ZodType<Match> } = {
  match: match.prefault({}).meta({
    description: 'Events that are sent: each key must match, with at least one item of a list.',
  }),
};

/** The keys of every notifier. */
export const commonKeys: { readonly name: z.ZodType<string>; readonly timeout: z.ZodType<number> } = {
  name: value.name.meta({ description: 'Unique name.' }),
  timeout: notifierValue.timerDuration.prefault('30s').meta({ description: 'Timeout of one attempt.' }),
};

const locale: z.ZodType<Locale> = z.enum(['en', 'ja']);

/** The key `locale`: the language of alerts. */
export const localeKey: { readonly locale: Optional<Locale> } = {
  locale: locale.exactOptional().meta({
    description: 'Language of alerts: `en` or `ja`. Default: `locale` of the first level.',
  }),
};

const changes: z.ZodType<readonly Change[]> = z.array(z.enum(CHANGES)).min(1);

interface NotifierKeys {
  readonly changes: z.ZodType<readonly Change[]>;
  readonly groupWait: z.ZodType<number>;
  readonly retryFor: z.ZodType<number>;
}

/** The key `holdFor`: how long a condition must be open before an alert is sent. */
export const holdForKey: { readonly holdFor: z.ZodType<number> } = {
  holdFor: notifierValue.durationOrZero.prefault('0s').meta({
    description:
      'How long a condition must be open before an alert is sent, for example `5m`. A condition that is cleared earlier is only logged.',
  }),
};

/** The keys of every notifier that sends alerts. */
export const notifierKeys: NotifierKeys & typeof commonKeys & typeof localeKey & typeof matchKey & typeof holdForKey = {
  ...commonKeys,
  ...localeKey,
  ...matchKey,
  ...holdForKey,
  changes: changes.prefault(['raised', 'escalated', 'repeated', 'cleared']).meta({
    description:
      'Changes that are sent: `raised`, `escalated`, `repeated`, `cleared`, and `once` for one-time events such as 1008 (certificate installed). A one-time Warning or Error counts as `raised`.',
  }),
  groupWait: notifierValue.durationOrZero.prefault('2s').meta({
    description:
      'How long to wait for further records about the same certificate or store, which are sent in one alert. `0s`: no wait.',
  }),
  retryFor: value.duration.prefault('48h').meta({
    description: 'How long a failed alert is retried. After that, event 1500 (delivery failed) is raised.',
  }),
};

/** The key `allowUnverified`: consent to send a secret to a remote server that is not verified. */
export const unverifiedKey: { readonly allowUnverified: z.ZodType<boolean> } = {
  allowUnverified: z.boolean().default(false).meta({
    description:
      'Allows sending a password, a token or the URL of `urlFile` to an unverified remote server: over `http://`, or by `mail` with `starttls` other than `required`. Each start logs a warning.',
  }),
};

/** The keys of notifiers that send HTTP requests, except the URL. */
export const httpKeys: { readonly caFile: Optional<string>; readonly proxy: Optional<string> } = {
  caFile: value.path.exactOptional().meta({
    description: 'File with the trusted CA certificates. Default: the CA certificates of the system.',
  }),
  proxy: notifierValue.proxyUrl.exactOptional().meta({
    description: 'HTTP proxy, for example `http://proxy.contoso.com:3128`. Default: none.',
  }),
};

/** The description of the key `url`, which has another schema for `alertmanager`. */
export const URL_DESCRIPTION =
  'URL of requests. `webhook` and `heartbeat` require `url` or `urlFile`; `alertmanager` requires `url`.';

/** The keys for a URL that may be a secret. */
export const endpointKeys: { readonly url: Optional<string>; readonly urlFile: Optional<string> } = {
  url: notifierValue.httpUrl.exactOptional().meta({ description: URL_DESCRIPTION }),
  urlFile: secretFile.exactOptional().meta({
    description: 'Instead of `url`: file with the URL, if the URL itself is a secret.',
  }),
};
