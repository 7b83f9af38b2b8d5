import { describe, expect, it } from 'vitest';
import { probeUrl } from '../../../../src/domain/connector/probe-target.ts';
import type { DiscoveredConnectors } from '../../../../src/formats/server-config/discovered-connectors.ts';
import type { PemContentsOf } from '../../../../src/formats/server-config/named-files.ts';
import { nginxConnectors } from '../../../../src/formats/server-config/nginx/nginx.ts';
import { parseNginxFile } from '../../../../src/formats/server-config/nginx/nginx-directives.ts';
import { problemSaying } from '../../../domain/failure/problem-saying.ts';
import { saying } from '../../../domain/failure/saying.ts';

const HOST = {
  ports: new Map(),
  addresses: ['127.0.0.1', '::1'],
  addressesOf: (name: string) => (name === 'mx.contoso.com' ? ['192.0.2.1', '2001:db8::1'] : undefined),
};

function found(text: string, pemContentsOf: PemContentsOf = () => undefined): DiscoveredConnectors {
  const { directives } = parseNginxFile('/etc/nginx/nginx.conf', text);
  const server = { name: 'nginx', reload: ['systemctl', 'reload', 'nginx'], hostFqdn: 'mail01.contoso.com' };
  return nginxConnectors(directives, { host: HOST, server, directory: '/etc/nginx', pemContentsOf });
}

/** Returns the name, URL, files and keys of each connector. */
function shortly(text: string): readonly string[] {
  return found(text).connectors.map(({ name, probe, starttls, certificateFiles = [], keyFiles = [] }) =>
    [
      name,
      probe === undefined ? 'not probed' : probeUrl(probe),
      starttls ? 'TLS' : 'no TLS',
      ...certificateFiles,
      ...keyFiles,
    ].join(' '),
  );
}

const SSL = 'ssl_certificate /etc/ssl/mail.pem; ssl_certificate_key /etc/ssl/mail.key;';
const FILES = '/etc/ssl/mail.pem /etc/ssl/mail.key';

describe('the mail servers of nginx', () => {
  it.each([
    ['a port', 'listen 25; starttls on;', `nginx 0.0.0.0:25 smtp://127.0.0.1:25 TLS ${FILES}`],
    ['every address', 'listen *:25; starttls on;', `nginx 0.0.0.0:25 smtp://127.0.0.1:25 TLS ${FILES}`],
    ['IPv6', 'listen [::]:143; starttls only;', `nginx [::]:143 imap://[::1]:143 TLS ${FILES}`],
    ['implicit TLS', 'listen 127.0.0.1:993 ssl;', `nginx 127.0.0.1:993 imaps://127.0.0.1:993 TLS ${FILES}`],
    ['ssl on of older versions', 'listen 995; ssl on;', `nginx 0.0.0.0:995 pop3s://127.0.0.1:995 TLS ${FILES}`],
    ['a named protocol', 'listen 2525 ssl; protocol smtp;', `nginx 0.0.0.0:2525 smtps://127.0.0.1:2525 TLS ${FILES}`],
    ['no TLS', 'listen 110; starttls off;', 'nginx 0.0.0.0:110 pop3://127.0.0.1:110 no TLS'],
    ['a proxy in front', 'listen 25 proxy_protocol; starttls on;', `nginx 0.0.0.0:25 not probed TLS ${FILES}`],
  ])('are connectors: %s', (_what, server, expected) => {
    expect(shortly(`mail { ${SSL} server { ${server} } }`)).toEqual([expected]);
  });

  it('are probed with both key types if a server has an RSA and an ECDSA certificate', () => {
    const pemContentsOf: PemContentsOf = (path) => ({
      first: 'certificate',
      hasCertificate: true,
      hasKey: false,
      leafKeyTypes: [path.includes('ecdsa') ? 'ec' : 'rsa'],
    });
    const rsa = 'ssl_certificate rsa.pem; ssl_certificate_key rsa.key;';
    const ecdsa = 'ssl_certificate ecdsa.pem; ssl_certificate_key ecdsa.key;';
    const bothOf = (files: string): readonly (boolean | undefined)[] =>
      found(`mail { ${files} server { listen 993 ssl; } }`, pemContentsOf).connectors.map(
        ({ probe }) => probe?.probesBothKeyTypes,
      );
    expect(bothOf(`${rsa} ${ecdsa}`)).toEqual([true]);
    expect(bothOf(rsa)).toEqual([false]);
  });

  it('listen at each address of a name, and at both families with ipv6only=off', () => {
    expect(shortly(`mail { ${SSL} server { listen mx.contoso.com:465 ssl; listen [::]:25 ipv6only=off; } }`)).toEqual([
      `nginx 192.0.2.1:465 smtps://192.0.2.1:465 TLS ${FILES}`,
      `nginx [2001:db8::1]:465 smtps://[2001:db8::1]:465 TLS ${FILES}`,
      'nginx 0.0.0.0:25 smtp://127.0.0.1:25 no TLS',
      'nginx [::]:25 smtp://[::1]:25 no TLS',
    ]);
  });

  it('use the directives of the server before those of the enclosing block, and the directory of nginx.conf for relative paths', () => {
    const own = 'ssl_certificate own.pem; ssl_certificate_key private/own.key; starttls off;';
    const [connector] = found(`mail { ${SSL} starttls on; server_name mx.contoso.com; server { listen 25; ${own} }
server { listen 587; ${own} starttls on; } }`).connectors.slice(1);
    expect(connector).toMatchObject({
      fqdn: 'mx.contoso.com',
      certificateFiles: ['/etc/nginx/own.pem'],
      keyFiles: ['/etc/nginx/private/own.key'],
      keyLoadedBy: 'root',
      reload: ['systemctl', 'reload', 'nginx'],
      source: { inventory: 'nginx', place: '/etc/nginx/nginx.conf:2' },
    });
  });
});

