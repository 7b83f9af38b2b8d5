import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** A static import, which is executed before the module itself. */
const IMPORT = /^(?:import|export)\b(?:[^;"]*?\bfrom)? ?"([^"]+)"/gm;
const SOURCE = /^\/\/ (src\/\S+)$/gm;

/**
 * Returns the modules that are loaded with these files of the built program: the names of packages,
 * and source files.
 */
function loadedWith(...entries: readonly string[]): { readonly packages: Set<string>; readonly sources: Set<string> } {
  const waiting = entries.map((entry) => `./${entry}`);
  const packages = new Set<string>();
  const sources = new Set<string>();
  const met = new Set(waiting);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const text = readFileSync(join('dist/main', next), 'utf8');
    for (const [, source = ''] of text.matchAll(SOURCE)) sources.add(source);
    for (const [, name = ''] of text.matchAll(IMPORT)) {
      if (!name.startsWith('.')) packages.add(name);
      else if (met.size < met.add(name).size) waiting.push(name);
    }
  }
  return { packages, sources };
}

it('list commands load the modules that read stores, and none that checks them, draws tables or reads a configuration', () => {
  const { packages, sources } = loadedWith('command-line.js', 'list-certificates.js', 'open-session.js');
  expect(sources).toContain('src/adapters/file-store/read/read-queue.ts');
  expect(sources).not.toContain('src/domain/rule/all.ts');
  for (const source of ['scan/judge', 'query/simulate', 'query/scan'])
    expect(sources).not.toContain(`src/work/${source}.ts`);
  expect([...packages].filter((name) => !name.startsWith('node:')).sort()).toEqual(['commander', 'picocolors']);
});

it('the modules that open a session are one file in addition to those of every command', () => {
  const { sources: base } = loadedWith('command-line.js');
  const session = readFileSync('dist/main/session.js', 'utf8');
  const own = new Set([...session.matchAll(SOURCE)].map(([, source = '']) => source));
  const { sources } = loadedWith('open-session.js');
  expect([...sources].filter((source) => !own.has(source) && !base.has(source))).toEqual([]);
});
