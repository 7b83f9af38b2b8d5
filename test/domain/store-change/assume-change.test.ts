import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import { CORRECT_KEY_ACCESS, type StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../src/domain/certificate/certificate-request.ts';
import type { Observation } from '../../../src/domain/observation/observation.ts';
import { currentOrLastKnown } from '../../../src/domain/scan-result.ts';
import { assumeChange, type ChangeContext } from '../../../src/domain/store-change/assume-change.ts';
import { personalKeyAccess } from '../../../src/domain/store-change/personal-key-access.ts';
import type { InstallChange, StoreChange } from '../../../src/domain/store-change/store-change.ts';
import { DAY } from '../../../src/domain/time.ts';
import { CALM, connector, type Described, Life, NOON, SETTINGS, stored, type World } from '../world.ts';
import { ASKED, kept, MY, waiting } from './context.ts';

const MAIL: Described = { dnsNames: ['mail.contoso.com'], notBefore: NOON - 2 * DAY, selfSigned: true };
const CONTEXT: ChangeContext = { personal: MY, requestedBy: ASKED, accessIn: () => CORRECT_KEY_ACCESS };

const seen = (world: Partial<World>): Observation => new Life().observe({ ...CALM, ...world });

function install({ certificate }: StoredCertificate, more: Partial<InstallChange> = {}): InstallChange {
  return {
    kind: 'install',
    certificate,
    issuers: [],
    certificatePem: '',
    privateKeyPem: '',
    csr: undefined,
    services: ['SMTP'],
    friendlyName: undefined,
    isExportable: false,
    recordsInternal: false,
    renews: undefined,
    ...more,
  };
}

/**
 * Returns the label of each connector's selection, before and after the change; undefined: none.
 */
function selectedAfter(world: Partial<World>, change: StoreChange, context = CONTEXT): readonly (string | undefined)[] {
  const observation = seen(world);
  return [observation, assumeChange(observation, change, context)].flatMap((each) =>
    assess(each, SETTINGS).selections.map(({ selection }) =>
      selection.kind === 'chosen' ? selection.chosen.certificate.thumbprint.replace(/0+$/, '') : undefined,
    ),
  );
}

const connectors = [connector('Internet MAIL01', 'mail.contoso.com')];
const NEWER = stored('N', { ...MAIL, notBefore: NOON - DAY });

describe('the assumed selection', () => {
  it('is the newer one, once it is installed for SMTP', () => {
    const world = { connectors, certificates: [kept('A', MAIL)] };
    expect(selectedAfter(world, install(NEWER))).toEqual(['A', 'N']);
    expect(selectedAfter(world, install(NEWER, { services: [] }))).toEqual(['A', 'A']);
    expect(selectedAfter({ connectors }, install(NEWER))).toEqual([undefined, 'N']);
  });

  it('is not a certificate that the account cannot read', () => {
    const own = [connector('Postfix', 'mail.contoso.com', { keyLoadedBy: 'postfix' })];
    const accessIn = personalKeyAccess(own, { owner: 'mailcertd', closedDirectories: [], missingDirectories: [] });
    expect(selectedAfter({ connectors: own }, install(NEWER), { ...CONTEXT, accessIn })).toEqual([
      undefined,
      undefined,
    ]);
    for (const owner of ['postfix', undefined]) {
      const open = {
        ...CONTEXT,
        accessIn: personalKeyAccess(own, { owner, closedDirectories: [], missingDirectories: [] }),
      };
      expect(selectedAfter({ connectors: own }, install(NEWER), open)).toEqual([undefined, 'N']);
    }
  });

  it('is an enabled certificate, and not one that is disabled', () => {
    const certificates = [kept('A', MAIL), kept('N', { ...MAIL, notBefore: NOON - DAY, services: [] })];
    const [old, fresh] = certificates as [StoredCertificate, StoredCertificate];
    const services = (of: StoredCertificate, names: readonly 'SMTP'[]): StoreChange => {
      return { kind: 'services', stored: of, services: names, recordsInternal: false };
    };
    expect(selectedAfter({ connectors, certificates }, services(fresh, ['SMTP']))).toEqual(['A', 'N']);
    expect(selectedAfter({ connectors, certificates }, services(old, []))).toEqual(['A', undefined]);
  });

  it('is not a removed certificate, in any place', () => {
    const own = kept('A', MAIL);
    const file = own.location.path;
    const named = connector('Dovecot', 'mail.contoso.com', { certificateFiles: [file] });
    const certificates = [own, stored('A', { ...MAIL, file }), kept('B', { ...MAIL, notBefore: NOON - 3 * DAY })];
    const world = { connectors: [...connectors, named], certificates };
    expect(selectedAfter(world, { kind: 'remove', removed: own })).toEqual(['A', 'A', 'B', undefined]);
  });
});

describe('the assumed content', () => {
  it('is a certificate with its issuers and its certificate.yaml in its own directory', () => {
    const issuer = stored('S', { isCa: true }).certificate;
    const change = install(NEWER, { issuers: [issuer], friendlyName: 'Mail', renews: 'A' });
    const after = assumeChange(seen({}), change, CONTEXT).stores.get('My');
    const directory = `${MY.path}/${NEWER.certificate.thumbprint}`;
    const note = { friendlyName: 'Mail', isExportable: false, requestedBy: ASKED, renews: 'A' };
    expect(after && currentOrLastKnown(after)?.value.certificates).toMatchObject([
      { location: { path: `${directory}/certificate.pem`, block: 0 }, key: { kind: 'matches' }, note },
      { certificate: issuer, location: { block: 1 }, key: { kind: 'missing' }, note },
    ]);
  });

  it('is a request, until its certificate is issued', () => {
    const { request } = waiting('N');
    const keep = { services: ['SMTP'], friendlyName: undefined, isExportable: false, renews: undefined } as const;
    const asked: StoreChange = { kind: 'request', request, requestPem: '', privateKeyPem: '', ...keep };
    const after = assumeChange(seen({}), asked, CONTEXT);
    const [held, ...others] = requestsIn(after);
    expect(others).toEqual([]);
    expect(held).toMatchObject({ request, services: ['SMTP'], hasPrivateKey: true });
    expect(requestsIn(assumeChange(after, install(NEWER, { csr: held }), CONTEXT))).toEqual([]);
  });

  it('is no removed request, and every other one', () => {
    const requests = [waiting('A'), waiting('B')] as const;
    const after = assumeChange(seen({ requests }), { kind: 'remove', removed: requests[0] }, CONTEXT);
    expect(requestsIn(after)).toEqual([requests[1]]);
  });

  it.each([
    [{ source: 'automatic' }, { source: 'recorded', thumbprint: NEWER.certificate.thumbprint }],
    [
      { source: 'recorded', thumbprint: 'A' },
      { source: 'recorded', thumbprint: NEWER.certificate.thumbprint },
    ],
    [
      { source: 'configured', thumbprint: 'A' },
      { source: 'configured', thumbprint: 'A' },
    ],
    [{ source: 'none' }, { source: 'none' }],
  ] as const)('with the internal transport certificate %j is %j once it is recorded', (internal, then) => {
    const change = install(NEWER, { recordsInternal: true });
    expect(assumeChange(seen({ internal }), change, CONTEXT).internalTransport).toEqual(then);
    expect(assumeChange(seen({ internal }), install(NEWER), CONTEXT).internalTransport).toEqual(internal);
  });

  it('is a new store, if none exists', () => {
    const before = seen({});
    const value = {
      name: 'My',
      certificates: [],
      isUnmade: true,
      isGlob: false,
      unreadablePaths: [],
      unreadableSinceStart: [],
    } as const;
    const neverCreated = new Map([['My', { kind: 'available', at: NOON, value, problems: [] } as const]]);
    const after = assumeChange({ ...before, stores: neverCreated }, install(NEWER), CONTEXT).stores.get('My');
    expect(after).toMatchObject({ kind: 'available', value: { certificates: [{}] } });
    expect(after).not.toHaveProperty('value.isUnmade');
  });
});

function requestsIn({ stores }: Observation): readonly StoredRequest[] {
  const result = stores.get('My');
  return (result && currentOrLastKnown(result)?.value.requests) ?? [];
}
