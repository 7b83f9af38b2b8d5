import { describe, expect, it } from 'vitest';
import { currentOrLastKnown } from '../../src/domain/scan-result.ts';
import type { CertificateStore } from '../../src/work/ports/stores.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';

/** A store under test, with access to its files. */
export interface StoreBench extends Disposable {
  readonly store: CertificateStore;
  /** Adds a certificate with its key, or replaces the one with this name. */
  put(name: string, certificatePem: string, privateKeyPem: string): void;
  remove(name: string): void;
  /** Makes the whole store inaccessible. */
  hide(): void;
  restore(): void;
}

const NOON = Date.UTC(2026, 10, 24, 12);
const YEAR = 365 * 86_400_000;

function made(commonName: string): {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly thumbprint: string;
} {
  return makeCertificate({ commonName, notBefore: NOON - YEAR, notAfter: NOON + YEAR });
}

/**
 * Defines the contract tests of every CertificateStore.
 * @param now the time of the store's clock
 */
export function certificateStoreContract(title: string, now: number, open: () => StoreBench): void {
  const [one, other] = [made('mail.contoso.com'), made('other.contoso.com')];
  const signal = new AbortController().signal;
  const thumbprints = async ({ store }: StoreBench): Promise<readonly string[]> =>
    (currentOrLastKnown(await store.read(signal))?.value.certificates ?? []).map(
      ({ certificate }) => certificate.thumbprint,
    );

  describe(`${title}, as a certificate store`, () => {
    it('shows its content, dated by the clock, under its own name', async () => {
      using bench = open();
      bench.put('one', one.certificatePem, one.privateKeyPem);
      const result = await bench.store.read(signal);
      expect(result).toMatchObject({ kind: 'available', at: now, problems: [], value: { name: bench.store.name } });
      expect(currentOrLastKnown(result)?.value.certificates).toMatchObject([
        { certificate: { thumbprint: one.thumbprint }, store: bench.store.name, key: { kind: 'matches' } },
      ]);
    });

    it('shows the same snapshot object while nothing changes, and another one after a change', async () => {
      using bench = open();
      bench.put('one', one.certificatePem, one.privateKeyPem);
      const first = currentOrLastKnown(await bench.store.read(signal))?.value;
      expect(currentOrLastKnown(await bench.store.read(signal))?.value).toBe(first);
      bench.put('one', other.certificatePem, other.privateKeyPem);
      expect(await thumbprints(bench)).toEqual([other.thumbprint]);
      bench.remove('one');
      expect(await thumbprints(bench)).toEqual([]);
    });

    it('is unavailable, without a rejection, when it cannot be read, and available again afterwards', async () => {
      using bench = open();
      bench.put('one', one.certificatePem, one.privateKeyPem);
      bench.hide();
      const result = await bench.store.read(signal);
      expect(result).toMatchObject({ kind: 'unavailable', since: now, times: 1, last: undefined });
      bench.restore();
      expect(await thumbprints(bench)).toEqual([one.thumbprint]);
    });

    it('rejects with the reason of the signal when it is aborted', async () => {
      using bench = open();
      const reason = new Error('called off');
      await expect(bench.store.read(AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it('hints at a change while it is watched', async () => {
      using bench = open();
      bench.put('one', one.certificatePem, one.privateKeyPem);
      let hinted = (): void => {};
      const hint = new Promise<void>((resolve) => {
        hinted = resolve;
      });
      using _watch = bench.store.watch(hinted);
      await bench.store.read(signal);
      bench.put('two', other.certificatePem, other.privateKeyPem);
      await hint;
    });
  });
}
