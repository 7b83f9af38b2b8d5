import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/**
 * The fuzz tests, each with the directory of the parsers that it covers. They parse data from
 * remote servers.
 */
const FUZZED: readonly (readonly [target: string, directory: string])[] = [
  ['test/formats/starttls/fuzz.test.ts', 'src/formats/starttls'],
  ['test/formats/server-config/fuzz.test.ts', 'src/formats/server-config'],
  ['test/formats/tls13/fuzz.test.ts', 'src/formats/tls13'],
];

/** Returns a file and all files that it imports, also indirectly; relative to the repository. */
function reachedFrom(file: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    const text = readFileSync(join(repository, next), 'utf8');
    for (const [, path = ''] of text.matchAll(/^(?:import|export|\}) .*?from '(\.[^']+)';$/gm)) {
      waiting.push(join(dirname(next), path));
    }
  }
  return reached;
}

it.each(FUZZED)('%s reaches every file of %s', (target, directory) => {
  const reached = reachedFrom(target);
  const files = readdirSync(join(repository, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(directory, name));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !reached.has(file))).toEqual([]);
});
