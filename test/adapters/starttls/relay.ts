import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type ReadHello, readClientHello } from '../../formats/tls13/read-client-hello.ts';

const P_256 = 0x0017;

/** A relay between client and server, which reads the data of the client. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** The number of connections. */
  readonly connections: () => number;
  /** The ClientHello messages, in order. */
  readonly hellos: () => readonly ReadHello[];
  /** The handshake of each connection: the fast one offers only one group. */
  readonly ways: () => readonly ('short' | 'openssl')[];
  /** Resolves when no connection is open. */
  readonly gone: () => Promise<void>;
}

export async function relayTo(port: number): Promise<Relay> {
  const dialogue: Buffer[][] = [];
  const open = new Set<Socket>();
  const waiting: (() => void)[] = [];
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const bytes: Buffer[] = [];
    dialogue.push(bytes);
    const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    near.on('data', (piece: Buffer) => bytes.push(piece));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('data', (piece: Buffer) => other.write(piece));
      one.once('end', () => other.end());
      one.on('error', () => other.resetAndDestroy());
      one.once('close', () => {
        open.delete(one);
        other.destroySoon();
        if (open.size === 0) for (const resolve of waiting.splice(0)) resolve();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hellos = (): readonly ReadHello[] => dialogue.flatMap((bytes) => helloIn(Buffer.concat(bytes)) ?? []);
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => dialogue.length,
    hellos,
    ways: () => hellos().map(({ groups }) => (groups.length === 1 && groups[0] === P_256 ? 'short' : 'openssl')),
    gone: () => new Promise((resolve) => (open.size === 0 ? resolve() : waiting.push(resolve))),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** Returns the ClientHello after the unencrypted part; undefined: there was none. */
function helloIn(bytes: Buffer): ReadHello | undefined {
  // No line of text contains these bytes.
  const at = bytes.indexOf(Buffer.of(22, 3, 1));
  if (at < 0) return undefined;
  return readClientHello(bytes.subarray(at, at + 5 + bytes.readUInt16BE(at + 3)));
}
