import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import { buildCertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import { lastKnownCertificates } from '../../domain/observation/last-known-objects.ts';
import { findStored } from '../../domain/store-change/find-stored.ts';
import type { ExportOutcome } from '../operations/store-operations.ts';
import type { ExportTarget } from '../ports/stores.ts';
import { emptyScanContext } from '../query/scan-once.ts';
import { scanStores } from '../scan/scan-all.ts';
import type { StoreCommandDependencies } from './store-command-dependencies.ts';

/**
 * Exports a certificate and its key from any store. Only certificates that mailcertd installed can
 * be marked as not exportable.
 * @throws {ExportError}
 */
export async function exportCertificate(
  thumbprint: Thumbprint,
  target: ExportTarget,
  { scanSources, clock, personal, exporter }: StoreCommandDependencies,
  signal: AbortSignal,
): Promise<ExportOutcome> {
  const observation = await scanStores(scanSources, emptyScanContext(), clock.now(), signal);
  const stored = findStored(
    thumbprint,
    buildCertificateIndex(lastKnownCertificates(observation)),
    personal?.definition.name,
  );
  if (stored === undefined) return { kind: 'refused', refusal: { reason: 'not-found', id: thumbprint } };
  const { key, note } = stored;
  if (key.kind !== 'matches') return { kind: 'refused', refusal: { reason: 'key-unusable', stored, kind: key.kind } };
  if (note?.isExportable === false) return { kind: 'refused', refusal: { reason: 'not-exportable', stored } };
  await exporter.export(stored, target);
  return { kind: 'done', stored };
}
