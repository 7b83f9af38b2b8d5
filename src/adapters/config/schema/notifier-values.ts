import type * as z from 'zod';
import { MAX_TIMER_MS } from '../../../domain/time.ts';
import { DURATION_FORM, parseDuration } from '../../../formats/text/duration.ts';
import { quote } from '../quote.ts';
import { printable, textSchema } from './text-schema.ts';
import type { ValueOrError } from './value-or-error.ts';

/** A duration in ms, 0 included. */
export const durationOrZero: z.ZodType<number> = textSchema(`a duration: ${DURATION_FORM}`, (text) => {
  const value = parseDuration(text);
  return value === undefined ? { error: `${quote(text)} is not a duration; write ${DURATION_FORM}` } : { value };
});

/** A duration in ms, greater than 0 and short enough for a timer of Node. */
export const timerDuration: z.ZodType<number> = textSchema(`a duration: ${DURATION_FORM}`, (text) => {
  const value = parseDuration(text);
  if (value === undefined) return { error: `${quote(text)} is not a duration; write ${DURATION_FORM}` };
  if (value === 0) return { error: `${quote(text)} must be greater than 0, for example 30s` };
  return value > MAX_TIMER_MS ? { error: `${quote(text)} must be at most 24d` } : { value };
});

const MAX_URL_CHARACTERS = 2048;

/** An HTTP URL without a password. */
export const httpUrl: z.ZodType<string> = textSchema('an address such as https://alerts.contoso.com/in', (text) =>
  readUrl(text, ['https:', 'http:'], 'https://alerts.contoso.com/in'),
);

/** The URL of an Alertmanager, without the path of its API. */
export const alertmanagerUrl: z.ZodType<string> = httpUrl
  .refine((text) => !/[?#]/.test(text), {
    error: 'the URL must end with the path, because /api/v2/alerts is appended, for example http://127.0.0.1:9093',
  })
  .refine((text) => !/\/api\/v[12](?:\/.*)?$/.test(text), {
    error: 'the URL must not contain the API path, which is appended, for example http://127.0.0.1:9093',
  });

/** The URL of an HTTP proxy. */
export const proxyUrl: z.ZodType<string> = textSchema('an address such as http://proxy.contoso.com:3128', (text) =>
  readServer(text, ['http:'], 'http://proxy.contoso.com:3128'),
);

/** The URL of a mail server: `smtp://host:25` or `smtps://host:465`. */
export const mailServer: z.ZodType<string> = textSchema('an address such as smtp://mail01.contoso.com:25', (text) => {
  const form = 'smtp://mail01.contoso.com:25 or smtps://mail01.contoso.com:465';
  return readServer(text, ['smtp:', 'smtps:'], form);
});

/** One mailbox: `alerts@contoso.com`, or with a name, `mailcertd <alerts@contoso.com>`. */
export const mailbox: z.ZodType<string> = textSchema('a mail address such as alerts@contoso.com', (text) => {
  const [, name, bracketed, bare] = /^(?:([^<>,;]*)<([^<>]*)>|([^<>]*))$/.exec(text.trim()) ?? [];
  const address = bracketed ?? bare ?? '';
  const isAddress = /^[^\s@,;<>"()[\]\\:]{1,64}@[^\s@,;<>"()[\]\\:]{1,255}$/.test(address);
  return isAddress && !/["\\]/.test(name ?? '')
    ? printable('the address', text.trim(), 512)
    : {
        error: `${quote(text)} is not a mail address; write one, for example alerts@contoso.com or mailcertd <alerts@contoso.com>`,
      };
});

/** A pattern for names: `*` matches any number of characters, `?` one. */
export const pattern: z.ZodType<string> = textSchema('a name or a pattern such as "Client *"', (text) =>
  text.trim() === ''
    ? { error: 'the pattern must not be empty; write one, or remove it' }
    : printable('the pattern', text, 256),
);

/**
 * A thumbprint or its first digits, in upper or lower case, with colons or spaces; read as upper
 * case.
 */
export const thumbprintPrefix: z.ZodType<string> = textSchema('a thumbprint, or the front of one', (text) => {
  const digits = text.replace(/[\s:]/g, '').toUpperCase();
  return /^[0-9A-F]{4,40}$/.test(digits)
    ? { value: digits }
    : { error: `${quote(text)} is not a thumbprint; write all 40 hex digits, or at least the first 4` };
});

/** Reads the URL of a server with an optional port and nothing else. */
function readServer(text: string, schemes: readonly string[], form: string): ValueOrError<string> {
  const result = readUrl(text, schemes, form);
  if ('error' in result) return result;
  const { pathname, search, hash } = new URL(text);
  return pathname.length > 1 || search !== '' || hash !== ''
    ? { error: `the URL must end after the server and its port, for example ${form}` }
    : result;
}

/** Reads a URL. Messages never contain the URL, because it may contain a secret. */
function readUrl(text: string, schemes: readonly string[], form: string): ValueOrError<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !schemes.includes(url.protocol) || url.hostname === '') {
    return { error: `this is not a valid URL here; write one, for example ${form}` };
  }
  if (url.username !== '' || url.password !== '') {
    return { error: 'the URL must not contain a user name or password; use the keys for separate files' };
  }
  if (text.includes('…')) {
    return { error: 'the URL contains …, which config show prints instead of a secret; write the complete URL' };
  }
  const result = printable('', text, MAX_URL_CHARACTERS);
  if ('value' in result) return result;
  return {
    error: `the URL must not contain invisible characters, and must have at most ${MAX_URL_CHARACTERS}, for example ${form}`,
  };
}
