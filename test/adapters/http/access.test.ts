import { chmodSync, existsSync, linkSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { get as getEncrypted, type RequestOptions } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { httpFileError } from '../../../src/adapters/http/listen/http-file-error.ts';
import { readTlsFiles } from '../../../src/adapters/http/listen/read-tls-files.ts';
import { TlsFileWatch } from '../../../src/adapters/http/listen/tls-file-watch.ts';
import type { ApiRoute } from '../../../src/adapters/http/request/api-route.ts';
import { textResponse } from '../../../src/adapters/http/response/api-response.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { DAY } from '../../../src/domain/time.ts';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { requestText, type ServedOptions, type ServedRoutes, serveRoutes, statusOf } from './served-routes.ts';

const TOKEN = 'x'.repeat(32);
const ROUTES: readonly ApiRoute[] = [
  { path: '/healthz', isPublic: true, respond: () => textResponse('ok\n') },
  { path: '/secret', respond: () => textResponse('secret\n') },
];

let directory: TemporaryDirectory;
let opened: ServedRoutes[] = [];

beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(async () => {
  for (const server of opened) await server[Symbol.asyncDispose]();
  opened = [];
  directory[Symbol.dispose]();
});

async function serve(options: ServedOptions): Promise<ServedRoutes> {
  const server = await serveRoutes(ROUTES, options);
  opened.push(server);
  return server;
}

function made(commonName: string, issuer?: MadeCertificate): MadeCertificate {
  const now = Date.now();
  const validity = { notBefore: now - DAY, notAfter: now + DAY };
  return makeCertificate({ commonName, ...validity, ...(issuer === undefined ? { isCa: true } : { issuer }) });
}

describe('a token', () => {
  it.each([
    ['GET /secret', undefined, 401],
    ['GET /secret', `Bearer ${TOKEN}`, 200],
    ['GET /secret', `bearer  ${TOKEN} `, 200],
    ['GET /secret', `Bearer ${TOKEN}x`, 401],
    ['GET /secret', `Bearer ${TOKEN.slice(1)}`, 401],
    ['GET /secret', 'Bearer ', 401],
    ['GET /secret', `Basic ${TOKEN}`, 401],
    ['GET /unknown', undefined, 401],
    ['GET /unknown', `Bearer ${TOKEN}`, 404],
    ['GET /healthz', undefined, 200],
  ])('for %s with %s is answered with %i', async (line, authorization, status) => {
    const server = await serve({ tokenFile: directory.write('token', `${TOKEN}\n`, 0o600) });
    const headers = { Host: 'localhost', ...(authorization === undefined ? {} : { Authorization: authorization }) };
    expect(statusOf(await server.send(requestText(line, headers)))).toBe(status);
  });

  it('is read for each request, and an unusable file refuses all', async () => {
    const tokenFile = directory.write('token', TOKEN, 0o600);
    const server = await serve({ tokenFile });
    const ask = async (token: string): Promise<number> =>
      statusOf(await server.send(requestText('GET /secret', { Host: 'localhost', Authorization: `Bearer ${token}` })));
    writeFileSync(tokenFile, 'y'.repeat(40));
    expect([await ask(TOKEN), await ask('y'.repeat(40))]).toEqual([401, 200]);
    chmodSync(tokenFile, 0o604);
    expect(await ask('y'.repeat(40))).toBe(503);
    expect(server.notes).toEqual([
      `cannot use the token in ${tokenFile}: every account can read the file; set its mode to 0640`,
    ]);
  });

  it.each([
    ['short', 'x'.repeat(31), 0o600, 'it must have at least 32 characters; to create one: openssl rand -base64 32'],
    ['empty', '', 0o600, 'it must have at least 32 characters; to create one: openssl rand -base64 32'],
    [
      'of two words',
      `${TOKEN} ${TOKEN}`,
      0o600,
      'it must be one word of ASCII characters; to create one: openssl rand -base64 32',
    ],
    ['in a file for everybody', TOKEN, 0o644, 'every account can read the file; set its mode to 0640'],
    ['in a large file', TOKEN.repeat(200), 0o600, 'it is larger than 4096 bytes'],
  ])('that is %s keeps the server from starting, and config check says so', async (_, content, mode, cause) => {
    const tokenFile = directory.write('token', content, mode);
    const message = `cannot use the token in ${tokenFile}: ${cause}`;
    await expect(serve({ tokenFile })).rejects.toThrow(message);
    const failure = await httpFileError('tokenFile', { tokenFile, tls: undefined });
    expect(failure && failureText(failure, 'en')).toBe(message);
  });

  it('in a missing file keeps the server from starting', async () => {
    await expect(serve({ tokenFile: directory.at('none') })).rejects.toThrow('none: it does not exist');
  });
});

describe('a Unix socket', () => {
  const ask = (socketPath: string, path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      get({ socketPath, path, headers: { host: 'anything' }, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).once('error', reject);
    });

  it('is open to its group, and needs no token and no host', async () => {
    const path = directory.at('api.sock');
    const tokenFile = directory.write('token', TOKEN, 0o600);
    await serve({ address: { kind: 'unix', path }, tokenFile });
    expect(statSync(path).mode & 0o777).toBe(0o660);
    expect(await ask(path, '/secret')).toBe(200);
  });

  it('that a killed daemon has left is replaced', async () => {
    const path = directory.at('api.sock');
    const killed = createServer().listen(path);
    await new Promise((resolve) => killed.once('listening', resolve));
    const renamed = directory.at('kept.sock');
    linkSync(path, renamed);
    await new Promise((resolve) => killed.close(resolve));
    renameSync(renamed, path);
    await serve({ address: { kind: 'unix', path } });
    expect(await ask(path, '/healthz')).toBe(200);
  });

  it('of a running program, and another file, are never replaced', async () => {
    const path = directory.at('api.sock');
    await serve({ address: { kind: 'unix', path } });
    const failure = 'another program or file uses this path';
    await expect(serve({ address: { kind: 'unix', path } })).rejects.toThrow(failure);
    expect(await ask(path, '/healthz')).toBe(200);
    const file = directory.write('file', 'x');
    await expect(serve({ address: { kind: 'unix', path: file } })).rejects.toThrow(failure);
    mkdirSync(directory.at('directory'));
    await expect(serve({ address: { kind: 'unix', path: directory.at('directory') } })).rejects.toThrow(failure);
  });

  it('is removed when the server stops', async () => {
    const path = directory.at('api.sock');
    const server = await serve({ address: { kind: 'unix', path } });
    await server[Symbol.asyncDispose]();
    opened = [];
    expect(existsSync(path)).toBe(false);
  });
});

describe('TLS', () => {
  const ask = (port: number, options: RequestOptions): Promise<number> =>
    new Promise((resolve, reject) => {
      getEncrypted(
        { port, host: '127.0.0.1', servername: 'mail01.contoso.com', path: '/secret', agent: false, ...options },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      ).once('error', reject);
    });

  /** Writes the files of a server, and returns their paths. */
  function filesOf(server: MadeCertificate, clientCa?: MadeCertificate) {
    return {
      certificateFile: directory.write('server.pem', server.certificatePem),
      keyFile: directory.write('server.key', server.privateKeyPem),
      clientCaFile: clientCa && directory.write('ca.pem', clientCa.certificatePem),
    };
  }

  it('encrypts, and refuses unencrypted requests', async () => {
    const ca = made('CA');
    const server = await serve({ tls: filesOf(made('mail01.contoso.com', ca)) });
    expect(server.url).toMatch(/^https:/);
    expect(await ask(server.port, { ca: ca.certificatePem, headers: { host: 'mail01.contoso.com' } })).toBe(200);
    expect(statusOf(await server.send(requestText('GET /secret')))).toBe(0);
  });

  it('requires a certificate of a CA of clients, if one is configured', async () => {
    const [ca, other] = [made('CA'), made('Other')];
    const server = await serve({ tls: filesOf(made('mail01.contoso.com', ca), ca) });
    const client = (issuer: MadeCertificate): RequestOptions => {
      const { certificatePem, privateKeyPem } = made('client', issuer);
      return { ca: ca.certificatePem, cert: certificatePem, key: privateKeyPem, headers: { host: 'localhost' } };
    };
    expect(await ask(server.port, client(ca))).toBe(200);
    await expect(ask(server.port, client(other))).rejects.toThrow();
    await expect(ask(server.port, { ca: ca.certificatePem })).rejects.toThrow();
  });

  it('uses a renewed certificate, and keeps the previous one until both files match', async () => {
    const ca = made('CA');
    const tls = filesOf(made('old.contoso.com', ca));
    const applied: unknown[] = [];
    using watch = new TlsFileWatch(tls, ({ cert }) => void applied.push(String(cert)));
    await watch.check();
    expect(applied).toEqual([]);
    const renewed = made('new.contoso.com', ca);
    directory.write('server.pem', renewed.certificatePem);
    await watch.check();
    expect(applied).toEqual([]);
    directory.write('server.key', renewed.privateKeyPem);
    await watch.check();
    await watch.check();
    expect(applied).toEqual([renewed.certificatePem]);
  });

  it('with unusable files keeps the server from starting, and config check says so', async () => {
    const tls = filesOf(made('mail01.contoso.com'));
    directory.write('server.key', made('other').privateKeyPem);
    const { certificateFile, keyFile } = tls;
    await expect(readTlsFiles(tls)).rejects.toThrow(
      `the key in ${keyFile} does not match the certificate in ${certificateFile}`,
    );
    directory.write('server.pem', 'hello');
    await expect(serve({ tls })).rejects.toThrow(`cannot use ${certificateFile}: `);
    const missing = { ...tls, keyFile: directory.at('none') };
    const failure = await httpFileError('certificateFile', { tokenFile: undefined, tls: missing });
    expect(failure && failureText(failure, 'en')).toBe(`cannot use ${directory.at('none')}: it does not exist`);
  });
});

describe('connections', () => {
  it('beyond 256 are closed at once', async () => {
    const server = await serve({});
    const sockets: Socket[] = [];
    const open = (): Promise<Socket> =>
      new Promise((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => resolve(socket));
        socket.on('error', () => undefined);
        sockets.push(socket);
      });
    const ask = (socket: Socket): Promise<string> =>
      new Promise((resolve) => {
        socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1')));
        socket.once('close', () => resolve(''));
        socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
      });
    for (let count = 0; count < 256; count += 1) await open();
    expect(await ask(await open())).toBe('');
    expect(statusOf(await ask(sockets[0] ?? (await open())))).toBe(200);
    sockets[0]?.destroy();
    await vi.waitFor(async () => expect(statusOf(await ask(await open()))).toBe(200));
    for (const socket of sockets) socket.destroy();
  });

  it('of a port that another program uses are refused with the reason', async () => {
    const { port } = await serve({});
    await expect(serve({ address: { kind: 'tcp', host: '127.0.0.1', port } })).rejects.toThrow(
      'another program uses this address',
    );
    await expect(serve({ address: { kind: 'tcp', host: '192.0.2.1', port } })).rejects.toThrow(
      'this computer does not have the address',
    );
  });
});
