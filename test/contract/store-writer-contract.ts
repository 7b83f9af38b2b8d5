import { describe, expect, it } from 'vitest';
import type { Certificate, RequestedBy, StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../src/domain/certificate/certificate-request.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { currentOrLastKnown } from '../../src/domain/scan-result.ts';
import type { InstallChange, RequestChange } from '../../src/domain/store-change/store-change.ts';
import { parseCertificate } from '../../src/formats/x509/parse-certificate.ts';
import { IssueError, StoreBusyError } from '../../src/work/errors.ts';
import type { PersonalStore, StoreWriter } from '../../src/work/ports/stores.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { type MadeRequest, makeRequest } from '../fixtures/make-request.ts';

/** An empty personal store under test. */
export interface WriterBench extends Disposable {
  readonly store: Pick<PersonalStore, 'read' | 'recordedInternalTransport'>;
  readonly writer: StoreWriter;
  /** A second writer of the same store, like one in another process. */
  readonly otherWriter: StoreWriter;
}

const NOON = Date.UTC(2026, 10, 24, 12);
const YEAR = 365 * 86_400_000;
const ASKED: RequestedBy = { by: 'root', command: 'mailcertd certificates new', at: NOON };
const LATER: RequestedBy = { by: 'alice (root)', command: "mailcertd certificates enable 'X'", at: NOON + 60_000 };
const signal = new AbortController().signal;

function made(commonName: string, more: Partial<Parameters<typeof makeCertificate>[0]> = {}): MadeCertificate {
  return makeCertificate({ commonName, notBefore: NOON - YEAR, notAfter: NOON + YEAR, ...more });
}

function certificateOf({ der }: MadeCertificate): Certificate {
  const parsed = parseCertificate(der, 'made');
  if (parsed.kind === 'problem') throw new Error(failureText(parsed.problem.failure, 'en'));
  return parsed.value;
}

/** Returns the change that `certificates new` makes. */
function installOf(certificate: MadeCertificate, more: Partial<InstallChange> = {}): InstallChange {
  return {
    kind: 'install',
    certificate: certificateOf(certificate),
    issuers: [],
    certificatePem: certificate.certificatePem,
    privateKeyPem: certificate.privateKeyPem,
    csr: undefined,
    services: ['IMAP', 'SMTP'],
    friendlyName: undefined,
    isExportable: false,
    recordsInternal: false,
    renews: undefined,
    ...more,
  };
}

function requestOf(
  { request, requestPem, privateKeyPem }: MadeRequest,
  more: Partial<RequestChange> = {},
): RequestChange {
  const rest = { services: ['SMTP'], friendlyName: 'mail', isExportable: true, renews: undefined } as const;
  return { kind: 'request', request, requestPem, privateKeyPem, ...rest, ...more };
}

/** Defines the contract tests of every StoreWriter. */
export function storeWriterContract(title: string, open: () => WriterBench): void {
  const [one, other] = [made('mail.contoso.com'), made('other.contoso.com')];

  async function storedCertificates({ store }: WriterBench): Promise<readonly StoredCertificate[]> {
    const result = await store.read(signal);
    expect(result.kind).toBe('available');
    return currentOrLastKnown(result)?.value.certificates ?? [];
  }
  async function waiting({ store }: WriterBench): Promise<readonly StoredRequest[]> {
    return currentOrLastKnown(await store.read(signal))?.value.requests ?? [];
  }
  async function apply(
    { writer }: WriterBench,
    change: Parameters<StoreWriter['apply']>[0],
    requestedBy: RequestedBy = ASKED,
  ): Promise<string> {
    using _ = await writer.lock();
    return (await writer.apply(change, requestedBy)).path;
  }
  async function only(bench: WriterBench): Promise<StoredCertificate> {
    const [stored, ...others] = await storedCertificates(bench);
    expect(others).toEqual([]);
    if (stored === undefined) throw new Error('the store is empty');
    return stored;
  }

  describe(`${title}, as a store writer`, () => {
    it('installs a certificate with its key in its own directory, with its services and requester', async () => {
      using bench = open();
      const path = await apply(bench, installOf(one, { friendlyName: 'Mail\n', isExportable: true }));
      const stored = await only(bench);
      expect(stored).toMatchObject({
        certificate: { thumbprint: one.thumbprint },
        services: ['IMAP', 'SMTP'],
        key: { kind: 'matches' },
        note: { friendlyName: 'Mail\n', isExportable: true, requestedBy: ASKED },
      });
      expect(stored.location.path.startsWith(`${path}/`)).toBe(true);
      expect(await bench.store.recordedInternalTransport()).toBeUndefined();
    });

    it('records it as the internal transport certificate in the same commit', async () => {
      using bench = open();
      await apply(bench, installOf(one, { recordsInternal: true }));
      expect(await bench.store.recordedInternalTransport()).toBe(one.thumbprint);
      await apply(bench, installOf(other));
      expect(await bench.store.recordedInternalTransport()).toBe(one.thumbprint);
      expect(await storedCertificates(bench)).toHaveLength(2);
    });

    it('refuses to overwrite an existing certificate, and changes nothing', async () => {
      using bench = open();
      await apply(bench, installOf(one));
      await expect(apply(bench, installOf(one, { services: [], recordsInternal: true }))).rejects.toBeInstanceOf(
        IssueError,
      );
      expect(await only(bench)).toMatchObject({ services: ['IMAP', 'SMTP'], note: { requestedBy: ASKED } });
      expect(await bench.store.recordedInternalTransport()).toBeUndefined();
    });

    it('keeps the key of a request until the certificate is issued, and then deletes the request', async () => {
      using bench = open();
      const asking = makeRequest('mail.contoso.com');
      const directory = await apply(bench, requestOf(asking));
      const [request, ...others] = await waiting(bench);
      expect(others).toEqual([]);
      if (request === undefined) throw new Error('no request waits');
      expect(request).toMatchObject({
        request: { sha256Fingerprint: asking.request.sha256Fingerprint },
        hasPrivateKey: true,
        services: ['SMTP'],
        note: { friendlyName: 'mail', isExportable: true, requestedBy: ASKED },
      });
      expect(request.location.path.startsWith(`${directory}/`)).toBe(true);
      const authority = made('Contoso CA', { isCa: true });
      const answer = made('mail.contoso.com', { keyPair: asking.keyPair, issuer: authority });
      await apply(bench, {
        ...installOf(answer, { issuers: [certificateOf(authority)], privateKeyPem: undefined, csr: request }),
        certificatePem: answer.certificatePem + authority.certificatePem,
      });
      expect(await waiting(bench)).toEqual([]);
      const [leaf, issuer] = await storedCertificates(bench);
      expect(leaf).toMatchObject({ certificate: { thumbprint: answer.thumbprint }, key: { kind: 'matches' } });
      expect(issuer).toMatchObject({ certificate: { thumbprint: authority.thumbprint }, location: { block: 1 } });
    });

    it('enables a certificate for exactly these services, and leaves the rest of its certificate.yaml', async () => {
      using bench = open();
      await apply(bench, installOf(one, { friendlyName: 'Mail' }));
      await apply(
        bench,
        { kind: 'services', stored: await only(bench), services: ['IIS'], recordsInternal: false },
        LATER,
      );
      expect(await only(bench)).toMatchObject({
        services: ['IIS'],
        note: { friendlyName: 'Mail', isExportable: false, requestedBy: LATER },
      });
      expect(await bench.store.recordedInternalTransport()).toBeUndefined();
    });

    it('records an enabled certificate as the internal transport certificate', async () => {
      using bench = open();
      await apply(bench, installOf(one, { recordsInternal: true }));
      await apply(bench, installOf(other));
      const stored = (await storedCertificates(bench)).find(
        ({ certificate }) => certificate.thumbprint === other.thumbprint,
      );
      if (stored === undefined) throw new Error('it does not exist');
      await apply(bench, { kind: 'services', stored, services: ['SMTP'], recordsInternal: true });
      expect(await bench.store.recordedInternalTransport()).toBe(other.thumbprint);
    });

    it('removes a certificate, and leaves the recorded internal transport certificate', async () => {
      using bench = open();
      await apply(bench, installOf(one, { recordsInternal: true }));
      await apply(bench, installOf(other));
      const stored = (await storedCertificates(bench)).find(
        ({ certificate }) => certificate.thumbprint === one.thumbprint,
      );
      if (stored === undefined) throw new Error('it does not exist');
      await apply(bench, { kind: 'remove', removed: stored });
      expect(await only(bench)).toMatchObject({ certificate: { thumbprint: other.thumbprint } });
      expect(await bench.store.recordedInternalTransport()).toBe(one.thumbprint);
    });

    it('removes a request', async () => {
      using bench = open();
      await apply(bench, requestOf(makeRequest('mail.contoso.com')));
      const [request] = await waiting(bench);
      if (request === undefined) throw new Error('no request waits');
      await apply(bench, { kind: 'remove', removed: request });
      expect(await waiting(bench)).toEqual([]);
    });

    it('is locked by one writer at a time, until that one unlocks it', async () => {
      using bench = open();
      const held = await bench.writer.lock();
      await expect(bench.otherWriter.lock()).rejects.toBeInstanceOf(StoreBusyError);
      held[Symbol.dispose]();
      (await bench.otherWriter.lock())[Symbol.dispose]();
    });
  });
}
