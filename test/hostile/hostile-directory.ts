import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate, pem } from '../fixtures/make-certificate.ts';
import type { TemporaryDirectory } from '../fixtures/temporary-directory.ts';

const YEAR = 365 * 86_400_000;
/** The tag and length of the serial number in the output of `makeCertificate`. */
const SERIAL = Buffer.from([0x02, 0x10]);
/** The number of files in each directory. */
const A_DIRECTORY = 1000;
const GIBIBYTE = 2 ** 30;

/**
 * Writes distinct certificates to separate files. Their signatures are invalid, which no reader
 * checks.
 */
export function fillWithCertificates(directory: TemporaryDirectory, name: string, count: number): void {
  const now = Date.now();
  const { der } = makeCertificate({ commonName: 'mail.contoso.com', notBefore: now - YEAR, notAfter: now + YEAR });
  const serial = der.indexOf(SERIAL) + SERIAL.length;
  for (let index = 0; index < count; index += 1) {
    const at = directory.at(name, String(Math.floor(index / A_DIRECTORY)).padStart(3, '0'));
    if (index % A_DIRECTORY === 0) mkdirSync(at, { recursive: true });
    der.writeUInt32BE(index, serial + 4);
    writeFileSync(join(at, `${String(index % A_DIRECTORY).padStart(4, '0')}.pem`), pem('CERTIFICATE', der));
  }
}

/** Malicious files, and the reason that a scan reports for each. */
export const TRAPS: readonly (readonly [string, string])[] = [
  ['chain-0.pem', 'symlink_loop'],
  ['chain-49.pem', 'symlink_loop'],
  ['dangling.pem', 'not_found'],
  ['device.pem', 'not_a_regular_file'],
  ['fifo.pem', 'not_a_regular_file'],
  ['growing-link.pem', 'symlink_loop'],
  ['self.pem', 'symlink_loop'],
  ['sparse.pem', 'too_large'],
];

/** Creates the malicious files. */
export function layTraps(directory: TemporaryDirectory, name: string): void {
  const link = (own: string, target: string): void => symlinkSync(target, directory.at(name, own));
  mkdirSync(directory.at(name), { recursive: true });
  execFileSync('mkfifo', [directory.at(name, 'fifo.pem')]);
  link('self.pem', 'self.pem');
  // Fifty links, each to the next one, and the last to the first.
  for (let at = 0; at < 50; at += 1) link(`chain-${at}.pem`, `chain-${(at + 1) % 50}.pem`);
  link('growing-link.pem', 'growing-link.pem/growing-link.pem');
  link('dangling.pem', 'nowhere/mail.pem');
  link('device.pem', '/dev/zero');
  link('up', '..');
  link('itself', '.');
  truncateSync(directory.write(`${name}/sparse.pem`, ''), 10 * GIBIBYTE);
}

/**
 * Creates files that resemble certificates, and that are long enough for another process to write
 * to them while they are read.
 */
export function layGrowing(directory: TemporaryDirectory, name: string, count: number): readonly string[] {
  const text = Buffer.alloc(4 * 1024 * 1024, 'not a certificate, but a text that never ends\n');
  return Array.from({ length: count }, (_, at) => directory.write(`${name}/growing-${at}.pem`, text));
}
