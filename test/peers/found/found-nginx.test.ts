import { renameSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nginxInventory } from '../../../src/adapters/discovery/nginx-inventory.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { saying } from '../../domain/failure/saying.ts';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { freePort } from '../free-port.ts';
import { needs, needsRoot } from '../needs.ts';
import { type Expected, expectAsDiscovered } from './as-discovered.ts';
import { foundHere } from './found-here.ts';
import { OwnNginx } from './own-nginx.ts';
import { scanned } from './scanned.ts';

const DAY = 86_400_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY };
const NEVER = new AbortController().signal;

/** A configuration, with `PORT1` for a free port, and its expected result. */
interface Configuration extends Expected {
  readonly settings: string;
}

const MAIL = 'auth_http 127.0.0.1:9; smtp_auth none;';
const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  'a proxy for all protocols, with and without STARTTLS': {
    settings: `mail { ${MAIL} ssl_certificate rsa.pem; ssl_certificate_key rsa.key;
server { listen 127.0.0.1:PORT1; protocol smtp; starttls on; }
server { listen 127.0.0.1:PORT2; protocol imap; starttls only; server_name imap.contoso.com; }
server { listen PORT3 ssl; protocol pop3; ssl_certificate DIRECTORY/ec.pem; ssl_certificate_key DIRECTORY/ec.key; }
server { listen [::1]:PORT4; protocol imap; starttls off; }
}`,
    served: 3,
  },
  'an RSA and an ECDSA certificate': {
    settings: `mail { ${MAIL} ssl_certificate rsa.pem; ssl_certificate_key rsa.key;
ssl_certificate ec.pem; ssl_certificate_key ec.key; server { listen 127.0.0.1:PORT1 ssl; protocol imap; } }`,
    served: 2,
  },
  'a stream that ends TLS, in an included file': {
    settings: 'include servers/*.conf;',
    served: 1,
  },
};

describe.runIf([needsRoot(), needs('nginx', 'openssl')].every(Boolean))('an nginx', () => {
  let directory: TemporaryDirectory;
  let nginx: OwnNginx;
  let source: InventorySource;
  const ports: number[] = [];

  const filled = (text: string): string =>
    text
      .replaceAll(/PORT(\d)/g, (_all, number) => String(ports[Number(number)]))
      .replaceAll('DIRECTORY', directory.at('nginx'));
  const put = (name: string, { certificatePem, privateKeyPem }: MadeCertificate): void => {
    directory.write(`nginx/${name}.pem`, certificatePem);
    directory.write(`nginx/${name}.key`, privateKeyPem, 0o600);
  };

  beforeAll(async () => {
    directory = temporaryDirectory();
    nginx = new OwnNginx(directory, 'nginx');
    for (let count = 0; count < 6; count += 1) ports.push(await freePort());
    put('rsa', makeCertificate({ commonName: 'mail01.contoso.com', key: 'rsa', ...DATES }));
    put('ec', makeCertificate({ commonName: 'mail01.contoso.com', key: 'ec', ...DATES }));
    directory.write(
      'nginx/servers/imaps.conf',
      filled(`stream { server { listen 127.0.0.1:PORT5 ssl; ssl_certificate ec.pem; ssl_certificate_key ec.key;
return ok; } }`),
    );
    source = nginxInventory(foundHere(), { file: nginx.file, reload: nginx.reload });
  });

  afterAll(() => {
    nginx?.[Symbol.dispose]();
    directory?.[Symbol.dispose]();
  });

  it.each(Object.entries(CONFIGURATIONS))(
    'is discovered as it listens and serves: %s',
    async (_what, configuration) => {
      nginx.write(filled(configuration.settings));
      nginx.apply();
      const result = await expectAsDiscovered(source, () => nginx.listening(), configuration);
      for (const { keyLoadedBy, reload } of result.value.connectors) {
        expect({ keyLoadedBy, reload }).toEqual({ keyLoadedBy: 'root', reload: nginx.reload });
      }
    },
  );

  it('is discovered even if its certificate prevents its start, because its files are read', async () => {
    nginx.write(filled(CONFIGURATIONS['an RSA and an ECDSA certificate']?.settings ?? ''));
    writeFileSync(directory.at('nginx/broken.pem'), 'no certificate');
    renameSync(directory.at('nginx/broken.pem'), directory.at('nginx/rsa.pem'));
    const result = await source.read(NEVER);
    expect(result).toMatchObject({
      kind: 'available',
      value: { connectors: [{ certificateFiles: [directory.at('nginx/rsa.pem'), directory.at('nginx/ec.pem')] }] },
    });
  });

  it('has no listener that was removed, also while the address of another listener is unknown', async () => {
    const server = (listen: string): string => filled(`server { listen ${listen}; protocol smtp; }`);
    const named = (port: string): string => filled(`nginx 127.0.0.1:${port}`);
    nginx.write(`mail { ${MAIL} ${server('127.0.0.1:PORT1')} ${server('127.0.0.1:PORT2')} }`);
    const first = await scanned(source);
    expect(first.names).toEqual([named('PORT1'), named('PORT2')].sort());

    nginx.write(`mail { ${MAIL} ${server('nowhere.invalid:PORT1')} }`);
    const next = await scanned(source, first);
    expect(next).toMatchObject({ names: [named('PORT1')], problems: ['unresolved'] });
    const restarted = await scanned(source);
    for (const { coverage } of [next, restarted]) {
      expect(coverage(`connector:${named('PORT1')}`)).not.toBe('gone');
      expect(coverage(`connector:${named('PORT2')}`)).toBe('gone');
    }
  });

  it('whose settings end within a block is unavailable, and its connectors are kept', async () => {
    nginx.write('mail { server {');
    const result = await source.read(NEVER);
    expect(result).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'settings_malformed', failure: saying('unexpected end of file, expecting ";" or "}"') },
    });
  });
});
