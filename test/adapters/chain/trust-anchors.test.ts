import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorsFrom } from '../../../src/adapters/chain/trust-anchors.ts';
import { certificateFiles } from '../../../src/adapters/file-store/certificate-files.ts';
import type { AnchorsIdentity } from '../../../src/domain/certificate/anchors-identity.ts';
import type { TrustSource } from '../../../src/domain/certificate/trust-source.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const lifetime = { notBefore: Date.UTC(2020), notAfter: Date.UTC(2040) };
const [ONE, TWO] = ['One', 'Two'].map(
  (commonName) => makeCertificate({ commonName, isCa: true, ...lifetime }).certificatePem,
) as [string, string];
const SOON = { timeout: 20_000, interval: 20 };

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const enterprise = (path: string): readonly TrustSource[] => [{ kind: 'enterprise', path: directory.at(path) }];
/** Returns the identity of the anchors as another process reads them. */
const identity = async (trust: readonly TrustSource[], bundles: readonly string[] = []): Promise<AnchorsIdentity> =>
  (await anchorsFrom(certificateFiles([]), bundles)(trust).read()).identity;

describe('the identity of trust anchors', () => {
  it('depends on the certificates, and not on files, their order or their times', async () => {
    directory.write('one-file/all.pem', `${ONE}${TWO}`);
    directory.write('two-files/a.pem', TWO);
    directory.write('two-files/b.pem', ONE);
    const known = await identity(enterprise('one-file'));
    expect(known.unread).toBeUndefined();
    expect(await identity(enterprise('two-files'))).toEqual(known);
    utimesSync(directory.at('one-file/all.pem'), 1, 1);
    expect(await identity(enterprise('one-file'))).toEqual(known);
    rmSync(directory.at('two-files/b.pem'));
    expect(await identity(enterprise('two-files'))).not.toEqual(known);
    directory.write('two-files/c.pem', ONE);
    expect(await identity(enterprise('two-files'))).toEqual(known);
  });

  it('differs between the bundle of the system and the enterprise, which verdicts name', async () => {
    const path = directory.write('one.pem', ONE);
    expect(await identity([{ kind: 'system' }], [path])).not.toEqual(await identity(enterprise('one.pem')));
  });

  it('shows a source that does not exist, or that the account may not read', async () => {
    expect(await identity(enterprise('missing'))).toMatchObject({ unread: 'missing' });
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    const files = { ...certificateFiles([]), list: () => Promise.reject(denied) };
    const { identity: closed } = await anchorsFrom(files, [])(enterprise('closed')).read();
    expect(closed).toMatchObject({ unread: 'denied' });
    directory.write('readme', 'no certificate');
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
    ['a file is added', () => directory.write('anchors/two.pem', TWO)],
    ['a file is removed', (at) => rmSync(join(at, 'one.pem'))],
    ['a file is written', (at) => appendFileSync(join(at, 'one.pem'), TWO)],
    ['the target of a link is written', () => appendFileSync(directory.at('elsewhere/three.pem'), TWO)],
    ['the directory is replaced', (at) => renameSync(at, `${at}.away`)],
  ])('notices that %s', async (_, change) => {
    directory.write('anchors/one.pem', ONE);
    directory.write('elsewhere/three.pem', ONE);
    symlinkSync(directory.at('elsewhere/three.pem'), directory.at('anchors/three.pem'));
    await watched(enterprise('anchors'), () => change(directory.at('anchors')));
  });

  it('notices that a missing directory appears, and then its files', async () => {
    await watched(enterprise('anchors'), () => mkdirSync(directory.at('anchors')));
    let hints = 0;
    using _ = anchorsFrom(
      certificateFiles([]),
      [],
    )(enterprise('later')).watch(() => {
      hints += 1;
    });
    directory.write('later/one.pem', ONE);
    await expect.poll(() => hints, SOON).toBeGreaterThan(0);
    const before = hints;
    appendFileSync(directory.at('later/one.pem'), TWO);
    await expect.poll(() => hints, SOON).toBeGreaterThan(before);
  });

  it('notices that the bundle of the system is replaced', async () => {
    const bundle = directory.write('bundle.crt', ONE);
    const next = directory.write('next.crt', `${ONE}${TWO}`);
    await watched([{ kind: 'system' }], () => renameSync(next, bundle), [directory.at('absent.crt'), bundle]);
  });
});
