import type * as z from 'zod';
import { DURATION_FORM, parseDuration } from '../../../formats/text/duration.ts';
import { quote } from './quote.ts';
import { printable, written } from './value-schemas.ts';
import type { WrittenValue } from './written-value.ts';

/** A duration in ms, 0 included. */
export const span: z.ZodType<number> = written(`a duration: ${DURATION_FORM}`, (text) => {
  const value = parseDuration(text);
  return value === undefined ? { fault: `${quote(text)} is not a duration; write ${DURATION_FORM}` } : { value };
});

/** The longest timeout of a Node timer in ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A duration in ms that a timer can wait, greater than 0. */
export const interval: z.ZodType<number> = written(`a duration: ${DURATION_FORM}`, (text) => {
  const value = parseDuration(text);
  if (value === undefined) return { fault: `${quote(text)} is not a duration; write ${DURATION_FORM}` };
  if (value === 0) return { fault: `${quote(text)} is no time at all; write a duration longer than that, as in 30s` };
  return value > LONGEST_TIMER ? { fault: `${quote(text)} is longer than 24d; shorten it` } : { value };
});

const LONGEST_URL = 2048;

/** An HTTP URL without a password. */
export const httpUrl: z.ZodType<string> = written('an address such as https://alerts.contoso.com/in', (text) =>
  readUrl(text, ['https:', 'http:'], 'https://alerts.contoso.com/in'),
);

/** The URL of an Alertmanager, without the path of its API. */
export const alertmanagerUrl: z.ZodType<string> = httpUrl
  .refine((text) => !/[?#]/.test(text), {
    error:
      'the address has more behind its path, where /api/v2/alerts is to stand; write it without, as in http://127.0.0.1:9093',
  })
  .refine((text) => !/\/api\/v[12](?:\/.*)?$/.test(text), {
    error:
      'the address has the path of the API in it, which is put behind it; write it without, as in http://127.0.0.1:9093',
  });

/** The URL of an HTTP proxy. */
export const proxyUrl: z.ZodType<string> = written('an address such as http://proxy.contoso.com:3128', (text) =>
  readServer(text, ['http:'], 'http://proxy.contoso.com:3128'),
);

/** The URL of a mail server: `smtp://host:25` or `smtps://host:465`. */
export const mailServer: z.ZodType<string> = written('an address such as smtp://mail01.contoso.com:25', (text) => {
  const form = 'smtp://mail01.contoso.com:25 or smtps://mail01.contoso.com:465';
  return readServer(text, ['smtp:', 'smtps:'], form);
});

/** One mailbox: `alerts@contoso.com`, or with a name, `mailcertd <alerts@contoso.com>`. */
export const mailbox: z.ZodType<string> = written('a mail address such as alerts@contoso.com', (text) => {
  const [, name, bracketed, bare] = /^(?:([^<>,;]*)<([^<>]*)>|([^<>]*))$/.exec(text.trim()) ?? [];
  const address = bracketed ?? bare ?? '';
  const isAddress = /^[^\s@,;<>"()[\]\\:]{1,64}@[^\s@,;<>"()[\]\\:]{1,255}$/.test(address);
  return isAddress && !/["\\]/.test(name ?? '')
    ? printable('the address', text.trim(), 512)
    : {
        fault: `${quote(text)} is not a mail address; write one, such as alerts@contoso.com or mailcertd <alerts@contoso.com>`,
      };
});

/** A pattern for names: `*` matches any number of characters, `?` one. */
export const pattern: z.ZodType<string> = written('a name or a pattern such as "Client *"', (text) =>
  text.trim() === ''
    ? { fault: 'the pattern is empty; write one, or take it out' }
    : printable('the pattern', text, 256),
);

/** A thumbprint or its first digits in any spelling, read as upper-case hex. */
export const thumbprintFront: z.ZodType<string> = written('a thumbprint, or the front of one', (text) => {
  const digits = text.replace(/[\s:]/g, '').toUpperCase();
  return /^[0-9A-F]{4,40}$/.test(digits)
    ? { value: digits }
    : { fault: `${quote(text)} is not a thumbprint; write its hex digits, all 40 or the first of them (4 at least)` };
});

/** Reads the URL of a server with an optional port and nothing else. */
function readServer(text: string, schemes: readonly string[], form: string): WrittenValue<string> {
  const read = readUrl(text, schemes, form);
  if ('fault' in read) return read;
  const { pathname, search, hash } = new URL(text);
  return pathname.length > 1 || search !== '' || hash !== ''
    ? { fault: `the address has more behind the server and its port; write it as ${form}` }
    : read;
}

/** Reads a URL. Messages never quote it, because it may contain a secret. */
function readUrl(text: string, schemes: readonly string[], form: string): WrittenValue<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !schemes.includes(url.protocol) || url.hostname === '') {
    return { fault: `this is not an address that can be used here; write one such as ${form}` };
  }
  if (url.username !== '' || url.password !== '') {
    return { fault: 'the address has a user or a password in it; secrets stand in files of their own: take them out' };
  }
  if (text.includes('…')) {
    return { fault: 'the address has … in it, where config show leaves out what may be a secret; write all of it' };
  }
  const read = printable('', text, LONGEST_URL);
  if ('value' in read) return read;
  return {
    fault: `the address has a character in it that cannot be seen, or more than ${LONGEST_URL} of them; write one such as ${form}`,
  };
}
