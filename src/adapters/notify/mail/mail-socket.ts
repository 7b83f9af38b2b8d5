import { once } from 'node:events';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { ADDRESS_MS } from '../resolve-host.ts';
import type { MailServer } from './mail-server.ts';

/** How a mail server's certificate is judged, as Node takes it. */
export interface MailTls {
  readonly secureContext?: SecureContext;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

/** @param trusted undefined: what Node brings along */
export function mailTls({ host, isVerified }: MailServer, trusted: SecureContext | undefined): MailTls {
  return {
    ...(trusted === undefined ? {} : { secureContext: trusted }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: isVerified,
  };
}

/**
 * A connection to a mail server, with TLS where that comes first. nodemailer's own would look names up by itself.
 * @throws what Node gives, or the signal's reason
 */
export async function openMailSocket(
  { host, port, tls: kind }: MailServer,
  tls: MailTls,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<Socket> {
  const way = { host, port, lookup, autoSelectFamilyAttemptTimeout: ADDRESS_MS };
  const isImplicit = kind === 'implicit';
  const socket = isImplicit ? connectTls({ ...way, ...tls }) : connectPlain(way);
  // Whoever waits is told of it; nobody may at its end.
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
