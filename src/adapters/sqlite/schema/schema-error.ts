import type { Database as Connection } from 'better-sqlite3';
import { DAMAGE_FAILURES } from '../../../domain/failure/damage-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { openSqlite } from '../better-sqlite3.ts';
import { migrate, SCHEMA_VERSION, schemaVersion } from './schema.ts';
import { TABLE_SHAPES } from './table-shapes.ts';

/** A column of a table or an index. */
interface Part {
  /** The name of the table or index. */
  readonly object: string;
  /** The column, as comparable text. */
  readonly part: string;
}

/** Returns every column of every table and index. */
function partsOf(database: Connection): readonly Part[] {
  return database
    .prepare<[], Part>(
      `SELECT schema.name AS object, col.name || ' ' || col.type || ' ' || col."notnull" || ' ' || col.pk AS part
        FROM sqlite_schema AS schema JOIN pragma_table_xinfo(schema.name) AS col WHERE schema.type = 'table'
      UNION ALL SELECT schema.name, schema.tbl_name || ' ' || ifnull(col.name, '')
        FROM sqlite_schema AS schema JOIN pragma_index_xinfo(schema.name) AS col WHERE schema.type = 'index'`,
    )
    .all()
    .filter(({ object }) => !object.startsWith('sqlite_'));
}

/**
 * Describes a part of a schema version that is missing or different; undefined if there is none.
 */
function differenceFrom(parts: readonly Part[], version: number): Failure | undefined {
  const empty = openSqlite(':memory:');
  try {
    migrate(empty, version);
    const existing = new Set(parts.map(({ object, part }) => `${object} ${part}`));
    const missing = partsOf(empty).find(({ object, part }) => !existing.has(`${object} ${part}`));
    return missing && DAMAGE_FAILURES.schema_different({ version, object: missing.object });
  } finally {
    empty.close();
  }
}

/**
 * Describes how the schema of a database differs from the schema of its version; undefined if it
 * does not. Additional tables and columns are accepted. Throws the error of SQLite.
 */
export function schemaError(database: Connection): Failure | undefined {
  const parts = partsOf(database);
  const version = schemaVersion(database);
  if (version > 0) return differenceFrom(parts, version);
  return parts.some(({ object }) => object === 'head') ? DAMAGE_FAILURES.schema_version_missing : undefined;
}

/**
 * Returns the newest version whose tables and columns the database has; the stored version number
 * is ignored, because it may be damaged. If tables or columns are missing for every version,
 * returns the current version. Undefined if there is no table of a ledger.
 */
export function fittingVersion(database: Connection): number | undefined {
  const parts = partsOf(database);
  for (let version = SCHEMA_VERSION; version > 0; version -= 1)
    if (differenceFrom(parts, version) === undefined) return version;
  return parts.some(({ object }) => object in TABLE_SHAPES) ? SCHEMA_VERSION : undefined;
}
