import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { DAY, SECOND } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';

/** Mail servers with their own loopback addresses, and with their own certificates of one CA. */
export interface MailServers extends AsyncDisposable {
  /** The addresses, such as `127.1.2.3:40123`, and the names in the certificates. */
  readonly servers: readonly { readonly place: string; readonly name: string }[];
  /** The certificate of the CA, PEM. */
  readonly issuer: string;
  /** The number of connections. */
  readonly conversations: () => number;
}

/** Starts this many servers at one port, each at its own address. */
export async function startMailServers(count: number): Promise<MailServers> {
  const now = Math.floor(Date.now() / SECOND) * SECOND;
  const notBefore = now - DAY;
  const issuer = makeCertificate({ commonName: 'Bench CA', isCa: true, notBefore, notAfter: now + 3650 * DAY });
  const keyPair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const contexts = new Map<string, () => SecureContext>();
  const servers = Array.from({ length: count }, (_, index) => {
    const address = `127.1.${index >> 8}.${index & 255}`;
    const name = `mx${String(index).padStart(5, '0')}.bench.example`;
    const dates = { notBefore, notAfter: now + (200 + (index % 500)) * DAY };
    const { certificatePem, privateKeyPem } = makeCertificate({ commonName: name, issuer, keyPair, ...dates });
    contexts.set(address, () =>
      createSecureContext({ cert: certificatePem + issuer.certificatePem, key: privateKeyPem }),
    );
    return { address, name };
  });
  let conversations = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    conversations += 1;
    const secureContext = contexts.get(socket.localAddress ?? '');
    if (secureContext === undefined) socket.destroy();
    else speak(socket, secureContext);
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    servers: servers.map(({ address, name }) => ({ place: `${address}:${port}`, name })),
    issuer: issuer.certificatePem,
    conversations: () => conversations,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

const ANSWERS: Readonly<Record<string, string>> = {
  EHLO: '250-mx.bench.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n',
  STARTTLS: '220 go\r\n',
  QUIT: '221 bye\r\n',
};

function speak(socket: Socket, secureContext: () => SecureContext): void {
  socket.on('error', () => undefined);
  socket.write('220 mx.bench.example ESMTP\r\n');
  const read = (bytes: Buffer): void => {
    const [verb = ''] = bytes.toString('latin1').split(/[ \r]/);
    socket.write(ANSWERS[verb] ?? '500 what\r\n');
    if (verb === 'QUIT') socket.end();
    if (verb !== 'STARTTLS') return;
    socket.removeListener('data', read);
    const secured = new TLSSocket(socket, { isServer: true, secureContext: secureContext() });
    secured.on('error', () => socket.destroy());
    secured.on('data', () => secured.end('221 bye\r\n'));
  };
  socket.on('data', read);
}
