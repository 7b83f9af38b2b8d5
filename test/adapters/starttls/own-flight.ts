import type { Socket } from 'node:net';
import type { MadeCertificate } from '../../fixtures/make-certificate.ts';
import { flightFor, type ServerHabits } from '../../formats/tls13/server-side.ts';

/** A handshake that is written out here: so a server can show what OpenSSL’s own would not. It says nothing within TLS. */
export function ownFlight(certificate: MadeCertificate, habits: ServerHabits = {}): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', (hello: Buffer) => {
      socket.write(Buffer.concat(flightFor(hello, certificate, habits).records));
    });
  };
}
