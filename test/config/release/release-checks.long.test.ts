import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltRelease, buildRelease } from '../../../config/release/built-release.ts';
import { RELEASE_CHECKS } from '../../../config/release/release-checks.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs } from '../../peers/needs.ts';

/** The registry may not answer, and its answer is not a property of the commit. */
const LOCAL = RELEASE_CHECKS.filter(({ name }) => name !== 'advisories');

describe.runIf(needs('dpkg', 'binutils', 'lintian'))('this commit, as the draft of a release', () => {
  const directory = temporaryDirectory();
  let release: BuiltRelease;
  beforeAll(() => {
    release = buildRelease(resolve(import.meta.dirname, '../../..'), directory.path);
  });
  afterAll(() => directory[Symbol.dispose]());

  it.each(LOCAL)('passes the check $name', async (check) => {
    expect(await check.run(release, true)).toMatchObject({ status: 'ok' });
  });
});
