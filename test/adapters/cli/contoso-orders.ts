import type { Certificate, StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { EMPTY_MEMORY } from '../../../src/domain/observation/memory.ts';
import { stablePathNames } from '../../../src/domain/store-change/stable-path-names.ts';
import type { StoreChange } from '../../../src/domain/store-change/store-change.ts';
import { createStoreOperations } from '../../../src/work/manage/create-store-operations.ts';
import type { StoreOperations } from '../../../src/work/operations/store-operations.ts';
import type { PersonalStore } from '../../../src/work/ports/stores.ts';
import { CALM, SETTINGS, store, stored } from '../../domain/world.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { REQUEST } from './change-fixtures.ts';
import { CONTOSO } from './contoso.ts';
import { scanSourcesOf } from './desk.ts';

const MY = store('My', { path: '/var/lib/mailcertd/store' });
const WORLD = { ...CALM, ...CONTOSO };

/** Returns the directory of the changed certificate or request. */
function placeOf(change: StoreChange): string {
  if (change.kind === 'install') return `${MY.path}/${change.certificate.thumbprint}`;
  if (change.kind === 'services') return `${MY.path}/${change.stored.certificate.thumbprint}`;
  if (change.kind === 'request') return `${MY.path}/request-${change.request.sha256Fingerprint.slice(0, 40)}`;
  const { removed } = change;
  const name = 'certificate' in removed ? removed.certificate.thumbprint : 'request';
  return `/var/lib/mailcertd/trash/2026-11-24T120000Z-${name}`;
}

function livePathOf(certificate: Certificate): { readonly stablePath?: string } {
  const [name] = stablePathNames(certificate);
  return name === undefined ? {} : { stablePath: `${MY.path}/live/${name}` };
}

/**
 * Returns store operations on the host in the documentation. Changes are planned and simulated as
 * usual, but not written; no daemon runs.
 */
export function contosoOrders(): StoreOperations {
  const scanSources = scanSourcesOf(WORLD, []);
  const mine: PersonalStore = {
    ...scanSources.storeOf(MY),
    create: async () => undefined,
    lock: async () => ({ [Symbol.dispose]: () => undefined }),
    apply: async (change) => {
      const path = placeOf(change);
      if (change.kind !== 'install' && change.kind !== 'services') return { path };
      return { path, ...livePathOf(change.kind === 'install' ? change.certificate : change.stored.certificate) };
    },
    assignStablePath: async ({ certificate }) => {
      const { stablePath } = livePathOf(certificate);
      return stablePath === undefined ? undefined : { stablePath, isMoved: false };
    },
    finishStablePaths: async () => undefined,
    recordInternalTransport: async () => undefined,
    recordedInternalTransport: async () => undefined,
  };
  const made = (label: string, described: Parameters<typeof stored>[1]): StoredCertificate =>
    stored(label, { ...described, selfSigned: true });
  const ledger = new MemoryLedger();
  const storeHistory = { path: MY.path, notes: new Map(), internal: undefined, removals: new Set<string>() };
  const memory = { ...EMPTY_MEMORY, storeHistory };
  void ledger.commit(scanSources.computer.fqdn, 0, { records: [], open: undefined, memory, scan: undefined });
  return createStoreOperations({
    scanSources: { ...scanSources, personal: mine },
    settings: SETTINGS,
    clock: { now: () => WORLD.now, monotonicMs: () => 0 },
    personal: { store: mine, definition: MY },
    defaults: { years: 5, key: 'rsa-2048' },
    issuer: {
      issue: async ({ dnsNames, notBefore, notAfter, subject }) => {
        const { certificate } = made('E5B1702D', { dnsNames, notBefore, notAfter, subject });
        return { certificate, certificatePem: '', privateKeyPem: '' };
      },
    },
    requestIssuer: {
      request: async ({ dnsNames, subject }) => ({
        request: { ...REQUEST.request, dnsNames, subject },
        requestPem: '',
        privateKeyPem: '',
      }),
    },
    importFileReader: { read: async () => ({ certificates: [], keys: new Map(), problems: [] }) },
    exporter: { export: async () => undefined },
    assertChangeable: async () => undefined,
    readClosedDirectories: async () => [],
    readAccessRules: async (paths) => paths.map(() => ({ mode: 0o700, owner: 'mailcertd', group: 'mailcertd' })),
    ledger: () => ledger,
    isDaemonRunning: () => false,
  });
}
