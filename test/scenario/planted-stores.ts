import { execFileSync } from 'node:child_process';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { DAY } from '../../src/domain/time.ts';
import { keyTraces, textTraces } from '../fixtures/key-traces.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import type { Planted } from '../fixtures/planted.ts';
import { AWKWARD, type PlantedScene } from './planted-scene.ts';

function addKey(secret: Planted, name: string, key: KeyObject, pem: string): void {
  for (const [what, bytes] of [...keyTraces(name, key), ...textTraces(name, key, pem)]) secret.add(what, bytes);
}

/**
 * Adds the private keys that the daemon and commands created to the secrets. Returns their number.
 */
export function addKeysOf(store: string, secret: Planted): number {
  const files = readdirSync(store, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('privkey.pem'),
  );
  for (const name of files) {
    const pem = readFileSync(`${store}/${name}`, 'utf8');
    addKey(secret, `made: ${name}`, createPrivateKey(pem), pem);
  }
  return files.length;
}

/**
 * Writes certificates with keys in every form: readable, encrypted, exposed, not matching or
 * damaged. The password files are correct, wrong or unreadable.
 * @param named the name of one of the stores
 */
export function plantedStores(planted: PlantedScene, named: string): readonly object[] {
  const { host, secret } = planted;
  const make = (commonName: string): MadeCertificate => {
    const made = makeCertificate({ commonName, notBefore: Date.now() - DAY, notAfter: Date.now() + 90 * DAY });
    addKey(secret, commonName, made.keyPair.privateKey, made.privateKeyPem);
    return made;
  };
  const lay = (directory: string, { certificatePem }: MadeCertificate, key: string | Buffer, mode = 0o600): void => {
    host.own(host.directory.write(`keys/${directory}/fullchain.pem`, certificatePem), 0o644);
    host.own(host.directory.write(`keys/${directory}/privkey.pem`, key), mode);
  };
  const password = planted.plant('keystore', 'password', AWKWARD);
  const passphrase = readFileSync(password, 'utf8').trimEnd();
  const plain = make('plain.example.com');
  lay('plain', plain, plain.privateKeyPem);
  lay('exposed', plain, plain.privateKeyPem, 0o644);
  lay('differs', make('differs.example.com'), plain.privateKeyPem);
  const encrypted = make('encrypted.example.com');
  const encryption = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
  lay('encrypted', encrypted, encrypted.keyPair.privateKey.export(encryption));
  const garbled = Buffer.from(secret.plant('a garbled private key').repeat(4)).toString('base64');
  lay('garbled', make('garbled.example.com'), `-----BEGIN PRIVATE KEY-----\n${garbled}\n-----END PRIVATE KEY-----\n`);
  const kept = make('keystore.example.com');
  const key = host.directory.write('kept.key', kept.privateKeyPem);
  const certificate = host.directory.write('kept.pem', kept.certificatePem);
  const argv = ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-passout', `file:${password}`];
  const keystore = execFileSync('openssl', argv);
  for (const directory of ['keys', 'locked', 'closed'])
    host.own(host.directory.write(`${directory}/mail.p12`, keystore), 0o600);
  const at = host.directory.at;
  return [
    { name: 'My', path: at('store'), services: ['SMTP'] },
    { name: 'Keys', path: at('keys'), passwordFile: password },
    { name: named, path: at('locked'), passwordFile: planted.plant('wrong', 'password', AWKWARD) },
    { name: 'Closed', path: at('closed'), passwordFile: host.close(planted.plant('unreadable', 'password')) },
  ];
}
