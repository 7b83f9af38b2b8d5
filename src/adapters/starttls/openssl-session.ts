import type { Socket } from 'node:net';
import { connect, type SecureContext } from 'node:tls';
import { type ServedChainMode, servedChainOf } from './served-chain.ts';
import type { SessionEvents, TlsSession } from './tls-session.ts';

/** The parameters of a session with OpenSSL. */
interface OpensslSessionOptions {
  readonly secureContext: SecureContext;
  /** The name in the TLS extension SNI; undefined: without the extension. */
  readonly serverName: string | undefined;
  readonly chain: ServedChainMode;
}

/**
 * Starts a session with Node's TLS, that is OpenSSL, for all protocol versions. The session reads
 * the socket itself. Certificates are not verified here.
 */
export function startOpensslSession(
  socket: Socket,
  { secureContext, serverName, chain }: OpensslSessionOptions,
  events: SessionEvents,
): TlsSession {
  const tls = connect({
    socket,
    secureContext,
    rejectUnauthorized: false,
    // Any size is accepted, because the certificates of a server with weak keys are checked too.
    minDHSize: 1,
    ...(serverName === undefined ? {} : { servername: serverName }),
  });
  tls.on('error', events.failed).on('end', events.ended).on('data', events.received);
  tls.once('close', () => socket.destroy());
  tls.once('secureConnect', () => {
    const servedChain = servedChainOf(tls, chain);
    events.secured({ protocol: tls.getProtocol() ?? '', cipher: tls.getCipher().name, chain: servedChain });
  });
  return {
    receive: () => undefined,
    send: (text) => void tls.write(text),
    close: () => tls.destroySoon(),
    destroy: () => tls.destroy(),
  };
}
