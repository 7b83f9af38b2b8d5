import { domainToASCII } from 'node:url';
import { canonicalDnsName, resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import { quote } from '../quote.ts';
import type { ValueOrError } from './value-or-error.ts';

/** The message for an empty `fqdn`. */
export const FQDN_EMPTY = 'fqdn must not be empty; to use the FQDN of this computer, remove the key';

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
  if (text.trim() === '') return { error: FQDN_EMPTY };
  const name = canonicalHostName(text);
  if (name !== undefined) return { value: name };
  return {
    error: resemblesIpAddress(text)
      ? `${quote(text)} is an IP address; write a DNS name, for example mail.contoso.com`
      : `${quote(text)} is not a DNS name; use letters, digits, hyphens and dots, for example mail.contoso.com`,
  };
}

/** Reads the computer's name: an FQDN with a dot that is not `localhost`. */
export function readComputerName(text: string): ValueOrError<string> {
  const name = canonicalHostName(text);
  if (name?.includes('.') && !isLocalhost(name)) return { value: name };
  return {
    error: `${quote(text)} is not the FQDN of this computer; set computer: to the FQDN, for example mail01.contoso.com`,
  };
}

function canonicalHostName(text: string): string | undefined {
  if (text.length > 1024 || NON_DNS_CHARACTER.test(text)) return undefined;
  const ascii = /[^\u0000-\u007f]/.test(text) ? domainToASCII(text) : text;
  const name = canonicalDnsName(ascii);
  // A name whose last label has only digits is an IP address or part of one.
  return name === undefined || resemblesIpAddress(name) || /(^|\.)\d+$/.test(name) ? undefined : name;
}

function isLocalhost(name: string): boolean {
  return /(^|\.)localhost$|^localhost\d?\.localdomain\d?$/.test(name);
}
