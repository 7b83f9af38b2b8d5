import type { Socket } from 'node:net';
import type { HandshakeRequest } from '../../formats/tls13/handshake.ts';
import { mayBeVerified } from '../../formats/tls13/signature-schemes.ts';
import { Tls13Client } from '../../formats/tls13/tls13-client.ts';
import { subjectPublicKey } from '../../formats/x509/subject-public-key.ts';
import { presented } from './presented-chain.ts';
import type { ReadableCertificates } from './readable-certificates.ts';
import type { SessionEvents, TlsSession, TlsState } from './session.ts';

export interface ShortOptions {
  readonly asked: HandshakeRequest;
  /** What it would not take of a server by OpenSSL is not taken this way, either. */
  readonly readable: ReadableCertificates;
}

/** Whether a session of our own would have come to what OpenSSL was shown: OpenSSL offers more kinds of keys than we do. */
export function canUseTls13({ protocol, chain: [leaf] }: TlsState): boolean {
  if (protocol !== 'TLSv1.3' || leaf === undefined) return false;
  try {
    const key = subjectPublicKey(Buffer.from(leaf.der));
    return key !== undefined && mayBeVerified(key);
  } catch {
    return false;
  }
}

/** A session of our own, TLS 1.3 and no other: a third of the work that OpenSSL has with the certificates alone falls away. */
export function shortSession(socket: Socket, options: ShortOptions, events: SessionEvents): TlsSession {
  const { asked, readable } = options;
  const client = new Tls13Client(asked);
  socket.on('error', events.failed).on('end', events.ended);
  socket.write(client.begin());
  const fail = (detail: string): void => {
    events.failed(Object.assign(new Error(detail), { code: 'ERR_TLS_HANDSHAKE' }));
  };
  const take = (octets: Buffer): void => {
    // What it says at the end of the handshake and what is said within go out together.
    socket.cork();
    for (const happening of client.take(octets)) {
      if (socket.destroyed) break;
      switch (happening.kind) {
        case 'send':
          socket.write(happening.octets);
          break;
        case 'secured': {
          const { cipher, chain } = happening;
          if (chain.every((der) => readable.has(der))) {
            events.secured({ protocol: 'TLSv1.3', cipher, chain: presented(chain) });
          } else fail('OpenSSL cannot read one of its certificates');
          break;
        }
        case 'heard':
          events.heard(happening.octets);
          break;
        case 'closed':
          events.ended();
          break;
        case 'failed':
          fail(happening.detail);
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
