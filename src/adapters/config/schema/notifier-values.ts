import type * as z from 'zod';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { MAX_TIMER_MS } from '../../../domain/time.ts';
import { parseDuration } from '../../../formats/text/duration.ts';
import { quote } from '../quote.ts';
import { DescribedFailures } from './described-failures.ts';
import { printable, textSchema } from './text-schema.ts';
import type { ValueOrError } from './value-or-error.ts';

const DURATION_FORM = CONFIGURATION_FAILURES.duration_form;
const DURATION = CONFIGURATION_FAILURES.a_duration({ form: DURATION_FORM });

const notADuration = (text: string): { readonly failure: Failure } => ({
  failure: CONFIGURATION_FAILURES.duration_invalid({ value: quote(text), form: DURATION_FORM }),
});

/** A duration in ms, 0 included. */
export const durationOrZero: z.ZodType<number> = textSchema(DURATION, (text) => {
  const value = parseDuration(text);
  return value === undefined ? notADuration(text) : { value };
});

/** A duration in ms, greater than 0 and short enough for a timer of Node. */
export const timerDuration: z.ZodType<number> = textSchema(DURATION, (text) => {
  const value = parseDuration(text);
  if (value === undefined) return notADuration(text);
  if (value === 0) return { failure: CONFIGURATION_FAILURES.duration_zero({ value: quote(text), example: '30s' }) };
  return value > MAX_TIMER_MS
    ? { failure: CONFIGURATION_FAILURES.duration_too_long({ value: quote(text), maximum: '24d' }) }
    : { value };
});

const MAX_URL_CHARACTERS = 2048;

/** Returns the schema of an address, with an example for messages. */
function addressSchema(
  example: string,
  read: (text: string, example: string) => ValueOrError<string>,
): z.ZodType<string> {
  return textSchema(CONFIGURATION_FAILURES.an_address({ example }), (text) => read(text, example));
}

/** An HTTP URL without a password. */
export const httpUrl: z.ZodType<string> = addressSchema('https://alerts.contoso.com/in', (text, example) =>
  readUrl(text, ['https:', 'http:'], example),
);

/** The URL of an Alertmanager, without the path of its API. */
export const alertmanagerUrl: z.ZodType<string> = httpUrl
  .refine((text) => !/[?#]/.test(text), {
    error: () => new DescribedFailures(CONFIGURATION_FAILURES.alertmanager_url_with_query),
  })
  .refine((text) => !/\/api\/v[12](?:\/.*)?$/.test(text), {
    error: () => new DescribedFailures(CONFIGURATION_FAILURES.alertmanager_url_with_api),
  });

/** The URL of an HTTP proxy. */
export const proxyUrl: z.ZodType<string> = addressSchema('http://proxy.contoso.com:3128', (text, example) =>
  readServer(text, ['http:'], example),
);

/** The URL of a mail server: `smtp://host:25` or `smtps://host:465`. */
export const mailServer: z.ZodType<string> = addressSchema('smtp://mail01.contoso.com:25', (text) =>
  readServer(text, ['smtp:', 'smtps:'], CONFIGURATION_FAILURES.mail_server_form),
);

/** One mailbox: `alerts@contoso.com`, or with a name, `mailcertd <alerts@contoso.com>`. */
export const mailbox: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_mail_address, (text) => {
  const [, name, bracketed, bare] = /^(?:([^<>,;]*)<([^<>]*)>|([^<>]*))$/.exec(text.trim()) ?? [];
  const address = bracketed ?? bare ?? '';
  const isAddress = /^[^\s@,;<>"()[\]\\:]{1,64}@[^\s@,;<>"()[\]\\:]{1,255}$/.test(address);
  return isAddress && !/["\\]/.test(name ?? '')
    ? printable(CONFIGURATION_FAILURES.the_address, text.trim(), 512)
    : { failure: CONFIGURATION_FAILURES.mail_address_invalid({ value: quote(text) }) };
});

/** A pattern for names: `*` matches any number of characters, `?` one. */
export const pattern: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_pattern, (text) =>
  text.trim() === ''
    ? { failure: CONFIGURATION_FAILURES.pattern_empty }
    : printable(CONFIGURATION_FAILURES.the_pattern, text, 256),
);

/**
 * A thumbprint or its first digits, in upper or lower case, with colons or spaces; read as upper
 * case.
 */
export const thumbprintPrefix: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_thumbprint_prefix, (text) => {
  const digits = text.replace(/[\s:]/g, '').toUpperCase();
  return /^[0-9A-F]{4,40}$/.test(digits)
    ? { value: digits }
    : { failure: CONFIGURATION_FAILURES.thumbprint_prefix_invalid({ value: quote(text) }) };
});

/** Reads the URL of a server with an optional port and nothing else. */
function readServer(text: string, schemes: readonly string[], form: string | Failure): ValueOrError<string> {
  const result = readUrl(text, schemes, form);
  if ('failure' in result) return result;
  const { pathname, search, hash } = new URL(text);
  return pathname.length > 1 || search !== '' || hash !== ''
    ? { failure: CONFIGURATION_FAILURES.url_with_path({ form }) }
    : result;
}

/** Reads a URL. Messages never contain the URL, because it may contain a secret. */
function readUrl(text: string, schemes: readonly string[], form: string | Failure): ValueOrError<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !schemes.includes(url.protocol) || url.hostname === '') {
    return { failure: CONFIGURATION_FAILURES.url_invalid({ form }) };
  }
  if (url.username !== '' || url.password !== '') {
    return { failure: CONFIGURATION_FAILURES.url_with_login };
  }
  if (text.includes('…')) {
    return { failure: CONFIGURATION_FAILURES.url_shortened };
  }
  const result = printable('', text, MAX_URL_CHARACTERS);
  if ('value' in result) return result;
  return { failure: CONFIGURATION_FAILURES.url_unprintable({ maximum: MAX_URL_CHARACTERS, form }) };
}
