import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ProbeTarget } from '../../../src/domain/connector/probe-target.ts';

const STARTTLS: Readonly<Record<string, string>> = {
  smtp: 'smtp',
  lmtp: 'lmtp',
  sieve: 'sieve',
  imap: 'imap',
  pop3: 'pop3',
};
const SIGNATURES = { rsa: 'rsa_pss_rsae_sha256:rsa_pkcs1_sha256', ecdsa: 'ecdsa_secp256r1_sha256' } as const;

/** The key types. */
export type KeyType = keyof typeof SIGNATURES;

function thumbprintOf(pem: string): { readonly thumbprint: string; readonly keyType: KeyType } {
  const certificate = new X509Certificate(pem);
  const keyType = certificate.publicKey.asymmetricKeyType === 'ec' ? 'ecdsa' : 'rsa';
  return { thumbprint: certificate.fingerprint.replaceAll(':', ''), keyType };
}

/**
 * Returns the thumbprint of the first certificate that `openssl s_client` receives, or the last
 * line of its output.
 */
export function servedLeaf(
  target: Pick<ProbeTarget, 'protocol' | 'host' | 'port' | 'serverName'>,
  keyType: KeyType | undefined,
  namespace: readonly string[] = [],
): Promise<string> {
  const { protocol, host, port, serverName } = target;
  const starttls = STARTTLS[protocol];
  const [program = 'openssl', ...args] = [
    ...namespace,
    'openssl',
    's_client',
    ...(starttls === undefined ? [] : ['-starttls', starttls]),
    ...['-connect', host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`],
    ...(serverName === undefined ? ['-noservername'] : ['-servername', serverName]),
    ...(keyType === undefined ? [] : ['-sigalgs', SIGNATURES[keyType]]),
    ...['-name', 'mx.fabrikam.com'],
  ];
  return new Promise((resolve) => {
    const child = execFile(program, args, { timeout: 10_000, encoding: 'latin1' }, (_error, stdout, stderr) => {
      const [pem] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(stdout) ?? [];
      resolve(pem === undefined ? `nothing: ${stderr.trim().split('\n').at(-1)}` : thumbprintOf(pem).thumbprint);
    });
    child.stdin?.end();
  });
}

/** Returns the first certificate of each key type in a file, without CA certificates. */
export function leavesIn(path: string): ReadonlyMap<KeyType, string> {
  const leaves = new Map<KeyType, string>();
  const text = readFileSync(path, 'utf8');
  for (const [pem] of text.matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)) {
    const { thumbprint, keyType } = thumbprintOf(pem);
    if (!leaves.has(keyType) && !new X509Certificate(pem).ca) leaves.set(keyType, thumbprint);
  }
  return leaves;
}
