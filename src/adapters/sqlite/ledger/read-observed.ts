import type { Database } from 'better-sqlite3';
import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import type { Observed } from '../../../domain/status/observed.ts';
import type { StoreState } from '../../../domain/status/status.ts';
import type { Shard } from '../../../work/ports/ledger.ts';
import { parseJson } from '../column.ts';
import { isWrittenCertificate, isWrittenConnector, isWrittenStore } from '../schema/observed-shapes.ts';
import {
  readConnector,
  readStore,
  readStoredCertificate,
  type StoredCertificateRow,
  type WrittenCertificate,
  type WrittenConnector,
  type WrittenStore,
} from '../schema/written-observed.ts';

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly value: string;
}

/**
 * Reads the observation (the connectors and stores) of the last scan of a shard, the part of the
 * ledger that belongs to one daemon. Unreadable rows are left out, and connectors whose certificate
 * has no readable row.
 */
export function readObserved(database: Database, shard: Shard): Observed {
  // In order of kind, the certificates come before the connectors, whose rows refer to them.
  const rows = database
    .prepare<[string], Row>('SELECT kind, name, value FROM observed WHERE shard = ? ORDER BY kind, position')
    .all(shard);
  const certificates = new Map<StoredCertificateRow, StoredCertificate>();
  const connectors: Observed['connectors'][number][] = [];
  const stores: StoreState[] = [];
  for (const { kind, name, value } of rows) {
    const parsed = parseJson(value);
    if (kind === 'certificate' && isWrittenCertificate(parsed)) {
      certificates.set(name, readStoredCertificate(parsed as WrittenCertificate));
    } else if (kind === 'connector' && isWrittenConnector(parsed)) {
      const connector = readConnector(parsed as WrittenConnector, certificates);
      if (connector !== undefined) connectors.push(connector);
    } else if (kind === 'store' && isWrittenStore(parsed)) stores.push(readStore(parsed as WrittenStore));
  }
  return { connectors, stores };
}

/**
 * Reads the connector names of the last scan of a shard, including connectors with unreadable rows;
 * undefined if no scan is stored.
 */
export function readScannedConnectors(database: Database, shard: Shard): ReadonlySet<string> | undefined {
  const names = database
    .prepare<[string], string>("SELECT name FROM observed WHERE shard = ? AND kind = 'connector'")
    .pluck()
    .all(shard);
  if (names.length > 0) return new Set(names);
  const isStored = database.prepare<[string]>('SELECT 1 FROM observed WHERE shard = ? LIMIT 1').get(shard);
  return isStored === undefined ? undefined : new Set();
}
