import type { Socket } from 'node:net';
import { connect, type SecureContext } from 'node:tls';
import { type ChainWanted, presentedChain } from './presented-chain.ts';
import type { Session, SessionEvents } from './session.ts';

export interface OpensslOptions {
  readonly secureContext: SecureContext;
  readonly serverName: string | undefined;
  readonly chain: ChainWanted;
}

/** A session by Node, which means by OpenSSL: whatever the server speaks. It takes the connection's octets itself. */
export function opensslSession(socket: Socket, options: OpensslOptions, events: SessionEvents): Session {
  const { secureContext, serverName, chain } = options;
  const tls = connect({
    socket,
    secureContext,
    rejectUnauthorized: false,
    minDHSize: 1,
    ...(serverName === undefined ? {} : { servername: serverName }),
  });
  tls.on('error', events.failed).on('end', events.ended).on('data', events.heard);
  tls.once('close', () => socket.destroy());
  tls.once('secureConnect', () => {
    const shown = presentedChain(tls, chain);
    events.secured({ protocol: tls.getProtocol() ?? '', cipher: tls.getCipher().name, chain: shown });
  });
  return {
    take: () => undefined,
    say: (text) => void tls.write(text),
    leave: () => tls.destroySoon(),
    destroy: () => tls.destroy(),
  };
}
