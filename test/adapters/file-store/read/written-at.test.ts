import { mkdirSync, renameSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CertificateStore } from '../../../../src/work/ports/stores.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made, seen, storeAt } from '../scans.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const one = made('mail.contoso.com');
const both = one.certificatePem + one.privateKeyPem;
/** Unix time, s. */
const MARCH = Date.UTC(2026, 2, 1) / 1000;
const APRIL = Date.UTC(2026, 3, 1) / 1000;

function write(name: string, content: string, seconds: number): string {
  const path = directory.write(name, content);
  utimesSync(path, seconds, seconds);
  return path;
}

async function times(store: CertificateStore): Promise<readonly (number | undefined)[]> {
  return (await seen(store)).value.certificates.map(({ writtenAt }) => writtenAt);
}

describe('the time since when a certificate is in its file', () => {
  it('is the modification time of the file, with or without its key', async () => {
    write('a.pem', both, MARCH);
    write('b.crt', made('other').certificatePem, APRIL);
    expect(await times(storeAt(directory.path))).toEqual([MARCH * 1000, APRIL * 1000]);
  });

  it('is that of the link target, whatever the links are', async () => {
    mkdirSync(directory.at('live'));
    write('archive/mail1.pem', both, MARCH);
    const next = made('mail.contoso.com');
    write('archive/mail2.pem', next.certificatePem + next.privateKeyPem, APRIL);
    symlinkSync('../archive/mail1.pem', directory.at('live/fullchain.pem'));
    const store = storeAt(directory.at('live/fullchain.pem'));
    expect(await times(store)).toEqual([MARCH * 1000]);
    symlinkSync('../archive/mail2.pem', directory.at('live/next'));
    renameSync(directory.at('live/next'), directory.at('live/fullchain.pem'));
    expect(await times(store)).toEqual([APRIL * 1000]);
  });

  it('is the last one, also when the same content was written again', async () => {
    const path = write('mail.pem', both, MARCH);
    const store = storeAt(directory.path);
    expect(await times(store)).toEqual([MARCH * 1000]);
    unlinkSync(path);
    write('mail.pem', both, APRIL);
    expect(await times(store)).toEqual([APRIL * 1000]);
  });

  it('is a whole millisecond, like all instants', async () => {
    write('mail.pem', both, MARCH + 0.1234567);
    const [at = 0] = await times(storeAt(directory.path));
    expect(Number.isSafeInteger(at)).toBe(true);
  });
});
