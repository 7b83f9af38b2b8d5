import { domainToASCII } from 'node:url';
import { canonicalDnsName, resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { quote } from '../quote.ts';
import type { ValueOrError } from './value-or-error.ts';

/**
 * Matches an ASCII character that no DNS name has. Some of these characters must not reach the
 * conversion to A-labels, which interprets them as URL syntax.
 */
const NON_DNS_CHARACTER = /(?![a-zA-Z0-9._-])[\u0000-\u007f]/;

/**
 * Reads an FQDN in its canonical form: A-labels, lower case, no trailing dot. A single label is
 * valid, too (NetBIOS).
 * @see RFC 5890 section 2.3.2.1
 */
export function readFqdn(text: string): ValueOrError<string> {
  if (text.trim() === '') return { failure: CONFIGURATION_FAILURES.fqdn_empty };
  const name = canonicalHostName(text);
  if (name !== undefined) return { value: name };
  const value = quote(text);
  return {
    failure: resemblesIpAddress(text)
      ? CONFIGURATION_FAILURES.name_is_ip_address({ value })
      : CONFIGURATION_FAILURES.name_not_dns({ value }),
  };
}

/**
 * Reads the computer's name: an FQDN with a dot, except names of the loopback interface, such as
 * `localhost.localdomain` or `localhost4.localdomain4`.
 */
export function readComputerName(text: string): ValueOrError<string> {
  const name = canonicalHostName(text);
  if (name?.includes('.') && !isLoopbackName(name)) return { value: name };
  return { failure: CONFIGURATION_FAILURES.computer_not_fqdn({ value: quote(text) }) };
}

function canonicalHostName(text: string): string | undefined {
  if (text.length > 1024 || NON_DNS_CHARACTER.test(text)) return undefined;
  const ascii = /[^\u0000-\u007f]/.test(text) ? domainToASCII(text) : text;
  const name = canonicalDnsName(ascii);
  // A name whose last label has only digits is an IP address or part of one.
  return name === undefined || resemblesIpAddress(name) || /(^|\.)\d+$/.test(name) ? undefined : name;
}

function isLoopbackName(name: string): boolean {
  return /(^|\.)localhost$|^localhost\d?\.localdomain\d?$/.test(name);
}
