import { openStore } from '../../../src/adapters/file-store/open-store.ts';
import type { StoreReaderOptions } from '../../../src/adapters/file-store/read/store-reader-options.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../src/domain/connector/connector.ts';
import type { StoreSnapshot } from '../../../src/domain/connector/store-snapshot.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { AvailableResult, ScanResult, UnavailableResult } from '../../../src/domain/scan-result.ts';
import type { CertificateStore } from '../../../src/work/ports/stores.ts';
import type { Clock } from '../../../src/work/ports/system.ts';
import { type CertificateWish, type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';

export const NOON: number = Date.UTC(2026, 10, 24, 12);
const YEAR: number = 365 * 86_400_000;
export const CLOCK: Clock = { now: () => NOON, monotonicMs: () => performance.now() };

export function definition(path: string, name = 'My'): StoreDefinition {
  return { name, path, services: ['SMTP'], personal: true, source: { inventory: 'configuration', place: 'test:1' } };
}

export function storeAt(path: string, options: Partial<StoreReaderOptions> = {}): CertificateStore {
  return openStore(definition(path), CLOCK, options);
}

export function made(commonName = 'mail.contoso.com', wish: Partial<CertificateWish> = {}): MadeCertificate {
  return makeCertificate({ commonName, notBefore: NOON - YEAR, notAfter: NOON + YEAR, ...wish });
}

export async function seen(store: CertificateStore): Promise<AvailableResult<StoreSnapshot>> {
  const result = await read(store);
  if (result.kind === 'unavailable')
    throw new Error(`blind: ${result.problem.reason} ${failureText(result.problem.failure, 'en')}`);
  return result;
}

export async function unavailableResult(store: CertificateStore): Promise<UnavailableResult<StoreSnapshot>> {
  const result = await read(store);
  if (result.kind === 'available') throw new Error(`seen: ${result.value.certificates.length} certificates`);
  return result;
}

function read(store: CertificateStore): Promise<ScanResult<StoreSnapshot>> {
  return store.read(new AbortController().signal);
}

/**
 * Returns the location of each certificate and the state of its key: `path#block kind`, with the
 * path relative to the root.
 */
export function places(certificates: readonly StoredCertificate[], root: string): string[] {
  return certificates.map(
    ({ location, key }) => `${location.path.replace(`${root}/`, '')}#${location.block} ${key.kind}`,
  );
}
