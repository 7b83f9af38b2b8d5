import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
const built = join(repository, 'dist/main');

/**
 * Returns the imports of a built file that are loaded before it runs: other built files
 * (`./run.js`), packages and Node's own modules.
 */
function importsOf(name: string): readonly string[] {
  const code = readFileSync(join(built, name), 'utf8');
  return [...code.matchAll(/^(?:import|export) (?:[^"\n]* from )?"([^"\n]+)";$/gm)].map(([, from = '']) => from);
}

/** Returns the packages that are loaded with a built file or its imports, sorted. */
function packagesWith(entry: string): readonly string[] {
  const packages = new Set<string>();
  const files = new Set([entry]);
  for (const file of files) {
    for (const from of importsOf(file)) {
      if (from.startsWith('./')) files.add(from.slice(2));
      else if (!from.startsWith('node:')) packages.add(from);
    }
  }
  return [...packages].sort();
}

const files = readdirSync(built).filter((name) => name.endsWith('.js'));

describe('the built program', () => {
  it.each([
    ['bin.js', []],
    ['command-line.js', ['commander', 'picocolors']],
    ['open-session.js', ['commander', 'picocolors']],
    ['open-reader-if-exists.js', ['commander', 'picocolors']],
    ['run.js', ['commander', 'node-cron', 'picocolors', 'winston', 'winston-transport']],
    ['configuration-thread.js', ['node-cron', 'yaml', 'zod']],
    ['http-thread.js', []],
    ['reading-thread.js', []],
    ['reading-thread-open-keystore.js', []],
  ])('with %s loads the packages %j and no other', (entry, packages) => {
    expect(packagesWith(entry)).toEqual(packages);
  });

  it('is ASCII: one character beyond Latin-1 doubles the memory of a file', () => {
    const isBeyond = (name: string): boolean => /[^\x00-\x7f]/.test(readFileSync(join(built, name), 'utf8'));
    expect(files.filter(isBeyond)).toEqual([]);
  });

  it('never imports its entry, because such an import would wait for the command that waits for it', () => {
    expect(files.filter((name) => importsOf(name).includes('./bin.js'))).toEqual([]);
  });

  it('needs only packages that are installed with it', () => {
    const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining([...new Set(files.flatMap(packagesWith))]));
  });

  it('can be started without an installation, as npx does', () => {
    const { bin } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    const version = execFileSync(join(repository, bin.mailcertd), ['--version'], { encoding: 'utf8' });
    expect(version).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('is a few files and not one for each module', () => {
    expect(files).toContain('run.js');
    const modules = readdirSync(join(repository, 'src'), { recursive: true }).filter((name) =>
      `${name}`.endsWith('.ts'),
    );
    expect(files.length).toBeLessThan(modules.length / 5);
  });

  it('has the manual pages that package.json names for npm, all those in English', () => {
    const { man } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    const pages = ['man1', 'man5', 'man7'].flatMap((section) =>
      readdirSync(join(repository, 'dist/man', section)).map((name) => `./dist/man/${section}/${name}`),
    );
    expect([...man].sort()).toEqual(pages.sort());
  });
});
