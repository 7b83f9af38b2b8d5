import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULE = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
/** Node 20 searches a native module for this name. The number is `process.versions.modules`. */
const ENTRY = 'node_register_module_v115';

/** Returns whether a directory contains the native module of better-sqlite3 for Node 20. */
export function hasNode20Module(directory: string): boolean {
  const file = join(directory, MODULE);
  return existsSync(file) && readFileSync(file).includes(ENTRY);
}
