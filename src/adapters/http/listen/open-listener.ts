import { chmod, lstat, unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { connect } from 'node:net';
import type { Failure } from '../../../domain/failure/failure.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import type { HttpServerSettings, HttpTlsFiles } from '../../../domain/http/http-server-settings.ts';
import { type ListenAddress, renderListenAddress } from '../../../domain/http/listen-address.ts';
import { SECOND } from '../../../domain/time.ts';
import type { ConnectionLimit } from './connection-limit.ts';
import { readTlsFiles } from './read-tls-files.ts';
import { readToken } from './read-token.ts';
import { TlsFileWatch } from './tls-file-watch.ts';

/** The limits of requests. A client that exceeds one is disconnected. */
const LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10 * SECOND,
  requestTimeout: 10 * SECOND,
  keepAliveTimeout: 5 * SECOND,
  connectionsCheckingInterval: SECOND,
};
/** How long a connection may make no progress, ms. */
const IDLE_TIMEOUT_MS: number = 30 * SECOND;
/** The mode of a Unix socket: members of its group can connect. */
const SOCKET_MODE = 0o660;

/** Answers requests. */
export type RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** The parameters of a listener. */
export interface ListenerOptions {
  readonly settings: Pick<HttpServerSettings, 'tokenFile' | 'tls'>;
  readonly connections: ConnectionLimit;
  readonly onRequest: RequestListener;
}

/** A server that listens at one address. */
export interface HttpListener extends AsyncDisposable {
  /** For example `http://127.0.0.1:12014`, with the real port; of a Unix socket, its path. */
  readonly url: string;
}

const ERRORS: ReadonlyMap<unknown, Failure> = new Map([
  ['EADDRINUSE', HTTP_SERVER_FAILURES.listen_address_in_use],
  ['EADDRNOTAVAIL', HTTP_SERVER_FAILURES.listen_address_missing],
  ['EACCES', HTTP_SERVER_FAILURES.listen_not_permitted],
  ['EPERM', HTTP_SERVER_FAILURES.listen_not_permitted],
]);

/**
 * Listens at an address. Encrypted if the settings name a certificate, except at a Unix socket.
 * @throws {FailureError} if the address, the token or a TLS file cannot be used
 */
export async function openListener(
  address: ListenAddress,
  { settings, connections, onRequest }: ListenerOptions,
): Promise<HttpListener> {
  const { tokenFile, tls } = settings;
  if (address.kind === 'unix') return listen(createServer(LIMITS, onRequest), address, connections);
  // Checked before the first request, which would fail.
  if (tokenFile !== undefined) await readToken(tokenFile);
  if (tls === undefined) return listen(createServer(LIMITS, onRequest), address, connections);
  const server = await createTlsServer(tls, onRequest);
  const listener = await listen(server, address, connections);
  const watch = new TlsFileWatch(tls, (context) => server.setSecureContext(context));
  return {
    url: listener.url,
    [Symbol.asyncDispose]: async () => {
      watch[Symbol.dispose]();
      await listener[Symbol.asyncDispose]();
    },
  };
}

async function createTlsServer(files: HttpTlsFiles, onRequest: RequestListener): Promise<TlsServer> {
  const https = await import('node:https');
  const needsCertificate = files.clientCaFile !== undefined;
  return https.createServer(
    { ...LIMITS, ...(await readTlsFiles(files)), requestCert: needsCertificate, rejectUnauthorized: needsCertificate },
    onRequest,
  );
}

async function listen(
  server: Server | TlsServer,
  address: ListenAddress,
  connections: ConnectionLimit,
): Promise<HttpListener> {
  server.on('connection', (socket) => connections.add(socket));
  // Without this handler, Node asks a client to send its body.
  server.on('checkContinue', (incoming, outgoing) => server.emit('request', incoming, outgoing));
  server.setTimeout(IDLE_TIMEOUT_MS);
  if (address.kind === 'unix') await removeUnusedSocket(address.path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : undefined;
      const failure =
        address.kind === 'unix' && code === 'EADDRINUSE' ? HTTP_SERVER_FAILURES.listen_path_in_use : ERRORS.get(code);
      reject(failure === undefined ? error : new FailureError(failure, error));
    });
    server.listen(address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port }, () =>
      resolve(),
    );
  });
  // An error of accepting a connection, for example too many open files, is not an error of the listener.
  server.on('error', () => undefined);
  if (address.kind === 'unix') await chmod(address.path, SOCKET_MODE);
  return {
    url: urlOf(server, address),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function urlOf(server: Server | TlsServer, address: ListenAddress): string {
  const bound = server.address();
  if (address.kind === 'unix' || bound === null || typeof bound === 'string') return renderListenAddress(address);
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return `${scheme}://${renderListenAddress({ ...address, port: bound.port })}`;
}

/** Removes the socket that a killed daemon has left. A socket that a program uses is kept. */
async function removeUnusedSocket(path: string): Promise<void> {
  try {
    if (!(await lstat(path)).isSocket() || (await isAnswered(path))) return;
    await unlink(path);
  } catch {
    // Listening fails with the same error, or the socket has just disappeared.
  }
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => resolve(!('code' in error && error.code === 'ECONNREFUSED')));
  });
}
