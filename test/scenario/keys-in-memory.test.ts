import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { type KeyObject, randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { DAY } from '../../src/domain/time.ts';
import { generateKeys, type KeyPair } from '../fixtures/generate-keys.ts';
import { derivedTraces, keyTraces, passwordTraces, textTraces } from '../fixtures/key-traces.ts';
import { type MadeCertificate, makeCertificate, pem } from '../fixtures/make-certificate.ts';
import { foundInMemory } from '../fixtures/process-memory.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { element, objectIdentifier, sequence } from '../fixtures/write-der.ts';
import { PASSWORD, writeJks } from '../formats/jks/write-jks.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
/** The number of keys of each kind. */
const KEYS = 40;
const password = `pw-${randomBytes(12).toString('hex')}`;

type Traces = Map<string, Buffer>;

interface Kind {
  readonly name: string;
  readonly isRsa?: boolean;
  readonly lay: (directory: TemporaryDirectory, at: string, made: MadeCertificate, traces: Traces) => void;
}

function noteKey(traces: Traces, at: string, key: KeyObject): void {
  for (const [name, bytes] of keyTraces(at, key)) traces.set(name, bytes);
}

/** Writes a certificate and its key as separate files, as certbot does. */
function layPem(directory: TemporaryDirectory, at: string, { certificatePem }: MadeCertificate, pem: string): void {
  directory.write(`store/${at}/fullchain.pem`, certificatePem);
  directory.write(`store/${at}/privkey.pem`, pem, 0o600);
}

function plain(type: 'pkcs8' | 'sec1' | 'pkcs1'): Kind['lay'] {
  return (directory, at, made, traces) => {
    const key = made.keyPair.privateKey;
    const pem = String(key.export({ type, format: 'pem' }));
    layPem(directory, at, made, pem);
    for (const [name, bytes] of textTraces(at, key, pem)) traces.set(name, bytes);
  };
}

const KINDS: readonly Kind[] = [
  { name: 'pkcs8', lay: plain('pkcs8') },
  { name: 'sec1', lay: plain('sec1') },
  { name: 'pkcs1', isRsa: true, lay: plain('pkcs1') },
  {
    name: 'encrypted',
    lay: (directory, at, made, traces) => {
      const key = made.keyPair.privateKey;
      const options = { cipher: 'aes-256-cbc', passphrase: password } as const;
      layPem(directory, at, made, String(key.export({ type: 'pkcs8', format: 'pem', ...options })));
      const der = key.export({ type: 'pkcs8', format: 'der', ...options });
      directory.write(`store/${at}-der/mail.pem`, made.certificatePem);
      directory.write(`store/${at}-der/mail.key`, der, 0o600);
      for (const [name, bytes] of derivedTraces(at, der, password)) traces.set(name, bytes);
    },
  },
  {
    name: 'header',
    lay: (directory, at, made) => {
      const options = { cipher: 'aes-256-cbc', passphrase: password } as const;
      layPem(directory, at, made, String(made.keyPair.privateKey.export({ type: 'sec1', format: 'pem', ...options })));
    },
  },
  {
    name: 'pkcs12',
    lay: (directory, at, made) => {
      const key = directory.write('made.key', made.privateKeyPem);
      const certificate = directory.write('made.pem', made.certificatePem);
      const argv = [
        'pkcs12',
        '-export',
        '-inkey',
        key,
        '-in',
        certificate,
        '-passout',
        `file:${directory.at('password')}`,
      ];
      directory.write(`store/${at}/mail.p12`, execFileSync('openssl', argv), 0o600);
    },
  },
  {
    name: 'jks',
    lay: (directory, at, { der, keyPair }) => {
      const entry = { alias: 'mail', key: keyPair.privateKey, certificates: [der] };
      directory.write(`store/${at}/mail.jks`, writeJks([entry]), 0o600);
    },
  },
  {
    name: 'der',
    lay: (directory, at, { certificatePem, keyPair }) => {
      directory.write(`store/${at}/mail.pem`, certificatePem);
      directory.write(`store/${at}/mail.key`, keyPair.privateKey.export({ type: 'sec1', format: 'der' }), 0o600);
    },
  },
  {
    // The keys are unencrypted, and follow more data than later reads overwrite.
    name: 'pkcs12-clear',
    lay: (directory, at, made) => {
      const key = directory.write('made.key', made.privateKeyPem);
      const certificate = directory.write('made.pem', made.certificatePem.repeat(40));
      const word = ['-passout', `file:${directory.at('password')}`, '-keypbe', 'NONE', '-certpbe', 'NONE'];
      const argv = ['pkcs12', '-export', '-inkey', key, '-in', certificate, ...word];
      directory.write(`store/${at}/mail.p12`, execFileSync('openssl', argv), 0o600);
    },
  },
  {
    // The encoding of the public key differs, so both files are opened again to compare them.
    name: 'compressed',
    lay: (directory, at, { keyPair, privateKeyPem }, traces) => {
      const other = fresh(`other-${at}`);
      noteKey(traces, `other-${at}`, other.keyPair.privateKey);
      const text = textTraces(`other-${at}`, other.keyPair.privateKey, other.privateKeyPem);
      for (const [name, bytes] of text) traces.set(name, bytes);
      const certificates = wished(at, keyPair, true).certificatePem + other.certificatePem;
      directory.write(`store/${at}/both.pem`, `${' '.repeat(30_000)}\n${other.privateKeyPem}${certificates}`, 0o600);
      directory.write(`store/${at}/privkey.pem`, privateKeyPem, 0o600);
    },
  },
];

function wished(name: string, keyPair: KeyPair, compressedPoint = false): MadeCertificate {
  const [notBefore, notAfter] = [Date.now() - DAY, Date.now() + 365 * DAY];
  const key = keyPair.privateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec';
  return makeCertificate({ commonName: `${name}.example.com`, notBefore, notAfter, keyPair, key, compressedPoint });
}

function fresh(at: string, isRsa = false): MadeCertificate {
  // A short key is generated fast, and stays as long in memory.
  const keyPair = isRsa
    ? generateKeys('rsa', { modulusLength: 1024 })
    : generateKeys('ec', { namedCurve: 'prime256v1' });
  return wished(at, keyPair);
}

/**
 * Returns a SEC 1 key without its public key, which is rare.
 * @see RFC 5915 section 3
 */
function withoutPoint(key: KeyObject): Buffer {
  const secret = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  const curve = element(0xa0, objectIdentifier('1.2.840.10045.3.1.7'));
  return sequence(element(0x02, Buffer.from([1])), element(0x04, secret), curve);
}

/** Waits until a scan has ended after a time. */
async function passed(directory: TemporaryDirectory, after: number): Promise<void> {
  for (let left = 1200; left > 0; left -= 1) {
    try {
      const ledger = openSqlite(directory.at('state/ledger.db'), { readonly: true, fileMustExist: true });
      try {
        const ended = ledger.prepare('SELECT max(scan_ended_at) AS at FROM shard').get();
        if (ended instanceof Object && 'at' in ended && Number(ended.at) > after) return;
      } finally {
        ledger.close();
      }
    } catch {
      // The table does not exist yet.
    }
    await setTimeout(50);
  }
  throw new Error('no pass came to its end');
}

/** Returns the traces that remain; recently used memory may be overwritten a moment later. */
async function left(daemon: ChildProcess, traces: Traces): Promise<readonly string[]> {
  let found = foundInMemory(daemon.pid ?? 0, traces);
  for (let tries = 8; tries > 0 && found.length > 0; tries -= 1) {
    await setTimeout(250);
    found = foundInMemory(daemon.pid ?? 0, traces);
  }
  return found;
}

/** Runs the daemon on a directory from its first scan until `use` is done. */
async function withDaemon(
  directory: TemporaryDirectory,
  passwordFiles: string,
  use: (daemon: ChildProcess) => Promise<void>,
): Promise<void> {
  const file = directory.write(
    'mailcertd.yaml',
    `
computer: mail01.example.com
stateDirectory: state
http: off
internalTransportCertificate: none
stores: [{ name: Keys, path: store, passwordFiles: [${passwordFiles}] }]
connectors: [{ name: Internet, direction: receive, fqdn: mail.example.com }]
`,
  );
  const daemon = spawn(process.execPath, [PROGRAM, '--config', file, 'run'], { stdio: 'ignore' });
  try {
    await passed(directory, 0);
    await use(daemon);
  } finally {
    daemon.kill('SIGTERM');
    await new Promise((ended) => daemon.once('exit', ended));
  }
}

test("once private keys are matched, the daemon's memory contains none of them, and no password", async () => {
  using directory = temporaryDirectory();
  const traces: Traces = new Map(passwordTraces(password));
  for (const [name, bytes] of passwordTraces(PASSWORD)) traces.set(`JKS: ${name}`, bytes);
  directory.write('password', `${password}\n`);
  directory.write('jks-password', `${PASSWORD}\n`);
  for (const { name, isRsa, lay } of KINDS) {
    for (let index = 0; index < KEYS; index += 1) {
      const at = `${name}${index}`;
      const made = fresh(at, isRsa);
      noteKey(traces, at, made.keyPair.privateKey);
      lay(directory, at, made, traces);
    }
  }
  await withDaemon(directory, 'password, jks-password', async (daemon) => {
    expect(await left(daemon, traces)).toEqual([]);
  });
});

test('a key that OpenSSL has to open is removed from the memory of an idle daemon', async () => {
  using directory = temporaryDirectory();
  directory.write('store/mail.pem', fresh('mail').certificatePem);
  await withDaemon(directory, '', async (daemon) => {
    for (let renewal = 1; renewal <= 4; renewal += 1) {
      const renewed = fresh('mail');
      const key = renewed.keyPair.privateKey;
      // OpenSSL does not clear decoded data, but it clears its own numbers when they are freed.
      const trace: Traces = new Map(keyTraces('renewed', key).filter(([name]) => name.endsWith('of OpenSSL')));
      expect(trace.size).toBe(1);
      const before = Date.now();
      directory.write('mail.key', pem('EC PRIVATE KEY', withoutPoint(key)), 0o600);
      directory.write('mail.pem', renewed.certificatePem);
      for (const name of ['mail.key', 'mail.pem']) renameSync(directory.at(name), directory.at(`store/${name}`));
      await passed(directory, before);
      expect(await left(daemon, trace)).toEqual([]);
    }
  });
});
