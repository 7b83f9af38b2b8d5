import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textResponse } from '../../../src/adapters/http/response/api-response.ts';
import { healthRoutes } from '../../../src/adapters/http/routes/health-routes.ts';
import { HTTP_SERVER_FAILURES } from '../../../src/domain/failure/http-failures.ts';
import { requestText, type ServedRoutes, serveRoutes, statusOf } from './served-routes.ts';

let server: ServedRoutes;
let readiness = async () => undefined as typeof HTTP_SERVER_FAILURES.service_not_scanned | undefined;

beforeAll(async () => {
  server = await serveRoutes([
    ...healthRoutes(() => readiness()),
    { path: '/named/:name', respond: ({ parameter }) => textResponse(`<${parameter}>`) },
    {
      path: '/failing',
      respond: () => {
        throw new Error('disk I/O error');
      },
    },
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Returns the status of a request for /healthz with other headers. */
const statusWith = async (headers: Readonly<Record<string, string>>): Promise<number> =>
  statusOf(await server.send(requestText('GET /healthz', headers)));

describe('a request', () => {
  it('is answered with headers that restrict a browser', async () => {
    const response = await server.send(requestText('GET /healthz'));
    expect(statusOf(response)).toBe(200);
    expect(response.toLowerCase()).toContain(
      "\r\ncontent-security-policy: default-src 'none'; frame-ancestors 'none'\r\n",
    );
    for (const line of ['x-content-type-options: nosniff', 'referrer-policy: no-referrer', 'cache-control: no-store'])
      expect(response.toLowerCase()).toContain(`\r\n${line}\r\n`);
    expect(response).toMatch(/\r\n\r\nok\n$/);
  });

  it('with HEAD gets the headers of GET and no body', async () => {
    const response = await server.send(requestText('HEAD /healthz'));
    expect(response.toLowerCase()).toContain('\r\ncontent-length: 3\r\n');
    expect(response).toMatch(/\r\n\r\n$/);
  });

  it.each([
    'localhost',
    'localhost:8080',
    'LOCALHOST',
    '127.0.0.1',
    '127.0.0.1:1',
    'mail01.contoso.com',
    'MAIL01.contoso.com:12014',
  ])('for the host %s is accepted', async (host) => {
    expect(await statusWith({ Host: host })).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:12014',
    'localhost.evil.example',
    'mail01.contoso.com.evil.example',
    '127.0.0.1.nip.io',
    '127.0.0.2',
    '[::1]',
    '10.0.0.1',
    'localhost@evil.example',
    'evil.example/localhost',
    'localhost#evil.example',
    '',
    'a b',
  ])('for the host %j is refused', async (host) => {
    const response = await server.send(requestText('GET /healthz', { Host: host }));
    expect(statusOf(response)).toBe(421);
    expect(response).toContain('"code":"request_host_refused"');
  });

  it('without a host is refused', async () => {
    expect(await statusWith({})).toBe(400);
    expect(statusOf(await server.send('GET /healthz HTTP/1.0\r\n\r\n'))).toBe(421);
  });

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ 'Sec-Fetch-Site': 'nonsense' }, 403],
    [{ 'Sec-Fetch-Site': 'same-origin' }, 200],
    [{ 'Sec-Fetch-Site': 'none' }, 200],
    [{ Origin: 'http://evil.example' }, 403],
    [{ Origin: 'null' }, 403],
    [{ Origin: 'https://localhost' }, 403],
    [{ Origin: 'http://localhost:80' }, 403],
    [{ Origin: 'http://localhost' }, 200],
  ])('of a page with %j is answered with %i', async (headers, status) => {
    expect(await statusWith({ Host: 'localhost', ...headers })).toBe(status);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('with %s is refused', async (method) => {
    const response = await server.send(requestText(`${method} /healthz`));
    expect(statusOf(response)).toBe(405);
    expect(response.toLowerCase()).toContain('\r\nallow: get, head\r\n');
  });

  it.each([
    { 'Content-Length': '5' },
    { 'Transfer-Encoding': 'chunked' },
    { 'Content-Length': '5', Expect: '100-continue' },
  ])('with a body (%j) is refused before the body is read', async (headers) => {
    const response = await server.send(requestText('GET /healthz', { Host: 'localhost', ...headers }));
    expect(statusOf(response)).toBe(413);
    expect(response.toLowerCase()).toContain('\r\nconnection: close\r\n');
  });

  it('for another server, as a proxy gets it, is refused', async () => {
    expect(statusOf(await server.send(requestText('GET http://evil.example/healthz')))).toBe(400);
    expect(statusOf(await server.send(requestText('GET *')))).toBe(400);
    expect(await server.send(requestText('CONNECT evil.example:443'))).toBe('');
  });

  it('with headers of more than 16 KiB is refused', async () => {
    expect(await statusWith({ Host: 'localhost', Cookie: 'x'.repeat(15_000) })).toBe(200);
    expect(await statusWith({ Host: 'localhost', Cookie: 'x'.repeat(17_000) })).toBe(431);
    expect(statusOf(await server.send(requestText(`GET /${'x'.repeat(17_000)}`)))).toBe(431);
  });

  it.each([
    'GET\u0000 / HTTP/1.1\r\n\r\n',
    'hello\r\n\r\n',
    '\u0016\u0003\u0001\u0002',
    'GET / HTTP/1.1\nHost: a\n b\n\n',
  ])('of other bytes (%j) is refused', async (bytes) => {
    expect(statusOf(await server.send(`${bytes}\r\n\r\n`))).toBe(400);
  });

  it.each([
    '/',
    '/healthz/',
    '/HEALTHZ',
    '/%68ealthz',
    '//healthz',
    '/../../etc/passwd',
    '/named/../healthz',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/named/',
    '/named/a/b',
    '/named/%zz',
    '/constructor',
    '/__proto__',
  ])('for %s is answered with 404', async (path) => {
    const response = await server.send(requestText(`GET ${path}`));
    expect(statusOf(response)).toBe(404);
    expect(response.toLowerCase()).toContain('\r\ncontent-type: application/problem+json\r\n');
  });

  it.each([
    ['a%20b', '<a b>'],
    ['%252e', '<%2e>'],
    ['..%2f..', '<../..>'],
    ['%E2%82%AC', '<\u00e2\u0082\u00ac>'],
  ])('with the parameter %s gives it decoded once', async (parameter, body) => {
    expect(await server.send(requestText(`GET /named/${parameter}?x=1`))).toMatch(new RegExp(`\\r\\n\\r\\n${body}$`));
  });

  it('that fails is answered with the cause, which is also noted', async () => {
    const response = await server.send(requestText('GET /failing'));
    expect(statusOf(response)).toBe(500);
    expect(JSON.parse(response.slice(response.indexOf('{')))).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'the request failed: disk I/O error',
      code: 'request_failed',
    });
    expect(server.notes).toEqual(['the HTTP request /failing failed: disk I/O error']);
  });
});

it('/readyz gives the reason until the service is ready', async () => {
  expect(statusOf(await server.send(requestText('GET /readyz')))).toBe(200);
  readiness = async () => HTTP_SERVER_FAILURES.service_not_scanned;
  const response = await server.send(requestText('GET /readyz'));
  expect(statusOf(response)).toBe(503);
  expect(response).toContain('"detail":"the first scan since the start has not ended yet"');
});
