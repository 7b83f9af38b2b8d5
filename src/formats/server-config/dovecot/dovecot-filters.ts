import { isWithin } from '../network.ts';
import type { DovecotBlock, DovecotTree } from './dovecot-tree.ts';

/** What of Dovecot's settings decides what a connection is shown. */
export interface DovecotTls {
  /** `yes`, `required` or `no`. */
  readonly ssl: string;
  /** As they are written; of 2.3 with the `<` in front. */
  readonly certificate: string;
  readonly key: string;
  readonly otherCertificate: string;
  readonly otherKey: string;
}

/** A connection, as far as settings are told apart by it. */
export interface DovecotConnection {
  /** `imap`, `lmtp` … */
  readonly protocol: string;
  /** The address that it is made to; undefined: none in particular. */
  readonly address: string | undefined;
  /** The name that is asked for. */
  readonly serverName: string | undefined;
}

const KEYS: Readonly<Record<string, keyof DovecotTls>> = {
  ssl: 'ssl',
  ssl_cert: 'certificate',
  ssl_key: 'key',
  ssl_alt_cert: 'otherCertificate',
  ssl_alt_key: 'otherKey',
  ssl_server_cert_file: 'certificate',
  ssl_server_key_file: 'key',
  ssl_server_alt_cert_file: 'otherCertificate',
  ssl_server_alt_key_file: 'otherKey',
};

const UNSET: DovecotTls = { ssl: 'yes', certificate: '', key: '', otherCertificate: '', otherKey: '' };

/** Settings that hold for some connections alone. */
export interface DovecotFilter {
  /** The blocks that it stands in, from the outside, itself the last. */
  readonly path: readonly DovecotBlock[];
  readonly tls: Partial<DovecotTls>;
}

/** What a block itself sets, `ssl_server { cert_file = … }` in it included. */
function tlsWithin({ settings, blocks }: DovecotBlock): Partial<DovecotTls> {
  const inner = blocks
    .filter(({ kind }) => kind === 'ssl_server')
    .flatMap((block) => [...block.settings].map(([name, value]) => [`ssl_server_${name}`, value] as const));
  return Object.fromEntries(
    [...settings, ...inner].flatMap(([name, value]) => {
      const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

const FILTERS: ReadonlySet<string> = new Set(['protocol', 'local', 'remote', 'local_name']);

function filtersWithin(block: DovecotBlock, path: readonly DovecotBlock[]): readonly DovecotFilter[] {
  return block.blocks
    .filter(({ kind }) => FILTERS.has(kind))
    .flatMap((inner) => {
      const whole = [...path, inner];
      const tls = tlsWithin(inner);
      const own = Object.keys(tls).length === 0 ? [] : [{ path: whole, tls }];
      return [...own, ...filtersWithin(inner, whole)];
    });
}

/** A name, or `*` for one label: `*.example.com`. Of 2.3, several with a space between. */
function namesOf(label: string): readonly string[] {
  return label
    .toLowerCase()
    .split(/\s+/)
    .filter((name) => name !== '');
}

function isNamedBy(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}

/** How many bits of an address a block decides by; -1: it is of another kind. */
function bitsOf({ kind, label }: DovecotBlock, of: string): number {
  if (kind !== of) return -1;
  const [, bits] = /\/(\d+)$/.exec(label) ?? [];
  return bits === undefined ? 128 : Number(bits);
}

/** How particular a filter is, for 2.3, which puts the particular ones before the others. */
function particularity({ path }: DovecotFilter): readonly number[] {
  const most = (of: string): number => Math.max(...path.map((block) => bitsOf(block, of)));
  const has = (of: string): number => Number(path.some(({ kind }) => kind === of));
  return [has('local_name'), most('local'), most('remote'), has('protocol')];
}

function byParticularity(a: DovecotFilter, b: DovecotFilter): number {
  const [left, right] = [particularity(a), particularity(b)];
  return left.map((value, at) => value - (right[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** Dovecot's settings of TLS, and which connections they hold for. */
export class DovecotFilters {
  readonly #global: DovecotTls;
  readonly #filters: readonly DovecotFilter[];
  readonly #addressesOf: (name: string) => readonly string[] | undefined;

  /** @param addressesOf of a name that a `local` block has in place of an address */
  constructor(tree: DovecotTree, addressesOf: (name: string) => readonly string[] | undefined) {
    this.#global = { ...UNSET, ...tlsWithin(tree) };
    const filters = filtersWithin(tree, []);
    // Since 2.4 the last one that matches counts; before, the most particular.
    const isOld = /^2\.[0-3](?:\.|$)/.test(tree.version ?? '');
    this.#filters = isOld ? filters.toSorted(byParticularity) : filters;
    this.#addressesOf = addressesOf;
  }

  /** What a connection is shown; filters by who connects are left aside. */
  tlsFor(connection: DovecotConnection): DovecotTls {
    const holding = this.#filters.filter(({ path }) => path.every((block) => this.#holds(block, connection)));
    return Object.assign({}, this.#global, ...holding.map(({ tls }) => tls)) as DovecotTls;
  }

  /** The names and patterns for which something is set. */
  get serverNames(): readonly string[] {
    const labels = this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'local_name'));
    return [...new Set(labels.flatMap(({ label }) => namesOf(label)))];
  }

  /** The blocks by which it depends on who connects what is shown. */
  get byRemote(): readonly DovecotBlock[] {
    return this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'remote'));
  }

  /** Names in `local` blocks, whose addresses have to be known. */
  get localHosts(): readonly string[] {
    const labels = this.#filters.flatMap(({ path }) => path.filter(({ kind }) => kind === 'local'));
    return [...new Set(labels.map(({ label }) => label))].filter((label) => !/^[\d.]+(?:\/\d+)?$|:/.test(label));
  }

  #holds({ kind, label }: DovecotBlock, { protocol, address, serverName }: DovecotConnection): boolean {
    if (kind === 'protocol') return label.startsWith('!') ? label.slice(1) !== protocol : label === protocol;
    if (kind === 'local_name') {
      return serverName !== undefined && namesOf(label).some((pattern) => isNamedBy(pattern, serverName));
    }
    if (kind !== 'local' || address === undefined) return false;
    const known = this.#addressesOf(label);
    return known === undefined ? isWithin(address, label) : known.includes(address);
  }
}
