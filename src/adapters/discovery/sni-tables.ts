import { stat } from 'node:fs/promises';
import type { SniTable } from '../../formats/server-config/postfix/postfix-sni.ts';
import { type Settled, unresolved } from '../../formats/server-config/settled.ts';
import { fileTrouble } from '../../formats/system/file-trouble.ts';
import { readSettings } from './read-settings.ts';

/** A host for ten thousand domains has one of a megabyte. */
const MAX_BYTES: number = 8 * 1024 * 1024;

/** Why what stands in a table's file is not what is looked up in; undefined: it is. */
async function staleness({ name, path, compiled }: SniTable): Promise<string | undefined> {
  if (compiled === undefined) return undefined;
  try {
    const [source, made] = [await stat(path), await stat(compiled)];
    if (made.mtimeMs >= source.mtimeMs) return undefined;
    return `${path} was changed after ${compiled} was made of it; make it anew: postmap -F ${name}`;
  } catch (error) {
    const { reason, location } = fileTrouble(error, compiled);
    return `${reason.replaceAll('_', ' ')}: ${location}`;
  }
}

/** What stands in tables of names, by the tables' names; only of those that say what is looked up in. */
export async function readSniTables(tables: readonly SniTable[]): Promise<ReadonlyMap<string, Settled<string>>> {
  const texts = new Map<string, Settled<string>>();
  for (const table of tables) {
    const read = await readSettings(table.path, MAX_BYTES);
    const stale = await staleness(table);
    const trouble = read.kind === 'problem' ? `${read.problem.reason.replaceAll('_', ' ')}: ${table.path}` : stale;
    const text = read.kind === 'read' ? read.bytes.toString() : '';
    texts.set(table.name, trouble === undefined ? { kind: 'value', value: text } : unresolved(trouble));
  }
  return texts;
}
