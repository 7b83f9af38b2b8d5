import { expect, it } from 'vitest';
import { type VersionPlaces, versionProblems } from '../../../config/release/version-problems.ts';

const RELEASED: VersionPlaces = {
  manifest: '1.2.0',
  lock: '1.2.0',
  program: '1.2.0',
  debian: '1.2.0',
  heading: '1.2.0 – 2026-11-30',
};

it('accepts a release that has one version everywhere', () => {
  expect(versionProblems(RELEASED, false)).toEqual([]);
});

it.each<[keyof VersionPlaces, string]>([
  ['lock', 'package-lock.json has 1.1.0, package.json has 1.2.0'],
  ['program', 'mailcertd --version has 1.1.0, package.json has 1.2.0'],
  ['debian', 'the Debian package has 1.1.0, package.json has 1.2.0'],
])('names the place with another version: %s', (place, problem) => {
  expect(versionProblems({ ...RELEASED, [place]: '1.1.0' }, false)).toEqual([problem]);
});

it.each([undefined, '1.1.0 – 2026-11-30', '1.2.0', '1.2.0 - 2026-11-30'])(
  'requires a section with version and date in the changelog: %s',
  (heading) => {
    expect(versionProblems({ ...RELEASED, heading }, false)).toEqual([
      `the newest section of CHANGELOG.md is "${heading ?? ''}", and not "1.2.0 – DATE"`,
    ]);
  },
);

it('accepts a package of a later commit only for a draft', () => {
  const draft = { ...RELEASED, debian: '1.2.0+git20261130.abc', heading: '1.1.0 – 2026-10-01' };
  expect(versionProblems(draft, true)).toEqual([]);
  expect(versionProblems(draft, false)).toHaveLength(2);
  expect(versionProblems({ ...draft, debian: '1.1.0+git1.abc' }, true)).toHaveLength(1);
});