describe('the stream servers of nginx', () => {
  it('are connectors if they end TLS, and only then', () => {
    const text = `stream { server { listen 993 ssl; ${SSL} proxy_pass 127.0.0.1:143; }
server { listen 465; proxy_pass 192.0.2.1:465; } server { listen 53 udp; } server { listen unix:/run/x ssl; }
server { listen 4190 ssl; ${SSL} } }`;
    expect(shortly(text)).toEqual([
      `nginx 0.0.0.0:993 imaps://127.0.0.1:993 TLS ${FILES}`,
      `nginx 0.0.0.0:4190 tls://127.0.0.1:4190 TLS ${FILES}`,
    ]);
  });

  it('do not include the servers of http', () => {
    expect(found(`http { server { listen 443 ssl; ${SSL} } }`)).toEqual({
      connectors: [],
      problems: [],
      unreadParts: [],
    });
  });
});

describe('unclear settings of nginx', () => {
  it.each([
    ['mail { server { starttls on; } }', 'settings_malformed', 'it has no "listen"'],
    [
      'mail { server { listen 25; starttls on; } }',
      'settings_malformed',
      'it offers TLS, but has no "ssl_certificate"',
    ],
    ['mail { server { listen mx; } }', 'unresolved', '"mx" is not an address with a port'],
    ['mail { server { listen mx.fabrikam.com:25; } }', 'unresolved', 'cannot find an address for "mx.fabrikam.com"'],
    [
      'mail { server { listen 2525; } }',
      'unresolved',
      'its protocol is unknown: it has no "protocol" and no well-known port',
    ],
    [
      'stream { server { listen 993 ssl; ssl_certificate $ssl_server_name.pem; } }',
      'unresolved',
      'the path of one of its certificates or keys contains a variable, or does not name a file',
    ],
    [
      `stream { ${SSL} server { listen 993 ssl; } server { listen 993 ssl; server_name mx.contoso.com; } }`,
      'unresolved',
      'another server block has the same socket; the certificate that this block serves to clients that request its name is not checked',
    ],
  ])('are reported: %s', (text, reason, detail) => {
    expect(found(text).problems).toEqual([problemSaying(reason, '/etc/nginx/nginx.conf:1', detail)]);
  });
});

describe('a file of nginx', () => {
  it('can have programs in Lua, which are skipped', () => {
    const program = 'local a = { "}" } -- }\nif a then f(\'}\') end --[[ } ]] g([==[ } ]] } ]==])';
    const { directives, error } = parseNginxFile('a', `init_by_lua_block { ${program} }\nuser a;`);
    expect(error).toBeUndefined();
    expect(directives.map(({ name, line }) => [name, line])).toEqual([
      ['init_by_lua_block', 1],
      ['user', 3],
    ]);
    expect(parseNginxFile('a', 'init_by_lua_block { f({}) ').error?.failure).toEqual(saying('the block is not closed'));
  });

  it('is read as nginx reads it: quotation marks, comments, backslashes, variables, braces', () => {
    const { directives, error } = parseNginxFile(
      'a',
      `# one { ;\nuser "www data";error_log 'a;b' info ;\nmap $a $b { ~^x\\.y "\\"1\\""; }\nset \${a}b \${c};`,
    );
    expect(error).toBeUndefined();
    expect(directives.map(({ name, values, line }) => [name, ...values, line])).toEqual([
      ['user', 'www data', 2],
      ['error_log', 'a;b', 'info', 2],
      ['map', '$a', '$b', 3],
      ['set', '${a}b', '${c}', 4],
    ]);
    expect(directives[2]?.block?.map(({ name, values }) => [name, ...values])).toEqual([['~^x\\.y', '"1"']]);
  });

  it.each([
    ['mail {', 1, 'unexpected end of file, expecting ";" or "}"'],
    ['user www', 1, 'unexpected end of file, expecting ";" or "}"'],
    ['}', 1, 'unexpected "}"'],
    ['\n;', 2, 'unexpected ";"'],
    ['{', 1, 'unexpected "{"'],
    ['user "www;', 1, 'a quotation mark is not closed'],
    ['a{'.repeat(100), 1, 'blocks are nested more than 32 deep'],
  ])('that prevents the start of nginx has an error with a line: %s', (text, line, detail) => {
    expect(parseNginxFile('a', text).error).toEqual({ line, failure: saying(detail) });
  });
});
