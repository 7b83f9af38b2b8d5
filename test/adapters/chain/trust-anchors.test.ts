import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorsFrom } from '../../../src/adapters/chain/trust-anchors.ts';
import { certificateFiles } from '../../../src/adapters/file-store/certificate-files.ts';
import type { AnchorsIdentity } from '../../../src/domain/certificate/anchors-identity.ts';
import type { TrustSource } from '../../../src/domain/certificate/trust-source.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryFolder, temporaryFolder } from '../../fixtures/temporary-folder.ts';

const lifetime = { notBefore: Date.UTC(2020), notAfter: Date.UTC(2040) };
const [ONE, TWO] = ['One', 'Two'].map(
  (commonName) => makeCertificate({ commonName, isCa: true, ...lifetime }).certificatePem,
) as [string, string];
const SOON = { timeout: 20_000, interval: 20 };

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const enterprise = (path: string): readonly TrustSource[] => [{ kind: 'enterprise', path: folder.at(path) }];
/** Reads the anchors as another process does. */
const identity = async (trust: readonly TrustSource[], bundles: readonly string[] = []): Promise<AnchorsIdentity> =>
  (await anchorsFrom(certificateFiles([]), bundles)(trust).read()).identity;

describe('the identity of trust anchors', () => {
  it('depends on the certificates, and not on files, their order or their times', async () => {
    folder.write('one-file/all.pem', `${ONE}${TWO}`);
    folder.write('two-files/a.pem', TWO);
    folder.write('two-files/b.pem', ONE);
    const known = await identity(enterprise('one-file'));
    expect(known.unread).toBeUndefined();
    expect(await identity(enterprise('two-files'))).toEqual(known);
    utimesSync(folder.at('one-file/all.pem'), 1, 1);
    expect(await identity(enterprise('one-file'))).toEqual(known);
    rmSync(folder.at('two-files/b.pem'));
    expect(await identity(enterprise('two-files'))).not.toEqual(known);
    folder.write('two-files/c.pem', ONE);
    expect(await identity(enterprise('two-files'))).toEqual(known);
  });

  it('differs between the bundle of the system and the enterprise, which verdicts name', async () => {
    const path = folder.write('one.pem', ONE);
    expect(await identity([{ kind: 'system' }], [path])).not.toEqual(await identity(enterprise('one.pem')));
  });

  it('shows a source that does not exist, or that the account may not read', async () => {
    expect(await identity(enterprise('missing'))).toMatchObject({ unread: 'missing' });
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    const files = { ...certificateFiles([]), list: () => Promise.reject(denied) };
    const { identity: closed } = await anchorsFrom(files, [])(enterprise('closed')).read();
    expect(closed).toMatchObject({ unread: 'denied' });
    folder.write('readme', 'no certificate');
    const other = await identity(enterprise('readme'));
    expect(other).toEqual({ contents: expect.any(String) });
  });
});

describe('a watch on trust anchors', () => {
  const watched = async (trust: readonly TrustSource[], change: () => void, bundles: readonly string[] = []) => {
    let hints = 0;
    using _ = anchorsFrom(
      certificateFiles([]),
      bundles,
    )(trust).watch(() => {
      hints += 1;
    });
    change();
    await expect.poll(() => hints, SOON).toBeGreaterThan(0);
  };

  it.each<[string, (at: string) => void]>([
    ['a file is added', () => folder.write('anchors/two.pem', TWO)],
    ['a file is removed', (at) => rmSync(join(at, 'one.pem'))],
    ['a file is written', (at) => appendFileSync(join(at, 'one.pem'), TWO)],
    ['the target of a link is written', () => appendFileSync(folder.at('elsewhere/three.pem'), TWO)],
    ['the directory is replaced', (at) => renameSync(at, `${at}.away`)],
  ])('notices that %s', async (_, change) => {
    folder.write('anchors/one.pem', ONE);
    folder.write('elsewhere/three.pem', ONE);
    symlinkSync(folder.at('elsewhere/three.pem'), folder.at('anchors/three.pem'));
    await watched(enterprise('anchors'), () => change(folder.at('anchors')));
  });

  it('notices that a missing directory appears, and then its files', async () => {
    await watched(enterprise('anchors'), () => mkdirSync(folder.at('anchors')));
    let hints = 0;
    using _ = anchorsFrom(
      certificateFiles([]),
      [],
    )(enterprise('later')).watch(() => {
      hints += 1;
    });
    folder.write('later/one.pem', ONE);
    await expect.poll(() => hints, SOON).toBeGreaterThan(0);
    const before = hints;
    appendFileSync(folder.at('later/one.pem'), TWO);
    await expect.poll(() => hints, SOON).toBeGreaterThan(before);
  });

  it('notices that the bundle of the system is replaced', async () => {
    const bundle = folder.write('bundle.crt', ONE);
    const next = folder.write('next.crt', `${ONE}${TWO}`);
    await watched([{ kind: 'system' }], () => renameSync(next, bundle), [folder.at('absent.crt'), bundle]);
  });
});
