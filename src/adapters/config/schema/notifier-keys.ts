import * as z from 'zod';
import type { Match } from '../../../domain/alert/match.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import type { Change } from '../../../domain/event/event-record.ts';
import { describeWrongWord } from '../check/describe-issue.ts';
import * as own from './notifier-values.ts';
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
    description:
      'How it tells: `exec` (programs), `webhook`, `mail`, `alertmanager` (shown all that is open) or `heartbeat` (a sign of life).',
  });
}

/** Returns the message for an unknown type. */
export function describeType(input: unknown): string {
  return describeWrongWord('type', input, NOTIFIER_TYPES);
}

const patterns = z.array(own.pattern).min(1);

const match: z.ZodType<Match> = z
  .strictObject({
    levels: z.array(z.enum(LEVELS)).min(1).exactOptional().meta({
      description: 'Levels. Left out: `Error` and `Warning`, or every level where `ids` says which events are meant.',
    }),
    ids: z.array(z.int()).min(1).exactOptional().meta({
      description: 'Event IDs; that one is over belongs to the event that is over.',
    }),
    connectors: patterns.exactOptional().meta({
      description: 'Names of connectors. In patterns `*` stands for any run of characters and `?` for one.',
    }),
    stores: patterns.exactOptional().meta({ description: 'Names of stores, or patterns.' }),
    thumbprints: z.array(own.thumbprintFront).min(1).exactOptional().meta({
      description: 'Thumbprints of certificates, whole or the first digits of them.',
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

/** The key with the event filter. */
export const matchKey: { readonly match: z.ZodType<Match> } = {
  match: match.prefault({}).meta({
    description: 'Which events it is told of: every key must hold, of a list one item.',
  }),
};

/** The keys of every notifier. */
export const namedKeys: { readonly name: z.ZodType<string>; readonly timeout: z.ZodType<number> } = {
  name: value.name.meta({ description: 'Its name, unlike any other.' }),
  timeout: own.interval.prefault('30s').meta({ description: 'How long one attempt may take.' }),
};

const locale: z.ZodType<Locale> = z.enum(['en', 'ja']);

/** The key with the language of a notifier. */
export const localeKey: { readonly locale: Optional<Locale> } = {
  locale: locale.exactOptional().meta({
    description: 'The language it tells in: `en` or `ja`. Left out: the one of the configuration.',
  }),
};

const changes: z.ZodType<readonly Change[]> = z.array(z.enum(CHANGES)).min(1);

interface NotifierKeys {
  readonly changes: z.ZodType<readonly Change[]>;
  readonly groupWait: z.ZodType<number>;
  readonly retryFor: z.ZodType<number>;
}

/** How long a condition must be open before it is notified. */
export const holdForKey: { readonly holdFor: z.ZodType<number> } = {
  holdFor: own.span.prefault('0s').meta({
    description:
      'How long a condition must be open before it is notified, for example `5m`. A condition that is cleared earlier is logged and never notified.',
  }),
};

/** The keys of every notifier that sends alerts. */
export const notifierKeys: NotifierKeys & typeof namedKeys & typeof localeKey & typeof matchKey & typeof holdForKey = {
  ...namedKeys,
  ...localeKey,
  ...matchKey,
  ...holdForKey,
  changes: changes.prefault(['raised', 'escalated', 'repeated', 'cleared']).meta({
    description:
      'At which changes: `raised`, `escalated`, `repeated`, `cleared`, and `once` for what has no duration, such as 1008; a Warning or an Error of that kind counts as `raised`.',
  }),
  groupWait: own.span.prefault('2s').meta({
    description:
      'How long one alert waits for others about the same certificate or store, to be told together; `0s`: not at all.',
  }),
  retryFor: value.durationSchema.prefault('48h').meta({
    description: 'How long an alert is tried before it is given up, which event 1500 then says.',
  }),
};

/** Consent to send a secret to a remote server that is not verified. */
export const unverifiedKey: { readonly allowUnverified: z.ZodType<boolean> } = {
  allowUnverified: z.boolean().default(false).meta({
    description:
      'Allows a password, a token or the address in `urlFile` to be sent to a remote server that is not verified: over `http://`, or by `mail` with `starttls` other than `required`. Each start warns of it.',
  }),
};

/** The keys of notifiers that send HTTP requests, except the URL. */
export const reachedKeys: { readonly caFile: Optional<string>; readonly proxy: Optional<string> } = {
  caFile: value.path.exactOptional().meta({
    description:
      "A file with the CA certificates that its server's certificate must come from. Left out: the system's.",
  }),
  proxy: own.proxyUrl.exactOptional().meta({
    description: 'The HTTP proxy that requests go through, as in `http://proxy.contoso.com:3128`. Left out: none.',
  }),
};

/** The keys for a URL that may be a secret. */
export const endpointKeys: { readonly url: Optional<string>; readonly urlFile: Optional<string> } = {
  url: own.httpUrl.exactOptional().meta({ description: 'Where requests go.' }),
  urlFile: secretFile.exactOptional().meta({
    description: 'In place of `url`: a file with the address, where the address itself is a secret.',
  }),
};
