import { stat } from 'node:fs/promises';
import { DISCOVERY_FAILURES } from '../../domain/failure/discovery-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import type { SniTable } from '../../formats/server-config/postfix/postfix-sni.ts';
import { type ResolvedSettings, unresolved } from '../../formats/server-config/resolved-settings.ts';
import { fileReason } from '../../formats/system/file-reason.ts';
import { readSmallFile } from './read-small-file.ts';

/** The maximum size of a table, bytes. A table for 10,000 domains has about 1 MB. */
const MAX_BYTES: number = 8 * 1024 * 1024;

/**
 * Reads the source files of the tables in which Postfix looks up SNI names. Returns their texts by
 * the names of the tables. A table without a current source file is unresolved.
 */
export async function readSniTables(
  tables: readonly SniTable[],
): Promise<ReadonlyMap<string, ResolvedSettings<string>>> {
  const texts = new Map<string, ResolvedSettings<string>>();
  for (const table of tables) {
    texts.set(table.name, await readSniTable(table));
  }
  return texts;
}

async function readSniTable(table: SniTable): Promise<ResolvedSettings<string>> {
  const source = await readSmallFile(table.path, MAX_BYTES);
  if (source.kind === 'problem') return unresolved(unreadableFile(source.problem));
  const failure = await staleTableFailure(table);
  return failure === undefined ? { kind: 'value', value: source.bytes.toString() } : unresolved(failure);
}

/**
 * Returns why the compiled file of a table may differ from its source file; undefined if the
 * compiled file is current, or if Postfix reads the source file.
 */
async function staleTableFailure({ name, path, compiledPath }: SniTable): Promise<Failure | undefined> {
  if (compiledPath === undefined) return undefined;
  try {
    const [sourceStats, compiledStats] = [await stat(path), await stat(compiledPath)];
    if (compiledStats.mtimeMs >= sourceStats.mtimeMs) return undefined;
    return DISCOVERY_FAILURES.table_outdated({ path, compiledPath, table: name });
  } catch (error) {
    return unreadableFile(fileReason(error, compiledPath));
  }
}

function unreadableFile({ reason, location }: Problem): Failure {
  return DISCOVERY_FAILURES.settings_file_unreadable({ path: location, reason });
}
