import { openPersonalStore } from '../../../src/adapters/file-store/open-personal-store.ts';
import type { ActAs } from '../../../src/adapters/file-store/write/act-as.ts';
import { loadHoldFile } from '../../../src/adapters/sqlite/lock/hold-file.ts';
import { actAsOwner } from '../../../src/adapters/system/act-as-owner.ts';
import type { Certificate, RequestedBy, StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../src/domain/certificate/certificate-request.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { InstallChange, RequestChange, StoreChange } from '../../../src/domain/store-change/store-change.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';
import type { PersonalStore } from '../../../src/work/ports/stores.ts';
import type { MadeCertificate } from '../../fixtures/make-certificate.ts';
import type { MadeRequest } from '../../fixtures/make-request.ts';
import { CLOCK, definition, made, NOON, seen } from './scans.ts';

export const ASKED: RequestedBy = { by: 'root', command: 'mailcertd certificates new', at: NOON };
export const LATER: RequestedBy = {
  by: 'alice (root)',
  command: 'mailcertd certificates remove X',
  at: NOON + 3_661_000,
};

/** Returns the store at a path, opened as by a command, or with `actAsItself` as by the daemon. */
export function personalStore(path: string, trash = `${path}-state/trash`, actAs: ActAs = actAsOwner): PersonalStore {
  return openPersonalStore(definition(path), CLOCK, {
    loadHoldFile: async () => loadHoldFile(),
    trash,
    actAs,
  });
}

export function certificateOf({ der }: MadeCertificate): Certificate {
  const parsed = parseCertificate(der, 'made');
  if (parsed.kind === 'problem') throw new Error(failureText(parsed.problem.failure, 'en'));
  return parsed.value;
}

/** Returns the change that installs a certificate, as `certificates new` does. */
export function installing(added: MadeCertificate = made(), more: Partial<InstallChange> = {}): InstallChange {
  const { certificatePem, privateKeyPem } = added;
  return {
    kind: 'install',
    certificate: certificateOf(added),
    issuers: [],
    certificatePem,
    privateKeyPem,
    csr: undefined,
    services: ['SMTP', 'IMAP'],
    friendlyName: undefined,
    isExportable: false,
    recordsInternal: false,
    renews: undefined,
    ...more,
  };
}

export function requesting({ request, requestPem, privateKeyPem }: MadeRequest): RequestChange {
  const rest = { services: ['SMTP'], friendlyName: undefined, isExportable: true, renews: undefined } as const;
  return { kind: 'request', request, requestPem, privateKeyPem, ...rest };
}

/** Makes one change, as a command does, and returns the directory. */
export async function change(
  store: PersonalStore,
  ordered: StoreChange,
  requestedBy: RequestedBy = ASKED,
): Promise<string> {
  using _held = await store.lock();
  return (await store.apply(ordered, requestedBy)).path;
}

export async function record(store: PersonalStore, thumbprint: string): Promise<void> {
  using _held = await store.lock();
  await store.recordInternalTransport(thumbprint);
}

export async function theCertificate(store: PersonalStore): Promise<StoredCertificate> {
  const [stored] = (await seen(store)).value.certificates;
  if (stored === undefined) throw new Error('the store holds no certificate');
  return stored;
}

export async function theRequest(store: PersonalStore): Promise<StoredRequest> {
  const [request] = (await seen(store)).value.requests ?? [];
  if (request === undefined) throw new Error('no request waits in the store');
  return request;
}
