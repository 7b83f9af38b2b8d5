import type { Database } from 'better-sqlite3';
import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import type { Selection } from '../../../domain/selection/selection.ts';
import type { ScanObservation } from '../../../domain/status/observed.ts';
import type { StoreState } from '../../../domain/status/status.ts';
import type { Shard } from '../../../work/ports/ledger.ts';
import {
  certificateRow,
  storedCertificatesOf,
  writeCertificate,
  writeConnector,
  writeStore,
} from '../schema/written-observed.ts';

/**
 * The maximum length of a row, UTF-16 units. A longer row is stored empty, and commands then treat
 * its object as unknown.
 */
const MAX_ROW_CHARACTERS = 64 * 1024;

/**
 * The sources of the rows of a shard, used to skip unchanged rows. For 10,000 connectors, these
 * lists of references need little memory and are quick to compare.
 */
interface WrittenRows {
  readonly connectors: readonly Connector[];
  /**
   * The object that determines the row of each connector; undefined if the row depends on more, so
   * that its text is compared.
   */
  readonly determinants: readonly (object | undefined)[];
  /** The other content of each connector row. */
  readonly details: readonly (string | number)[];
  readonly stores: readonly StoreState[];
}

const NOTHING_WRITTEN: WrittenRows = { connectors: [], determinants: [], details: [], stores: [] };

const NOT_APPLICABLE: object = {};
const UNKNOWN: object = {};
const NONE: object = {};

/**
 * Returns the object that, together with `detailsOf`, determines the row of a connector; undefined
 * if the row depends on more.
 */
function determinantOf(selection: Selection): object | undefined {
  if (selection.kind === 'not-applicable') return NOT_APPLICABLE;
  if (selection.kind === 'unknown') return UNKNOWN;
  if (selection.kind === 'none') {
    const { name, rejected, nearestMiss } = selection;
    return name.files !== undefined && rejected.length > 0 ? undefined : (nearestMiss?.candidate ?? NONE);
  }
  if (selection.alsoSelected !== undefined) return undefined;
  return selection.lastSeen === undefined && !selection.isProvisional ? selection.chosen : undefined;
}

const ORIGINS: readonly Origin[] = ['self-signed', 'enterprise', 'third-party', 'unknown'];

function detailsOf(selection: Selection, { originOf }: ScanObservation): string | number {
  if (selection.kind === 'not-applicable') return '';
  if (selection.kind === 'unknown') return selection.unavailable.join('\n');
  if (selection.kind === 'none') {
    const { nearestMiss, unusableFile } = selection;
    if (nearestMiss === undefined && unusableFile === undefined) return '';
    const origin = nearestMiss && originOf(nearestMiss.candidate.certificate.thumbprint);
    return JSON.stringify([nearestMiss?.reason, nearestMiss?.detail, origin, unusableFile]);
  }
  const origin = ORIGINS.indexOf(originOf(selection.chosen.certificate.thumbprint));
  return 2 * origin + (selection.match === 'exact' ? 1 : 0);
}

function isSameStore(previous: StoreState | undefined, now: StoreState): boolean {
  return (
    previous?.kind === 'read' &&
    now.kind === 'read' &&
    previous.store === now.store &&
    previous.certificates === now.certificates &&
    previous.repeated === now.repeated &&
    previous.unconfirmedSince === now.unconfirmedSince &&
    previous.isUnmade === now.isUnmade &&
    (previous.problems === now.problems || previous.problems.length + now.problems.length === 0)
  );
}

/** Returns whether two scans found connectors and stores with the same names, in the same order. */
function haveSameNames(left: WrittenRows, right: WrittenRows): boolean {
  return (
    left.connectors.length === right.connectors.length &&
    left.stores.length === right.stores.length &&
    left.connectors.every(({ name }, index) => name === right.connectors[index]?.name) &&
    left.stores.every(({ store }, index) => store.name === right.stores[index]?.store.name)
  );
}

