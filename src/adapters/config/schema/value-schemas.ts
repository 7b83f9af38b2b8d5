import { validate } from 'node-cron';
import * as z from 'zod';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import { parseTlsCertificateName } from '../../../domain/connector/tls-certificate-name.ts';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { parseDuration } from '../../../formats/text/duration.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { quote } from '../quote.ts';
import { describeWrongType, keyName } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';
import { readComputerName, readFqdn } from './host-name.ts';
import { parseWithFailures } from './parse-with-failures.ts';
import { parseSize } from './size.ts';
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
    failure: /^[0-9A-F]{64}$/.test(digits)
      ? CONFIGURATION_FAILURES.sha256_in_place_of_thumbprint
      : CONFIGURATION_FAILURES.thumbprint_invalid({ value: quote(text) }),
  };
}

const form = CONFIGURATION_FAILURES.duration_form;

/** A duration in ms, greater than 0. */
export const duration: z.ZodType<number> = textSchema(CONFIGURATION_FAILURES.a_duration({ form }), (text) => {
  const value = parseDuration(text);
  if (value === 0) return { failure: CONFIGURATION_FAILURES.duration_zero({ value: quote(text), example: '24h' }) };
  return value === undefined
    ? { failure: CONFIGURATION_FAILURES.duration_invalid({ value: quote(text), form }) }
    : { value };
});

/** A duration in ms, or `off` (undefined). */
export const durationOrOff: z.ZodType<number | undefined> = textSchema(
  CONFIGURATION_FAILURES.off_or_a_duration({ form }),
  (text) => {
    if (text === 'off') return { value: undefined };
    const value = parseDuration(text);
    if (value === 0) {
      return { failure: CONFIGURATION_FAILURES.off_or_duration_zero({ value: quote(text), example: '30d' }) };
    }
    return value === undefined
      ? { failure: CONFIGURATION_FAILURES.off_or_duration_invalid({ value: quote(text), form }) }
      : { value };
  },
);

const SIZE_FORM = CONFIGURATION_FAILURES.size_form;

/** A size in bytes, greater than 0. */
export const size: z.ZodType<number> = textSchema(CONFIGURATION_FAILURES.a_size({ form: SIZE_FORM }), (text) => {
  const value = parseSize(text);
  return value === undefined || value === 0
    ? { failure: CONFIGURATION_FAILURES.size_invalid({ value: quote(text), form: SIZE_FORM }) }
    : { value };
});

/**
 * The name of a connector or store. `*` is not allowed: a scope such as `store:*` means all stores.
 */
export const name: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_name, (text) => {
  if (text.trim() === '') return { failure: CONFIGURATION_FAILURES.connector_name_empty };
  const value = quote(text);
  if (text !== text.trim()) return { failure: CONFIGURATION_FAILURES.name_with_space({ value }) };
  if (text.includes('*')) return { failure: CONFIGURATION_FAILURES.name_with_asterisk({ value }) };
  return printable('name', text, 256);
});

/** A path, absolute or relative to the configuration file. */
export const path: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_path, readPath);

/** Reads a path. */
export function readPath(text: string): ValueOrError<string> {
  if (text.trim() === '') return { failure: CONFIGURATION_FAILURES.path_empty };
  if (text.startsWith('~')) return { failure: CONFIGURATION_FAILURES.path_with_tilde({ value: quote(text) }) };
  return printable(CONFIGURATION_FAILURES.the_path, text, 4096);
}

/** A text of one line that appears in output. */
export const line: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.text, (text) =>
  text.trim() === ''
    ? { failure: CONFIGURATION_FAILURES.text_empty }
    : printable(CONFIGURATION_FAILURES.the_text, text, 256),
);

/** The FQDN of the computer. */
export const computer: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_computer_name, readComputerName);

/** The FQDN of a connector. */
export const fqdn: z.ZodType<string> = textSchema(
  CONFIGURATION_FAILURES.a_dns_name,
  readFqdn,
  CONFIGURATION_FAILURES.fqdn_empty,
);

const pathList = z.array(path).min(1).max(16);

/** One path or a list of paths; the result is a list of at least one. */
export const paths: z.ZodType<readonly string[]> = z
  .union([path, pathList], {
    error: ({ code, input, path: keyPath }) => {
      if (code !== 'invalid_union' || input === null) return undefined;
      const key = keyName(keyPath ?? []);
      if (typeof input !== 'string' && !Array.isArray(input)) {
        return new DescribedFailures(describeWrongType(key, input, CONFIGURATION_FAILURES.a_path_or_paths));
      }
      const [issue] = parseWithFailures<unknown>(typeof input === 'string' ? path : pathList, input).issues;
      return new DescribedFailures(...(issue?.failures ?? []).map((failure) => withKey(failure, key)));
    },
  })
  .transform((written) => (typeof written === 'string' ? [written] : written));

/** Returns a failure of a list of paths with the key of the list, which its schema does not know. */
function withKey(failure: Failure, key: string | Failure): Failure {
  return 'key' in failure.arguments ? { ...failure, arguments: { ...failure.arguments, key } } : failure;
}

/** A certificate by issuer and subject, `<I>issuer<S>subject`. */
export const tlsCertificateName: z.ZodType<string> = textSchema('<I>issuer<S>subject', (text) => {
  const parsed = parseTlsCertificateName(text);
  if (parsed.kind === 'name') return printable('tlsCertificateName', text, 4096);
  const { position: offset, failure: cause } = parsed;
  return {
    failure: CONFIGURATION_FAILURES.tls_certificate_name_invalid({
      value: quote(text),
      character: offset + 1,
      cause,
    }),
  };
});

/** The name of an account on this host. */
export const account: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.an_account, (text) =>
  /^[A-Za-z_][A-Za-z0-9_.-]{0,62}\$?$/.test(text)
    ? { value: text }
    : { failure: CONFIGURATION_FAILURES.account_invalid({ value: quote(text) }) },
);

/** `auto`, `none` or a thumbprint. */
export const internalTransportCertificate: z.ZodType<string> = textSchema(
  CONFIGURATION_FAILURES.an_internal_certificate,
  readInternalTransportCertificate,
);

/** A cron expression with five fields, or six with seconds first. */
export const schedule: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_cron_expression, (text) => {
  const fields = text.length > 256 ? 0 : text.trim().split(/\s+/).length;
  const isValid = (fields === 5 || fields === 6) && validate(text);
  return isValid
    ? { value: text }
    : { failure: CONFIGURATION_FAILURES.cron_expression_invalid({ value: quote(text) }) };
});

/** The IANA name of a time zone. */
export const timezone: z.ZodType<string> = textSchema(CONFIGURATION_FAILURES.a_time_zone, (text) => {
  if (isTimeZone(text)) return { value: text };
  const suggestion = findNearest(text, Intl.supportedValuesOf('timeZone'));
  const value = quote(text);
  return {
    failure:
      suggestion === undefined
        ? CONFIGURATION_FAILURES.time_zone_unknown({ value })
        : CONFIGURATION_FAILURES.time_zone_misspelled({ value, suggestion }),
  };
});

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
