import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireSupportedNode } from '../../src/adapters/cli/require-supported-node.ts';

const repository = resolve(import.meta.dirname, '../..');
const readText = (path: string): string => readFileSync(join(repository, path), 'utf8');

interface Manifest {
  readonly engines: { readonly node: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readText('package.json')) as Manifest;

/** The oldest supported version of each supported major version, as in `engines`. */
const OLDEST = [...manifest.engines.node.matchAll(/(\d+)\.(\d+)\.0/g)].map(([, major, minor]) => ({
  major: Number(major),
  minor: Number(minor),
}));
const RECOMMENDED = 24;
/** A version that has reached its end of life, and is supported because Debian 13 contains it. */
const END_OF_LIFE = 20;

/** Pages that name the supported versions, with a text that recommends one. */
const PAGES: readonly (readonly [page: string, recommends: RegExp])[] = [
  ['README.md', /You need Linux, npm and Node (\d+) \(/],
  ['README.ja.md', /Linux、npm、Node (\d+) \(/],
  ['docs/install.md', /- Node (\d+) \(recommended\)/],
  ['docs/ja/install.md', /Node (\d+) \(推奨\)/],
  ['CONTRIBUTING.md', /You need npm and Node (\d+)\./],
];
const pages = PAGES.filter(([page]) => existsSync(join(repository, page)));

describe('the supported versions of Node', () => {
  it('are in package.json as the oldest minor of each major version', () => {
    expect(OLDEST.map(({ major }) => major)).toEqual([END_OF_LIFE, 22, RECOMMENDED]);
    expect(manifest.engines.node).toBe(
      OLDEST.map(({ major, minor }) => `${major === RECOMMENDED ? '>=' : '^'}${major}.${minor}.0`).join(' || '),
    );
  });

  it.each(OLDEST)('are those that the program accepts: $major.$minor', ({ major, minor }) => {
    expect(() => requireSupportedNode(`${major}.${minor}.0`)).not.toThrow();
    const previous = minor === 0 ? `${major - 1}.99.0` : `${major}.${minor - 1}.0`;
    expect(() => requireSupportedNode(previous)).toThrow();
  });

  it('are those that .ci/run tests', () => {
    const [, majors = ''] = /^for version in ([\d ]+); do$/m.exec(readText('.ci/run')) ?? [];
    expect(majors.split(' ').map(Number)).toEqual(OLDEST.map(({ major }) => major));
  });

  it('have the types of the oldest one', () => {
    expect(manifest.devDependencies['@types/node']).toMatch(new RegExp(`^${OLDEST[0]?.major}\\.`));
  });

  it.each(pages)('are named in %s, which recommends the same one', (page, recommends) => {
    const text = readText(page);
    expect(recommends.exec(text)?.[1]).toBe(`${RECOMMENDED}`);
    for (const { major, minor } of OLDEST) {
      if (major !== RECOMMENDED) expect(text).toContain(`${major}.${minor}`);
    }
    // No page recommends an older one.
    expect(text).not.toMatch(/install Node (?!24\b)\d+/i);
  });

  it.each(['docs/install.md', 'CONTRIBUTING.md'])('include one whose end of life %s mentions', (page) => {
    expect(readText(page)).toMatch(new RegExp(`\\b${END_OF_LIFE}\\b[^\\n]*end of life`));
  });
});
