import { describe, expect, it } from 'vitest';
import { showConfiguration } from '../../../../src/adapters/config/show/show-configuration.ts';
import { configurationOf, errorsOf } from '../mail01.ts';

const REMOTE =
  'can be reached from other computers, which requires TLS: set certificateFile, and tokenFile or clientCaFile; or listen on 127.0.0.1:12014';
const ANONYMOUS =
  'can be reached from other computers, so clients must identify themselves: set tokenFile or clientCaFile; or listen on 127.0.0.1:12014';

describe('the HTTP server', () => {
  it('listens at one local address by default', () => {
    expect(configurationOf('').http.listen).toEqual([{ kind: 'tcp', host: '127.0.0.1', port: 12014 }]);
    expect(configurationOf('http: { tokenFile: t }').http.listen).toHaveLength(1);
  });

  it.each(['http: off', 'http: { listen: off }', 'http: { listen: [] }'])('is off with %s', (text) => {
    expect(configurationOf(text).http.listen).toEqual([]);
    expect(showConfiguration(configurationOf(text), 'en')).toContain('\nhttp: off\n');
  });

  it('listens at several addresses, each once', () => {
    const { http } = configurationOf('http: { listen: ["127.0.0.1:1", "/run/a.sock", "127.0.0.1:1"] }');
    expect(http.listen).toEqual([
      { kind: 'tcp', host: '127.0.0.1', port: 1 },
      { kind: 'unix', path: '/run/a.sock' },
    ]);
  });

  it('has absolute paths, and the key in the file of the certificate by default', () => {
    const text = 'http: { listen: "0.0.0.0:443", tokenFile: t, certificateFile: c.pem, clientCaFile: ca.pem }';
    expect(configurationOf(text).http).toMatchObject({
      tokenFile: '/etc/mailcertd/t',
      tls: {
        certificateFile: '/etc/mailcertd/c.pem',
        keyFile: '/etc/mailcertd/c.pem',
        clientCaFile: '/etc/mailcertd/ca.pem',
      },
    });
    expect(configurationOf(showConfiguration(configurationOf(text), 'en')).http).toEqual(configurationOf(text).http);
  });

  it.each([
    ['http: { listen: "0.0.0.0:80" }', [`1:17: "0.0.0.0:80" ${REMOTE}`]],
    ['http: { listen: ["127.0.0.1:80", "[::]:80"] }', [`1:34: "[::]:80" ${REMOTE}`]],
    ['http: { listen: "192.0.2.1:80", tokenFile: t }', [`1:17: "192.0.2.1:80" ${REMOTE}`]],
    ['http: { listen: "192.0.2.1:80", certificateFile: c }', [`1:17: "192.0.2.1:80" ${ANONYMOUS}`]],
    ['http: { keyFile: k }', ['1:9: keyFile is only valid with certificateFile; add it, or remove keyFile']],
    [
      'http: { clientCaFile: k }',
      ['1:9: clientCaFile is only valid with certificateFile; add it, or remove clientCaFile'],
    ],
    ['http: true', ['1:7: http must be off, or a map of keys, not true']],
    [
      'http: { port: 80 }',
      ['1:9: unknown key "port"; valid keys: listen, tokenFile, certificateFile, keyFile, clientCaFile'],
    ],
    ['http: { tokenFile: [secret] }', ['1:20: tokenFile must be a path, not a list']],
  ])('%s is refused', (text, errors) => {
    expect(errorsOf(text)).toEqual(errors);
  });

  it.each(['127.0.0.1:80', '127.9.9.9:80', '[::1]:80', '/run/a.sock'])('needs no token at %s', (address) => {
    expect(errorsOf(`http: { listen: "${address}" }`)).toEqual([]);
  });
});
