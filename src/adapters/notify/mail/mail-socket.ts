import { once } from 'node:events';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { ADDRESS_TIMEOUT_MS } from '../create-lookup.ts';
import type { MailServer } from './mail-server.ts';

/** Node's options for the verification of a mail server. */
export interface MailTls {
  readonly secureContext?: SecureContext;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

/**
 * Returns the TLS options for a mail server.
 * @param trustedRoots undefined: the root certificates of Node
 */
export function mailTls({ host, isVerified }: MailServer, trustedRoots: SecureContext | undefined): MailTls {
  return {
    ...(trustedRoots === undefined ? {} : { secureContext: trustedRoots }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: isVerified,
  };
}

/**
 * Opens a connection to a mail server, with implicit TLS if configured. nodemailer would use its
 * own name resolution.
 * @throws Node's error, or the reason of the signal
 */
export async function openMailSocket(
  { host, port, tls: mode }: MailServer,
  tls: MailTls,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<Socket> {
  const options = { host, port, lookup, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS };
  const isImplicit = mode === 'implicit';
  const socket = isImplicit ? connectTls({ ...options, ...tls }) : connectPlain(options);
  // Errors are reported by `once`. Later errors without a listener would end the process.
  socket.on('error', () => undefined);
  try {
    await once(socket, isImplicit ? 'secureConnect' : 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error;
  }
}
