import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';
import { haveDuplicateKeyType, type NamedFiles, type PemContentsOf } from '../named-files.ts';
import { type ResolvedSettings, type Unresolved, unresolved, unresolvedIn } from '../resolved-settings.ts';
import { chainFilesOf } from './postfix-configured-files.ts';
import { splitList, splitOutsideBraces } from './postfix-lists.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';
import { parseInlineTable, parsePostfixTable } from './postfix-table.ts';

/** An SNI table in a file. */
export interface SniTable {
  /** The name in the settings, for example `texthash:/etc/postfix/sni`. */
  readonly name: string;
  readonly type: string;
  /** The source file, also of a compiled table. */
  readonly path: string;
  /** The compiled file that Postfix reads; undefined if Postfix reads `path`. */
  readonly compiledPath: string | undefined;
}

/** An SNI name and the files that a table lists for it. */
export interface SniEntry {
  /** Lower case; `.example.com` matches all subdomains. */
  readonly name: string;
  readonly files: NamedFiles;
  /** Two of its certificates have the same key type, so Postfix aborts TLS for this name. */
  readonly isRejected: boolean;
  /** undefined for an inline table. */
  readonly table: SniTable | undefined;
}

/** The entries of an SNI table, or the reason why they are unknown. */
export type SniTableEntries = Exclude<ResolvedSettings<readonly SniEntry[]>, Unresolved> | UnknownEntries;

interface UnknownEntries extends Unresolved {
  /**
   * Set if tables of this type cannot be listed. There is then no known entry that must be kept.
   */
  readonly isUnlistable?: true;
}

/** The extensions of compiled tables by type. */
const COMPILED_EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['hash', '.db'],
  ['btree', '.db'],
  ['lmdb', '.lmdb'],
  ['cdb', '.cdb'],
]);

/** Returns the table in a file; undefined for a table of another type. */
function parseTableName(name: string): SniTable | undefined {
  const [, type = '', path = ''] = /^([a-z]+):(\/.*)$/s.exec(name) ?? [];
  const extension = COMPILED_EXTENSIONS.get(type);
  if (type !== 'texthash' && extension === undefined) return undefined;
  return { name, type, path, compiledPath: extension === undefined ? undefined : `${path}${extension}` };
}

function tableNamesOf(settings: PostfixSettings, service: PostfixService): ResolvedSettings<readonly string[]> {
  const maps = settings.resolve('tls_server_sni_maps', service);
  return maps.kind === 'unresolved' ? maps : { kind: 'value', value: splitOutsideBraces(maps.value) };
}

/** Returns the tables that must be read to find the SNI names of a server. */
export function sniTablesOf(settings: PostfixSettings): readonly SniTable[] {
  const tables = new Map<string, SniTable>();
  for (const service of settings.services) {
    const names = tableNamesOf(settings, service);
    for (const name of names.kind === 'value' ? names.value : []) {
      const table = parseTableName(name);
      if (table !== undefined) tables.set(name, table);
    }
  }
  return [...tables.values()];
}

/**
 * Returns the entries of each SNI table of a service, in order. An entry whose name is in an
 * earlier table is left out.
 * @param textOf returns the contents of a table's source file, unless its compiled file is older
 * @see https://www.postfix.org/postconf.5.html#tls_server_sni_maps
 */
export function sniEntriesOf(
  settings: PostfixSettings,
  service: PostfixService,
  textOf: (table: SniTable) => ResolvedSettings<string>,
  pemContentsOf: PemContentsOf,
): readonly SniTableEntries[] {
  const tableNames = tableNamesOf(settings, service);
  if (tableNames.kind === 'unresolved') return [unresolvedIn('tls_server_sni_maps', tableNames)];
  const knownNames = new Set<string>();
  return tableNames.value.map((tableName): SniTableEntries => {
    const table = parseTableName(tableName);
    const text = table && textOf(table);
    if (text?.kind === 'unresolved') return unresolvedIn(tableName, text);
    if (text === undefined && !tableName.startsWith('inline:')) {
      return { ...unresolved(SETTING_FAILURES.table_not_listable({ table: tableName })), isUnlistable: true };
    }
    const values =
      text === undefined ? parseInlineTable(tableName.slice('inline:'.length)) : parsePostfixTable(text.value);
    const entries = [...values]
      .filter(([name]) => !knownNames.has(name))
      .map(([name, value]) => ({ name, files: splitList(value) }));
    for (const { name } of entries) knownNames.add(name);
    // The base of relative paths is unknown: it can differ between postmap and the server.
    const relativePath = entries.flatMap(({ files }) => files).find((path) => !path.startsWith('/'));
    if (relativePath !== undefined) {
      const path = relativePath.slice(0, 200);
      return unresolved(SETTING_FAILURES.path_in_table_not_absolute({ table: tableName, path }));
    }
    return { kind: 'value', value: entries.flatMap((entry) => sniEntryOf(entry, table, pemContentsOf) ?? []) };
  });
}

/** Returns the SNI entry of a name; undefined if the table has no files for the name. */
function sniEntryOf(
  { name, files: [first, ...others] }: { readonly name: string; readonly files: readonly string[] },
  table: SniTable | undefined,
  pemContentsOf: PemContentsOf,
): SniEntry | undefined {
  if (first === undefined) return undefined;
  const files = chainFilesOf([first, ...others], pemContentsOf);
  return { name, files, isRejected: haveDuplicateKeyType(files.certificateFiles, pemContentsOf), table };
}

/**
 * Returns true if an SNI entry matches this name, so that its certificate replaces the default
 * certificate.
 */
export function matchesSniEntry(name: string, entries: readonly SniEntry[]): boolean {
  return entries.some((entry) => entry.name === name || (entry.name.startsWith('.') && name.endsWith(entry.name)));
}
