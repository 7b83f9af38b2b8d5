import { PROBE_PORTS, PROBE_PROTOCOLS, type ProbeProtocol } from '../../../domain/connector/probe-target.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { type ProbeUrlError, parseProbeUrl, type ServerAddress } from '../../../formats/network/probe-url.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { PROBE_FAILURES } from '../text/probe-failures.ts';
import { UsageError } from '../text/usage-error.ts';

/**
 * The port for message submission, which also uses SMTP.
 * @see RFC 6409
 */
const SUBMISSION_PORT = 587;

/** An IPv6 address without brackets. */
const BARE_IPV6 = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i;

/** The error in a URL. An unknown protocol has a text of its own. */
const URL_ERRORS: Readonly<Record<Exclude<ProbeUrlError, 'protocol'>, Failure>> = {
  form: PROBE_FAILURES.not_a_server,
  user: PROBE_FAILURES.user_in_url,
  host: PROBE_FAILURES.host_invalid,
  'port-missing': PROBE_FAILURES.port_missing,
  port: PROBE_FAILURES.port_invalid,
  more: PROBE_FAILURES.text_after_port,
};

/**
 * Parses a server: a URL, or a host name or IP address with or without port. Without a protocol,
 * the port determines it. Returns undefined for a word without dot and colon, which can only name a
 * connector (except `localhost`).
 * @throws {UsageError} if the word is invalid
 */
export function parseServer(word: string): ServerAddress | undefined {
  const isUrl = word.includes('://');
  if (!isUrl && word !== 'localhost' && !/[.:]/.test(word)) return undefined;
  const parsed = parseProbeUrl(isUrl ? word : `smtp://${BARE_IPV6.test(word) ? `[${word}]` : word}`);
  if (parsed.kind === 'invalid') return refuseServer(word, parsed.error);
  const { server } = parsed;
  return isUrl ? server : { ...server, protocol: usualProtocol(server.port) };
}

function refuseServer(word: string, error: ProbeUrlError): never {
  const cause = error === 'protocol' ? protocolError(word) : URL_ERRORS[error];
  throw new UsageError(PROBE_FAILURES.server_not_probed({ word: withoutPassword(word), cause }));
}

function protocolError(word: string): Failure {
  const [protocol = ''] = word.split(':', 1);
  const similarProtocol = findNearest(protocol, PROBE_PROTOCOLS);
  const next =
    similarProtocol === undefined
      ? PROBE_FAILURES.supported_protocols({ protocols: PROBE_PROTOCOLS })
      : FIND_FAILURES.did_you_mean({ name: similarProtocol });
  return PROBE_FAILURES.protocol_not_supported({ protocol, next });
}

/** Returns the word with `…` for a user and password. */
function withoutPassword(word: string): string {
  return word.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1…@');
}

/** Returns the usual protocol of a port; SMTP for a port without one. */
function usualProtocol(port: number): ProbeProtocol {
  if (port === SUBMISSION_PORT) return 'smtp';
  const usual = Object.entries(PROBE_PORTS).find(([, known]) => known === port)?.[0];
  return PROBE_PROTOCOLS.find((protocol) => protocol === usual) ?? 'smtp';
}
