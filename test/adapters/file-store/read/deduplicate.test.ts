import { dirname } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FileCertificates, ScannedFile } from '../../../../src/adapters/file-store/open/scanned-file.ts';
import { StoredRow } from '../../../../src/adapters/file-store/open/stored-row.ts';
import { deduplicate } from '../../../../src/adapters/file-store/read/deduplicate.ts';
import { TimeSlice } from '../../../../src/adapters/file-store/walk/time-slice.ts';
import { CORRECT_KEY_ACCESS } from '../../../../src/domain/certificate/certificate.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { parseCertificate } from '../../../../src/formats/x509/parse-certificate.ts';
import { made } from '../scans.ts';

/** Thumbprints are first distinguished by their leading bits. Three of these have the same ones. */
const THUMBPRINTS = ['A0', 'A1', 'A2', 'B0', 'C0'].map((name) => name.slice(0, 1).repeat(32) + name);
const DIRECTORIES = ['/store/a', '/store/b'];
const STATE = { device: 1, inode: 2, size: 3, mtimeMs: 4, ctimeMs: 5, mode: 6, uid: 7, gid: 8 };

const NO_NOTE = { services: [], note: undefined, hasServices: false, problem: undefined };

const parsed = parseCertificate(made().der, '');
if (parsed.kind === 'problem') throw new Error(failureText(parsed.problem.failure, 'en'));
const certificate = parsed.value;

/** A directory of a file, and its certificates with their keys. */
type Given = readonly [directory: string, certificates: readonly (readonly [thumbprint: string, hasKey: boolean])[]];

/** The properties of a path that refers to the same file as another path. */
interface Names {
  readonly inode: number;
  readonly mayHaveOtherPaths: boolean;
  readonly isCalledByHash: boolean;
}

const OWN_NAME: Names = { inode: STATE.inode, mayHaveOtherPaths: false, isCalledByHash: false };

function fileOf(
  [directory, given]: Given,
  index: number,
  { inode, mayHaveOtherPaths, isCalledByHash }: Names,
): FileCertificates {
  const number = String(index).padStart(isCalledByHash ? 8 : 6, '0');
  const path = `${directory}/${number}${isCalledByHash ? '.0' : '.pem'}`;
  const file: ScannedFile = {
    ...{
      path,
      directory,
      state: { ...STATE, inode },
      mayHaveOtherPaths,
      mayHoldKey: false,
      cachedCertificates: undefined,
    },
    source: { kind: 'absent' },
  };
  const certificates = given.map(([thumbprint, hasKey], block) => {
    const placed = { block, alias: undefined, certificate: { ...certificate, thumbprint } };
    const key = { kind: hasKey ? 'matches' : 'missing', path: undefined, access: CORRECT_KEY_ACCESS } as const;
    return new StoredRow('My', NO_NOTE, file, placed, key);
  });
  return { file, certificates };
}

/**
 * Returns the expected certificates in their order: for each one in a directory, the first with its
 * key, else the first.
 */
function expected(files: readonly FileCertificates[]): readonly StoredRow[] {
  const all = files.flatMap(({ certificates }) => certificates);
  const placeOf = ({ certificate, file }: StoredRow): string => `${dirname(file.path)} ${certificate.thumbprint}`;
  return all.filter((stored) => {
    const same = all.filter((other) => placeOf(other) === placeOf(stored));
    return stored === (same.find(({ key }) => key.kind === 'matches') ?? same[0]);
  });
}

const slice = (): TimeSlice => new TimeSlice(new AbortController().signal);

it('a certificate counts once in a directory, with its key if it has one', async () => {
  const one = fc.tuple(fc.constantFrom(...THUMBPRINTS), fc.boolean());
  const file = fc.tuple(fc.constantFrom(...DIRECTORIES), fc.array(one, { maxLength: 3 }));
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 12 }), async (given) => {
      const files = given.map((each, index) => fileOf(each, index, OWN_NAME));
      expect(await deduplicate(files, slice())).toEqual(expected(files));
    }),
  );
});

/**
 * Returns the expected paths: for each file the first one with a key, then one that is not named by
 * a hash, else the first.
 */
function firstNames(files: readonly FileCertificates[]): readonly FileCertificates[] {
  const hasKey = ({ certificates }: FileCertificates): boolean =>
    certificates.some(({ key }) => key.kind === 'matches');
  const isPem = ({ file }: FileCertificates): boolean => file.path.endsWith('.pem');
  return files.filter((judged) => {
    const same = files.filter(({ file }) => file.state.inode === judged.file.state.inode);
    const withKey = same.some(hasKey) ? same.filter(hasKey) : same;
    return judged === (withKey.find(isPem) ?? withKey[0]);
  });
}

it('a file counts once, with any number of names', async () => {
  const contents = fc.array(fc.constantFrom(...THUMBPRINTS), { minLength: 1, maxLength: 2 });
  const path = fc.record({
    directory: fc.constantFrom(...DIRECTORIES),
    inode: fc.nat(3),
    hasKey: fc.boolean(),
    isCalledByHash: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(contents, { minLength: 4, maxLength: 4 }),
      fc.array(path, { maxLength: 8 }),
      async (all, paths) => {
        const files = paths.map(({ directory, inode, hasKey, isCalledByHash }, index) => {
          const given = (all[inode] ?? []).map((thumbprint) => [thumbprint, hasKey] as const);
          const mayHaveOtherPaths = paths.filter((other) => other.inode === inode).length > 1;
          return fileOf([directory, given], index, { inode, mayHaveOtherPaths, isCalledByHash });
        });
        expect(await deduplicate(files, slice())).toEqual(expected(firstNames(files)));
      },
    ),
    { numRuns: 2000 },
  );
});

it('files whose state is unknown count as several', async () => {
  const gone = { inode: Number.NaN, mayHaveOtherPaths: true, isCalledByHash: false };
  const files = DIRECTORIES.map((directory, index) => fileOf([directory, [['A0'.repeat(20), false]]], index, gone));
  expect(await deduplicate(files, slice())).toEqual(files.flatMap(({ certificates }) => certificates));
});

it('each duplicate among thousands of files is found', async () => {
  const thumbprintOf = (index: number): string => index.toString(16).toUpperCase().padStart(8, '0').repeat(5);
  const files = Array.from({ length: 6000 }, (_, index) =>
    fileOf(['/store', [[thumbprintOf((index % 5000) * 7919), index >= 5000]]], index, OWN_NAME),
  );
  expect(await deduplicate(files, slice())).toEqual(files.slice(1000).flatMap(({ certificates }) => certificates));
});
