import { validate } from 'node-cron';
import * as z from 'zod';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import { parseTlsCertificateName } from '../../../domain/connector/tls-certificate-name.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { DURATION_FORM, parseDuration } from '../../../formats/text/duration.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { quote } from '../quote.ts';
import { describeWrongType, keyName } from './describe-issue.ts';
import { FQDN_EMPTY, readComputerName, readFqdn } from './host-name.ts';
import { parseSize, SIZE_FORM } from './size.ts';
import { printable, textSchema } from './text-schema.ts';
import type { ValueOrError } from './value-or-error.ts';

/**
 * Reads `auto`, `none` or a thumbprint, which may be in upper or lower case and have colons or
 * spaces. If it was copied from the Windows certificate dialog, an invisible mark (U+200E) precedes
 * it.
 */
function readInternalTransportCertificate(text: string): ValueOrError<'auto' | 'none' | Thumbprint> {
  if (text === 'auto' || text === 'none') return { value: text };
  const digits = text.replace(/[\s:\u200e]/g, '').toUpperCase();
  if (/^[0-9A-F]{40}$/.test(digits)) return { value: digits };
  return {
    error: /^[0-9A-F]{64}$/.test(digits)
      ? 'this is a SHA-256 fingerprint of 64 digits; write the thumbprint, which is the SHA-1 of the certificate, 40 hex digits'
      : `${quote(text)} is not a thumbprint; write auto, none, or 40 hex digits (the SHA-1 of the certificate)`,
  };
}

/** A duration in ms, greater than 0. */
export const duration: z.ZodType<number> = textSchema(`a duration: ${DURATION_FORM}`, (text) => {
  const value = parseDuration(text);
  if (value === 0) return { error: `${quote(text)} must be greater than 0, for example 24h` };
  return value === undefined ? { error: `${quote(text)} is not a duration; write ${DURATION_FORM}` } : { value };
});

/** A duration in ms, or `off` (undefined). */
export const durationOrOff: z.ZodType<number | undefined> = textSchema(
  `off, or a duration: ${DURATION_FORM}`,
  (text) => {
    if (text === 'off') return { value: undefined };
    const value = parseDuration(text);
    if (value === 0) {
      return { error: `${quote(text)} must be greater than 0, for example 30d, or off` };
    }
    return value === undefined
      ? { error: `${quote(text)} is not a duration; write off, or ${DURATION_FORM}` }
      : { value };
  },
);

/** A size in bytes, greater than 0. */
export const size: z.ZodType<number> = textSchema(`a size: ${SIZE_FORM}`, (text) => {
  const value = parseSize(text);
  return value === undefined || value === 0 ? { error: `${quote(text)} is not a size; write ${SIZE_FORM}` } : { value };
});

/**
 * The name of a connector or store. `*` is not allowed: a scope such as `store:*` means all stores.
 */
export const name: z.ZodType<string> = textSchema('a name', (text) => {
  if (text.trim() === '') return { error: 'name must not be empty, for example mail' };
  if (text !== text.trim()) return { error: `name ${quote(text)} must not begin or end with a space` };
  if (text.includes('*')) return { error: `name ${quote(text)} must not contain *; use letters, digits and spaces` };
  return printable('name', text, 256);
});

/** A path, absolute or relative to the configuration file. */
export const path: z.ZodType<string> = textSchema('a path', readPath);

/** Reads a path. */
export function readPath(text: string): ValueOrError<string> {
  if (text.trim() === '') return { error: 'the path must not be empty, for example /etc/ssl/mail.pem' };
  if (text.startsWith('~')) return { error: `${quote(text)}: ~ is not expanded; write the absolute path` };
  return printable('the path', text, 4096);
}

/** A text of one line that appears in output. */
export const line: z.ZodType<string> = textSchema('text', (text) =>
  text.trim() === ''
    ? { error: 'the text must not be empty; for the default, remove the key' }
    : printable('the text', text, 256),
);

/** The FQDN of the computer. */
export const computer: z.ZodType<string> = textSchema('a name such as mail01.contoso.com', readComputerName);

/** The FQDN of a connector. */
export const fqdn: z.ZodType<string> = textSchema('a DNS name such as mail.contoso.com', readFqdn, FQDN_EMPTY);

/** One path or a list of paths; the result is a list of at least one. */
export const paths: z.ZodType<readonly string[]> = z
  .union([path, z.array(path).min(1).max(16)], {
    error: (issue) => {
      if (issue.code !== 'invalid_union' || issue.input === null) return undefined;
      const key = keyName(issue.path ?? []);
      const [pathErrors, listErrors] = issue.errors;
      if (typeof issue.input === 'string') return pathErrors?.[0]?.message;
      if (Array.isArray(issue.input)) return listErrors?.[0]?.message;
      return describeWrongType(key, issue.input, 'a path or a list of paths');
    },
  })
  .transform((written) => (typeof written === 'string' ? [written] : written));

const TLS_CERTIFICATE_NAME_FORM =
  'use the format of Get-ReceiveConnector, for example "<I>CN=Contoso CA, C=US<S>CN=mail.contoso.com"';

/** A certificate by issuer and subject, `<I>issuer<S>subject`. */
export const tlsCertificateName: z.ZodType<string> = textSchema('<I>issuer<S>subject', (text) => {
  const parsed = parseTlsCertificateName(text);
  if (parsed.kind === 'name') return printable('tlsCertificateName', text, 4096);
  const { position: offset, failure } = parsed;
  return {
    error: `${quote(text)} is not a certificate name (character ${offset + 1}: ${visible(failureText(failure, 'en'))}); ${TLS_CERTIFICATE_NAME_FORM}`,
  };
});

/** The name of an account on this host. */
export const account: z.ZodType<string> = textSchema('the name of an account, such as root', (text) =>
  /^[A-Za-z_][A-Za-z0-9_.-]{0,62}\$?$/.test(text)
    ? { value: text }
    : { error: `${quote(text)} is not the name of an account; write one, for example exim` },
);

/** `auto`, `none` or a thumbprint. */
export const internalTransportCertificate: z.ZodType<string> = textSchema(
  'auto, none or a thumbprint',
  readInternalTransportCertificate,
);

/** A cron expression with five fields, or six with seconds first. */
export const schedule: z.ZodType<string> = textSchema('a cron expression such as "*/15 * * * *"', (text) => {
  const fields = text.length > 256 ? 0 : text.trim().split(/\s+/).length;
  const isValid = (fields === 5 || fields === 6) && validate(text);
  return isValid
    ? { value: text }
    : {
        error: `${quote(text)} is not a cron expression; write minute, hour, day of month, month and day of week (optionally seconds first), for example "*/15 * * * *"`,
      };
});

/** The IANA name of a time zone. */
export const timezone: z.ZodType<string> = textSchema('a time zone such as Asia/Tokyo', (text) => {
  if (isTimeZone(text)) return { value: text };
  const suggestion = findNearest(text, Intl.supportedValuesOf('timeZone'));
  const hint =
    suggestion === undefined ? 'write an IANA name, for example Europe/Berlin' : `did you mean ${suggestion}?`;
  return { error: `${quote(text)} is not a time zone; ${hint}` };
});

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
