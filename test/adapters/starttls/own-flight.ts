import type { Socket } from 'node:net';
import type { MadeCertificate } from '../../fixtures/make-certificate.ts';
import { flightFor, type ServerHabits } from '../../formats/tls13/server-side.ts';

/**
 * Returns an act that makes a handshake without OpenSSL, so that it can contain what OpenSSL never
 * sends. It sends no data within TLS.
 */
export function ownFlight(certificate: MadeCertificate, habits: ServerHabits = {}): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', (hello: Buffer) => {
      socket.write(Buffer.concat(flightFor(hello, certificate, habits).records));
    });
  };
}
