import type { Socket } from 'node:net';

/** The maximum number of connections of all listeners together. */
const MAX_CONNECTIONS = 256;

/** Closes new connections at once while there are too many. */
export class ConnectionLimit {
  readonly #sockets: Set<Socket> = new Set();

  /** Counts a connection until it is closed, or closes it. */
  add(socket: Socket): void {
    if (this.#sockets.size >= MAX_CONNECTIONS) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