/** The kinds of rows. */
type Kind = 'certificate' | 'connector' | 'store';

/** Stores the observations of scans. Writes only changed rows. */
export class ObservedRows {
  readonly #database: Database;
  /** The known content of the table, by shard. */
  readonly #storedRows: Map<Shard, WrittenRows> = new Map();

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Stores the observation of a scan. Must be called inside a transaction.
   * @returns a function that the caller must call after the commit
   */
  store(shard: Shard, scan: ScanObservation): () => void {
    const previous = this.#storedRows.get(shard) ?? NOTHING_WRITTEN;
    const { selections, originOf, stores } = scan;
    const now: WrittenRows = {
      connectors: selections.map(({ connector }) => connector),
      determinants: selections.map(({ selection }) => determinantOf(selection)),
      details: selections.map(({ selection }) => detailsOf(selection, scan)),
      stores,
    };
    const isSame = (position: number): boolean =>
      now.determinants[position] !== undefined &&
      previous.determinants[position] === now.determinants[position] &&
      previous.connectors[position] === now.connectors[position] &&
      previous.details[position] === now.details[position];
    const write = this.#writer(shard);
    const certificates = new Set<StoredCertificate>();
    let isChanged = previous === NOTHING_WRITTEN || !haveSameNames(previous, now);
    selections.forEach((observed, position) => {
      if (isSame(position)) return;
      for (const stored of storedCertificatesOf(observed.selection)) {
        if (certificates.size < certificates.add(stored).size)
          write('certificate', certificateRow(stored), 0, () => writeCertificate(stored));
      }
      if (write('connector', observed.connector.name, position, () => writeConnector(observed, originOf)))
        isChanged = true;
    });
    stores.forEach((state, position) => {
      if (!isSameStore(previous.stores[position], state))
        write('store', state.store.name, position, () => writeStore(state));
    });
    if (isChanged) this.#deleteOthers(shard, scan);
    return () => void this.#storedRows.set(shard, now);
  }

  /** Returns a function that writes a row if it changed, and returns whether it changed. */
  #writer(shard: Shard): (kind: Kind, name: string, position: number, render: () => string) => boolean {
    const selectRow = this.#database.prepare<
      [string, string, string],
      { readonly position: number; readonly value: string }
    >('SELECT position, value FROM observed WHERE shard = ? AND kind = ? AND name = ?');
    const upsert = this.#database.prepare(`INSERT INTO observed (shard, kind, name, position, value)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (shard, kind, name) DO UPDATE SET position = excluded.position, value = excluded.value`);
    return (kind, name, position, render) => {
      const rendered = render();
      const value = rendered.length > MAX_ROW_CHARACTERS ? '' : rendered;
      const row = selectRow.get(shard, kind, name);
      if (row?.position === position && row.value === value) return false;
      upsert.run(shard, kind, name, position, value);
      return true;
    };
  }

  /** Deletes the rows of objects that the scan did not find. */
  #deleteOthers(shard: Shard, { selections, stores }: ScanObservation): void {
    // A damaged row may have any kind.
    const names: Readonly<Record<string, ReadonlySet<string>>> = {
      certificate: new Set(
        [...new Set(selections.flatMap(({ selection }) => storedCertificatesOf(selection)))].map(certificateRow),
      ),
      connector: new Set(selections.map(({ connector }) => connector.name)),
      store: new Set(stores.map(({ store }) => store.name)),
    };
    const rows = this.#database
      .prepare<[string], { readonly kind: string; readonly name: string }>(
        'SELECT kind, name FROM observed WHERE shard = ?',
      )
      .all(shard);
    const forget = this.#database.prepare('DELETE FROM observed WHERE shard = ? AND kind = ? AND name = ?');
    for (const { kind, name } of rows) if (names[kind]?.has(name) !== true) forget.run(shard, kind, name);
  }
}
