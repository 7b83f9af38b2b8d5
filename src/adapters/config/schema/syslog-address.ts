import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { quote } from '../quote.ts';
import { printable } from './text-schema.ts';
import type { ValueOrError } from './value-or-error.ts';

/**
 * The default ports, by protocol.
 * @see RFC 5426 section 3.3, RFC 5425 section 4.1
 */
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'udp:': 514, 'tcp:': 514, 'tls:': 6514 };

/** The form of an address, for messages. */
export const SYSLOG_ADDRESS_FORM: Failure = CONFIGURATION_FAILURES.syslog_form;

/** Reads the address of a syslog server; the result includes the port. */
export function readSyslogAddress(text: string): ValueOrError<string> {
  // A message without the text, which may contain a password.
  if (text.includes('@')) {
    return { failure: CONFIGURATION_FAILURES.syslog_address_with_login };
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const defaultPort = DEFAULT_PORTS[url?.protocol ?? ''];
  const hasPathOrQuery = url !== undefined && `${url.pathname.slice(1)}${url.search}${url.hash}` !== '';
  if (url === undefined || defaultPort === undefined || url.hostname === '' || hasPathOrQuery) {
    return {
      failure: CONFIGURATION_FAILURES.syslog_address_invalid({ value: quote(text), form: SYSLOG_ADDRESS_FORM }),
    };
  }
  const port = url.port === '' ? defaultPort : Number(url.port);
  if (port === 0) {
    return { failure: CONFIGURATION_FAILURES.syslog_port_zero({ value: quote(text), form: SYSLOG_ADDRESS_FORM }) };
  }
  return printable('address', `${url.protocol}//${url.hostname}:${port}`, 300);
}
