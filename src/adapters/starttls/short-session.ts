import type { Socket } from 'node:net';
import type { Asked } from '../../formats/tls/handshake.ts';
import { Tls13Client } from '../../formats/tls/tls13-client.ts';
import { presented } from './presented-chain.ts';
import type { Session, SessionEvents } from './session.ts';

/** A session of our own, TLS 1.3 and no other: a third of the work that OpenSSL has with the certificates alone falls away. */
export function shortSession(socket: Socket, asked: Asked, events: SessionEvents): Session {
  const client = new Tls13Client(asked);
  socket.on('error', events.failed).on('end', events.ended);
  socket.write(client.begin());
  const take = (octets: Buffer): void => {
    // What it says at the end of the handshake and what is said within go out together.
    socket.cork();
    for (const happening of client.take(octets)) {
      switch (happening.kind) {
        case 'send':
          socket.write(happening.octets);
          break;
        case 'secured': {
          const { cipher, chain } = happening;
          events.secured({ protocol: 'TLSv1.3', cipher, chain: presented(chain) });
          break;
        }
        case 'heard':
          events.heard(happening.octets);
          break;
        case 'closed':
          events.ended();
          break;
        case 'failed':
          events.failed(Object.assign(new Error(happening.detail), { code: 'ERR_TLS_HANDSHAKE' }));
          break;
      }
    }
    socket.uncork();
  };
  return {
    take,
    say: (text) => void socket.write(client.seal(Buffer.from(text))),
    leave: () => {
      socket.write(client.close());
      socket.destroySoon();
    },
    destroy: () => socket.destroy(),
  };
}
