import { assess } from '../../../src/domain/assessment/assess.ts';
import type { RequestedBy, StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../src/domain/certificate/certificate-request.ts';
import type { StoreDefinition } from '../../../src/domain/connector/connector.ts';
import type { Plan, PlanContext } from '../../../src/domain/store-change/plan.ts';
import { CALM, type Described, Life, NOON, SETTINGS, store, stored, type World } from '../world.ts';

export const MY: StoreDefinition = store('My');

/** Returns a certificate in its own directory in My, as commands create it. */
export function kept(label: string, described: Described = {}): StoredCertificate {
  const original = stored(label, described);
  const directory = `${MY.path}/${original.certificate.thumbprint}`;
  return {
    ...original,
    location: { ...original.location, path: `${directory}/certificate.pem` },
    key: { ...original.key, path: `${directory}/privkey.pem` },
  };
}

export const ASKED: RequestedBy = { by: 'root', command: 'mailcertd certificates new', at: NOON };

/** Returns a pending CSR in its own directory in My, with its key. */
export function waiting(label: string, more: Partial<StoredRequest> = {}): StoredRequest {
  const sha256Fingerprint = label.padEnd(64, '0');
  return {
    request: {
      sha256Fingerprint,
      subject: 'CN=mail.contoso.com',
      commonNames: ['mail.contoso.com'],
      dnsNames: ['mail.contoso.com'],
      ipAddresses: [],
      publicKeyAlgorithm: 'RSA',
      publicKeySize: 2048,
      signatureAlgorithm: 'sha256WithRSAEncryption',
      publicKeySha256: label.padEnd(40, '0').padEnd(64, '1'),
    },
    store: 'My',
    location: { path: `${MY.path}/request-${sha256Fingerprint.slice(0, 40)}/request.pem`, block: 0 },
    hasPrivateKey: true,
    note: { friendlyName: undefined, isExportable: false, requestedBy: ASKED },
    ...more,
  };
}

/** Returns the context of a plan in a world. */
export function planContext(world: Partial<World>, more: Partial<PlanContext> = {}): PlanContext {
  return {
    assessment: assess(new Life().observe({ ...CALM, ...world }), SETTINGS),
    personal: MY,
    defaults: { years: 5, key: 'rsa-2048' },
    isForced: false,
    internalConsent: 'ask',
    ...more,
  };
}

/** Returns the reason why a plan is refused, or its kind. */
export function reasonOf(plan: Plan): string {
  return plan.kind === 'refused' ? plan.refusal.reason : plan.kind;
}
