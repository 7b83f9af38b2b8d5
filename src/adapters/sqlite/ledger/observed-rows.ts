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
 * The objects from which the stored rows of a shard (the part of the ledger that belongs to one
 * daemon) were made, in the order of the scan. Objects do not change, so a row is up to date if its
 * sources are the same objects (`===`), and is not rendered again. For 10,000 connectors, these
 * lists need little memory and are quick to compare.
 */
interface RowSources {
  readonly connectors: readonly Connector[];
  /**
   * For each connector, the object that determines its row, together with `connectors` and
   * `details`; usually the selected certificate. undefined if the row depends on more objects, so
   * that its text must be compared.
   */
  readonly determinants: readonly (object | undefined)[];
  /** The values from which the rest of each connector row follows. */
  readonly details: readonly (string | number)[];
  readonly stores: readonly StoreState[];
}

const NOTHING_STORED: RowSources = { connectors: [], determinants: [], details: [], stores: [] };

// The determinants of selections without a certificate.
const NOT_APPLICABLE: object = {};
const UNKNOWN: object = {};
const NONE: object = {};

/**
 * Returns the object that determines the row of a connector, together with the connector and
 * `detailsOf`; undefined if the row depends on more objects.
 */
function determinantOf(selection: Selection): object | undefined {
  if (selection.kind === 'not-applicable') return NOT_APPLICABLE;
  if (selection.kind === 'unknown') return UNKNOWN;
  if (selection.kind === 'none') {
    const { name, rejected, nearestMiss } = selection;
    // With configured files, the row also contains the rejected certificates.
    return name.files !== undefined && rejected.length > 0 ? undefined : (nearestMiss?.candidate ?? NONE);
  }
  if (selection.alsoSelected !== undefined) return undefined;
  // `detailsOf` does not contain these two properties, which are rare.
  return selection.lastSeen === undefined && !selection.isProvisional ? selection.chosen : undefined;
}

const ORIGINS: readonly Origin[] = ['self-signed', 'enterprise', 'third-party', 'unknown'];

/** Returns the other values of the row: it changes whenever they change. */
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
  // Usual for thousands of connectors, so both values are in one number, and not in a text.
  return 2 * origin + (selection.match === 'exact' ? 1 : 0);
}

/**
 * Returns whether the row of a store is surely up to date. False for an unreadable store: the text
 * of its row is then compared.
 */
function isSameStore(previous: StoreState | undefined, current: StoreState): boolean {
  return (
    previous?.kind === 'read' &&
    current.kind === 'read' &&
    previous.store === current.store &&
    previous.certificates === current.certificates &&
    previous.repeated === current.repeated &&
    previous.unconfirmedSince === current.unconfirmedSince &&
    previous.isUnmade === current.isUnmade &&
    (previous.problems === current.problems || (previous.problems.length === 0 && current.problems.length === 0))
  );
}

/** Returns whether two scans found connectors and stores with the same names, in the same order. */
function haveSameNames(left: RowSources, right: RowSources): boolean {
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
  /** The sources of the stored rows, by shard; missing: the rows are unknown. */
  readonly #storedSources: Map<Shard, RowSources> = new Map();

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Stores the observation of a scan. Must be called inside a transaction.
   * @returns a function that the caller must call after the commit; it remembers what was stored
   */
  store(shard: Shard, scan: ScanObservation): () => void {
    const previous = this.#storedSources.get(shard) ?? NOTHING_STORED;
    const { selections, originOf, stores } = scan;
    const current: RowSources = {
      connectors: selections.map(({ connector }) => connector),
      determinants: selections.map(({ selection }) => determinantOf(selection)),
      details: selections.map(({ selection }) => detailsOf(selection, scan)),
      stores,
    };
    const isUnchanged = (position: number): boolean =>
      current.determinants[position] !== undefined &&
      previous.determinants[position] === current.determinants[position] &&
      previous.connectors[position] === current.connectors[position] &&
      previous.details[position] === current.details[position];
    const write = this.#writer(shard);
    const writtenCertificates = new Set<StoredCertificate>();
    // True if there may be rows that the scan did not find, and that must be deleted.
    let mayHaveOtherNames = previous === NOTHING_STORED || !haveSameNames(previous, current);
    selections.forEach((observed, position) => {
      if (isUnchanged(position)) return;
      for (const stored of storedCertificatesOf(observed.selection)) {
        if (writtenCertificates.has(stored)) continue;
        writtenCertificates.add(stored);
        // Certificates have no order, so their position is 0.
        write('certificate', certificateRow(stored), 0, () => writeCertificate(stored));
      }
      // The connector may have been the last one with its previous certificate.
      if (write('connector', observed.connector.name, position, () => writeConnector(observed, originOf)))
        mayHaveOtherNames = true;
    });
    stores.forEach((state, position) => {
      if (!isSameStore(previous.stores[position], state))
        write('store', state.store.name, position, () => writeStore(state));
    });
    if (mayHaveOtherNames) this.#deleteOthers(shard, scan);
    return () => void this.#storedSources.set(shard, current);
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

  /** Deletes the rows of certificates, connectors and stores that the scan did not find. */
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
