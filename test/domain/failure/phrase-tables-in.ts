import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Returns the tables of phrases (the exports with the suffix `_PHRASES`) of the files in a directory whose
 * names match a pattern.
 * @param united the exports that contain other tables
 */
export async function phraseTablesIn(
  directory: string,
  pattern: RegExp,
  united: readonly string[] = [],
): Promise<readonly object[]> {
  const path = resolve(import.meta.dirname, '../../..', directory);
  const files = readdirSync(path).filter((file) => pattern.test(file));
  const modules: readonly object[] = await Promise.all(
    files.map((file) => import(pathToFileURL(join(path, file)).href)),
  );
  return modules
    .flatMap((module): [string, unknown][] => Object.entries(module))
    .filter(([name]) => name.endsWith('_PHRASES') && !united.includes(name))
    .flatMap(([, table]) => (typeof table === 'object' && table !== null ? [table] : []));
}
