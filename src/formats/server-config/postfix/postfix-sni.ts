import { haveOneKindTwice, type KindsOf, type NamedFiles } from '../named-files.ts';
import { type ResolvedSettings, type Unresolved, unresolved } from '../resolved-settings.ts';
import { chainFilesOf } from './postfix-certificate.ts';
import { splitList } from './postfix-listener.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';

const MAX_LINES = 200_000;

/**
 * Parses a Postfix table: key, space, value. A line that begins with a space continues the previous
 * one. Returns the entries in order, with keys in lower case; the first of two equal keys counts.
 * @see https://www.postfix.org/postmap.1.html
 */
function parsePostfixTable(text: string): ReadonlyMap<string, string> {
  const logical: string[] = [];
  for (const line of text.split(/\r?\n/, MAX_LINES)) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const last = logical.length - 1;
    if (/^\s/.test(line) && last >= 0) logical[last] += line;
    else logical.push(line);
  }
  const entries = new Map<string, string>();
  for (const line of logical) {
    const [, written, value] = /^\s*(\S+)\s+(.*)$/.exec(line) ?? [];
    const key = written?.toLowerCase();
    if (key !== undefined && value !== undefined && !entries.has(key)) entries.set(key, value.trimEnd());
  }
  return entries;
}

/** An SNI table in a file. */
export interface SniTable {
  /** The name in the settings, for example `texthash:/etc/postfix/sni`. */
  readonly name: string;
  readonly type: string;
  /** The source file, also of a compiled table. */
  readonly path: string;
  /** The compiled file that Postfix reads; undefined: it reads `path`. */
  readonly compiled: string | undefined;
}

/** An SNI name and its files. */
export interface SniEntry {
  /** Lower case; `.example.com` matches all subdomains. */
  readonly name: string;
  readonly files: NamedFiles;
  /** Two of its certificates have the same key type, so Postfix aborts TLS for this name. */
  readonly isRefused: boolean;
  readonly table: SniTable | undefined;
}

/** The entries of an SNI table, or the reason why they are unknown. */
export type SniNames = Exclude<ResolvedSettings<readonly SniEntry[]>, Unresolved> | UnknownNames;

interface UnknownNames extends Unresolved {
  /** Set if tables of this type cannot be listed, so that no entry of the table was ever known. */
  readonly isUnlistable?: true;
}

/** The extensions of compiled tables by type. */
const COMPILED: ReadonlyMap<string, string> = new Map([
  ['hash', '.db'],
  ['btree', '.db'],
  ['lmdb', '.lmdb'],
  ['cdb', '.cdb'],
]);

/** Splits at spaces and commas outside of braces. */
function outsideBraces(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth > 0 || !/[\s,]/.test(character)) item += character;
    else if (item !== '') {
      items.push(item);
      item = '';
    }
  }
  return item === '' ? items : [...items, item];
}

/**
 * Parses `{ name = files, { name = file file } }`.
 * @see https://www.postfix.org/DATABASE_README.html
 */
function inlineEntries(body: string): ReadonlyMap<string, string> {
  const inner = body.replace(/^\{(.*)\}$/s, '$1');
  // An entry without braces has no space around its `=`.
  return new Map(
    outsideBraces(inner).flatMap((item) => {
      const [, name, value] = /^\{?\s*([^\s=]+)\s*=\s*(.*?)\s*\}?$/s.exec(item) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const];
    }),
  );
}

function tableNamed(name: string): SniTable | undefined {
  const [, type = '', path = ''] = /^([a-z]+):(\/.*)$/s.exec(name) ?? [];
  const ending = COMPILED.get(type);
  if (type !== 'texthash' && ending === undefined) return undefined;
  return { name, type, path, compiled: ending === undefined ? undefined : `${path}${ending}` };
}

function namesOf(settings: PostfixSettings, service: PostfixService): ResolvedSettings<readonly string[]> {
  const maps = settings.settle('tls_server_sni_maps', service);
  return maps.kind === 'unresolved' ? maps : { kind: 'value', value: outsideBraces(maps.value) };
}

/** Returns the tables that must be read to find the SNI names of a server. */
export function sniTablesOf(settings: PostfixSettings): readonly SniTable[] {
  const tables = new Map<string, SniTable>();
  for (const service of settings.services) {
    const names = namesOf(settings, service);
    for (const name of names.kind === 'value' ? names.value : []) {
      const table = tableNamed(name);
      if (table !== undefined) tables.set(name, table);
    }
  }
  return [...tables.values()];
}

/**
 * Returns the SNI entries of a service; the first table with a name counts. Contains one unresolved
 * result for each table that cannot be read.
 * @param textOf returns the contents of a table's source file, unless its compiled file is older
 * @see https://www.postfix.org/postconf.5.html#tls_server_sni_maps
 */
export function sniEntriesOf(
  settings: PostfixSettings,
  service: PostfixService,
  textOf: (table: SniTable) => ResolvedSettings<string>,
  kindsOf: KindsOf,
): readonly SniNames[] {
  const names = namesOf(settings, service);
  if (names.kind === 'unresolved') return [unresolved(`tls_server_sni_maps: ${names.detail}`)];
  const known = new Set<string>();
  return names.value.map((name): SniNames => {
    const table = tableNamed(name);
    const text = table && textOf(table);
    if (text?.kind === 'unresolved') return unresolved(`${name}: ${text.detail}`);
    if (text === undefined && !name.startsWith('inline:')) {
      return { ...unresolved(`${name}: mailcertd cannot list the names in a table of this type`), isUnlistable: true };
    }
    const entries = text === undefined ? inlineEntries(name.slice('inline:'.length)) : parsePostfixTable(text.value);
    const fresh = [...entries].filter(([sni]) => !known.has(sni));
    for (const [sni] of fresh) known.add(sni);
    const named = fresh.map(([sni, value]) => ({ sni, files: splitList(value) }));
    // The base of relative paths is unknown: it can differ between postmap and the server.
    const relative = named.flatMap(({ files }) => files).find((path) => !path.startsWith('/'));
    if (relative !== undefined) return unresolved(`${name}: "${relative.slice(0, 200)}" is not an absolute path`);
    return {
      kind: 'value',
      value: named.flatMap(({ sni, files: written }) => {
        if (written.length === 0) return [];
        const files = chainFilesOf(written, kindsOf);
        return [{ name: sni, files, isRefused: haveOneKindTwice(files.certificateFiles, kindsOf), table }];
      }),
    };
  });
}

/**
 * Returns true if an SNI entry matches this name, so that its certificate replaces the default one.
 */
export function isNamed(name: string, entries: readonly SniEntry[]): boolean {
  return entries.some((entry) => entry.name === name || (entry.name.startsWith('.') && name.endsWith(entry.name)));
}
