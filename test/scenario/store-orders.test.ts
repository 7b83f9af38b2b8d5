import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/adapters/cli/session/session.ts';
import type { RequestedBy, StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { Explanation } from '../../src/domain/status/status.ts';
import type { StoreCommand } from '../../src/domain/store-change/store-command.ts';
import { DAY } from '../../src/domain/time.ts';
import { openSession } from '../../src/main/open-session.ts';
import type { ChangeOptions, ChangeOutcome } from '../../src/work/operations/store-operations.ts';
import { notation } from '../domain/world.ts';
import { type CertificateWish, type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { needs, needsRoot } from '../peers/needs.ts';
import { Scene } from './scene.ts';
import { UNPRIVILEGED } from './unprivileged.ts';

const signal = new AbortController().signal;
const SETTINGS = `computer: mail01.contoso.com
stores: [{ name: My, path: store, services: [SMTP] }]
connectors: [{ name: Default MAIL01, direction: receive }]
`;

let scene: Scene;
let session: Session | undefined;
afterEach(async () => {
  await session?.[Symbol.asyncDispose]();
  session = undefined;
  await scene[Symbol.asyncDispose]();
});

/** Returns a host with the current time, for commands in another process. */
async function host(): Promise<Session> {
  scene.configure(SETTINGS);
  session = await openSession({ config: scene.directory.at('mailcertd.yaml'), stores: [] }, 'en');
  return session;
}

function order(given: StoreCommand, more: Partial<ChangeOptions> = {}): Promise<ChangeOutcome> {
  const requestedBy: RequestedBy = { by: 'root', command: `mailcertd certificates ${given.verb}`, at: Date.now() };
  const options = { requestedBy, isDryRun: false, isForced: false, internal: 'ask', ...more } as const;
  if (session?.storeChanges === undefined) throw new Error('nothing takes orders');
  return session.storeChanges.change(given, options, signal);
}

/** Returns the selected certificate of a connector with its location, its reason and its origin. */
function outlineOf({ selection, origins }: Explanation): unknown {
  const placed = (stored: StoredCertificate): unknown => {
    const { certificate, location, services, key } = stored;
    const denials = key.access.denials.map(({ account, path }) => `${account} ${path}`).sort();
    return [certificate.thumbprint, location, services, key.kind, key.path, denials, key.access.isExposed];
  };
  if (selection.kind === 'not-applicable') return selection.kind;
  const rejected = selection.rejected.map(({ candidate, reason }) => [placed(candidate), reason]);
  const chosen = selection.kind === 'chosen' ? placed(selection.chosen) : undefined;
  return [selection.kind, chosen, rejected, [...origins].sort()];
}

/** Runs a change and checks that the predicted effects are the real ones. */
async function foreseen(given: StoreCommand, more: Partial<ChangeOptions> = {}): Promise<ChangeOutcome> {
  const outcome = await order(given, more);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  const scan = await session?.operations.scan({}, signal);
  expect(outcome.simulation.after.map(outlineOf)).toEqual(scan?.connectors.map(outlineOf));
  return outcome;
}

/** Writes a certificate to its own directory in My, as mailcertd names it. */
function lay(commonName: string, wish: Partial<CertificateWish> = {}): MadeCertificate {
  const certificate = makeCertificate({
    commonName,
    notBefore: scene.now - 30 * DAY,
    notAfter: scene.now + 30 * DAY,
    ...wish,
  });
  const directory = `store/${certificate.thumbprint}`;
  scene.directory.write(`${directory}/certificate.pem`, certificate.certificatePem);
  scene.directory.write(`${directory}/privkey.pem`, certificate.privateKeyPem, 0o600);
  return certificate;
}

const directoriesOf = (): readonly string[] =>
  readdirSync(scene.directory.at('store')).filter((name) => !name.startsWith('.') && name !== 'live');
const NEW = {
  verb: 'new',
  subject: undefined,
  domainNames: undefined,
  includesAutodiscover: false,
  key: 'ec-p256',
  years: undefined,
  services: undefined,
  friendlyName: undefined,
  isExportable: false,
  isRequest: false,
} as const;

describe('the session in the documentation', () => {
  it('clones the expired internal transport certificate, and 12015 is resolved at the next scan', async () => {
    scene = new Scene(Date.now());
    await host();
    const old = lay('MAIL01', {
      dnsNames: ['MAIL01', 'mail01.contoso.com'],
      notBefore: scene.now - 370 * DAY,
      notAfter: scene.now - DAY,
    });
    scene.directory.link('store/internal-transport', old.thumbprint);
    const raised = await scene.start();
    expect(raised).toContain(`12015(${old.thumbprint})`);

    const renewed = order({ verb: 'renew', thumbprint: old.thumbprint, years: undefined, isRequest: false });
    await expect.poll(() => directoriesOf().length, { timeout: 10_000 }).toBe(3);
    scene.now = Date.now();
    await scene.pass();
    const outcome = await renewed;
    if (outcome.kind !== 'done' || outcome.change.kind !== 'install') throw new Error(outcome.kind);
    const { thumbprint, dnsNames, notBefore, notAfter } = outcome.change.certificate;
    expect(dnsNames).toEqual(['MAIL01', 'mail01.contoso.com']);
    expect(new Date(notAfter).getUTCFullYear() - new Date(notBefore).getUTCFullYear()).toBe(1);
    expect(outcome.simulation).toMatchObject({ cleared: [{ eventId: 12014 }, { eventId: 12015 }], raised: [] });
    if (outcome.report.kind !== 'written') throw new Error(outcome.report.kind);
    const events = outcome.report.records.map(notation);
    expect(events.some((each) => each.startsWith(`1008(${thumbprint};`))).toBe(true);
    expect(events.some((each) => each.startsWith(`1007(${thumbprint}; ${old.thumbprint};`))).toBe(true);
    expect(events.some((each) => each.startsWith('1900(12015'))).toBe(true);
  });
});

describe('without a daemon', () => {
  it('a first certificate creates the store, and is not reported yet', async () => {
    scene = new Scene(Date.now());
    await host();
    const dryRun = await order(NEW, { isDryRun: true });
    expect(dryRun).toMatchObject({ kind: 'dry-run', simulation: { after: [{ selection: { kind: 'chosen' } }] } });
    expect(existsSync(scene.directory.at('store'))).toBe(false);
    const made = await order(NEW);
    expect(made).toMatchObject({ kind: 'done', report: { kind: 'never-ran' } });
    if (made.kind !== 'done') throw new Error(made.kind);
    expect(statSync(`${made.path}/privkey.pem`).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${made.path}/certificate.yaml`, 'utf8')).toContain('command: mailcertd certificates new');
    // A daemon that starts now finds a store with a certificate, and issues none.
    await scene.start();
    expect(directoriesOf()).toHaveLength(1);
  });

  it('a request waits with its key for the issued certificate, which an export passes to another import', async () => {
    scene = new Scene(Date.now());
    const { storeChanges } = await host();
    const authority = makeCertificate({
      commonName: 'Contoso CA',
      isCa: true,
      notBefore: scene.now - DAY,
      notAfter: scene.now + DAY,
    });
    lay('MAIL01', { dnsNames: ['MAIL01', 'mail01.contoso.com'] });
    const asked = await order({ ...NEW, isRequest: true, services: ['SMTP'], isExportable: true });
    if (asked.kind !== 'done' || asked.change.kind !== 'request') throw new Error(asked.kind);
    const { commonNames, dnsNames } = asked.change.request;
    const privateKey = createPrivateKey(readFileSync(`${asked.path}/privkey.pem`));
    const answer = makeCertificate({
      commonName: commonNames[0] ?? '',
      dnsNames,
      issuer: authority,
      keyPair: { privateKey, publicKey: createPublicKey(privateKey) },
      notBefore: scene.now - 1000,
      notAfter: scene.now + DAY,
    });
    const path = scene.directory.write('answer.pem', authority.certificatePem + answer.certificatePem);
    const file = { passwordFiles: [], services: undefined, friendlyName: undefined, isExportable: undefined };
    const imported = await order({ verb: 'import', path, ...file });
    expect(imported).toMatchObject({
      kind: 'done',
      change: { certificate: { thumbprint: answer.thumbprint }, services: ['SMTP'], isExportable: true },
    });
    expect(existsSync(asked.path)).toBe(false);
    expect(readFileSync(scene.directory.at('store', answer.thumbprint, 'certificate.pem'), 'utf8')).toBe(
      answer.certificatePem + authority.certificatePem,
    );

    const passwordFile = scene.directory.write('password', 'secret\n');
    const target = { path: scene.directory.at('out.p12'), format: 'pkcs12', passwordFile } as const;
    expect(await storeChanges?.export(answer.thumbprint, target, signal)).toMatchObject({ kind: 'done' });
    expect(await order({ verb: 'remove', id: answer.thumbprint })).toMatchObject({ kind: 'done' });
    expect(existsSync(scene.directory.at('store', answer.thumbprint))).toBe(false);
    const again = { ...file, passwordFiles: [passwordFile], services: ['SMTP'] as const };
    expect(await order({ verb: 'import', path: target.path, ...again })).toMatchObject({
      kind: 'done',
      change: { certificate: { thumbprint: answer.thumbprint }, issuers: [{ thumbprint: authority.thumbprint }] },
    });
    expect(
      await storeChanges?.export(answer.thumbprint, { ...target, path: scene.directory.at('b.p12') }, signal),
    ).toMatchObject({
      refusal: { reason: 'not-exportable' },
    });
  });

  it('of two changes at once one is done, and the other finds the store locked', async () => {
    scene = new Scene(Date.now());
    await host();
    const old = lay('mail01.contoso.com');
    const renew = { verb: 'renew', thumbprint: old.thumbprint, years: 'same', isRequest: false } as const;
    const outcomes = await Promise.allSettled([order(renew), order(renew)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'store_busy' } });
    expect(directoriesOf()).toHaveLength(2);
  });
});

describe.runIf(needsRoot() && needs('setfacl'))('a renewal where another account loads the keys', () => {
  it('is readable to that account like the previous one, and is served', async () => {
    scene = new Scene(Date.now());
    chmodSync(scene.directory.path, 0o755);
    scene.configure(`computer: mail01.contoso.com
stores: [{ name: My, path: store, services: [SMTP] }]
connectors: [{ name: Default MAIL01, direction: receive, keyLoadedBy: nobody }]
`);
    session = await openSession({ config: scene.directory.at('mailcertd.yaml'), stores: [] }, 'en');
    const { thumbprint } = lay('mail01.contoso.com');
    const place = scene.directory.at('store', thumbprint);
    chmodSync(place, 0o700);
    chmodSync(scene.directory.at('store'), 0o711);
    const renew = { verb: 'renew', thumbprint, years: undefined, isRequest: false } as const;
    // The new key is unreadable, as the previous one was; the printed commands grant access to it.
    const closed = await foreseen(renew);
    if (closed.kind !== 'done') throw new Error(closed.kind);
    expect(closed.simulation.after[0]?.selection.kind).toBe('none');
    await order({ verb: 'remove', id: closed.path.slice(-40) }, { isForced: true });
    execFileSync('setfacl', ['-m', 'u:nobody:x', place]);
    execFileSync('setfacl', ['-m', 'u:nobody:r', `${place}/privkey.pem`]);
    const renewed = await foreseen(renew);
    if (renewed.kind !== 'done' || renewed.change.kind !== 'install') throw new Error(renewed.kind);
    const { thumbprint: clone } = renewed.change.certificate;
    expect(renewed.simulation.after[0]?.selection).toMatchObject({ chosen: { certificate: { thumbprint: clone } } });
    expect(spawnSync('cat', [`${renewed.path}/privkey.pem`], { uid: UNPRIVILEGED, gid: UNPRIVILEGED }).status).toBe(0);
    expect(spawnSync('cat', [`${renewed.path}/privkey.pem`], { uid: 1501, gid: 1501 }).status).not.toBe(0);
  });
});

describe.runIf(needsRoot() && needs('setfacl'))('the printed command if another account loads the keys', () => {
  it.each([['is not there yet'], ['is there']])(
    'gives that account access to the key, if the store %s',
    async (store) => {
      scene = new Scene(Date.now());
      chmodSync(scene.directory.path, 0o755);
      scene.configure(`computer: mail01.contoso.com
stores: [{ name: My, path: store }]
connectors: [{ name: Default MAIL01, direction: receive, keyLoadedBy: nobody }]
`);
      session = await openSession({ config: scene.directory.at('mailcertd.yaml'), stores: [] }, 'en');
      if (store === 'is there') await order({ ...NEW, domainNames: ['other.contoso.com'] });
      const dryRun = await order(NEW, { isDryRun: true });
      expect(dryRun).toMatchObject({ simulation: { after: [{ selection: { kind: 'none' } }] } });
      const made = await foreseen(NEW);
      if (made.kind !== 'done') throw new Error(made.kind);
      const read = (): number | null =>
        spawnSync('cat', [`${made.path}/privkey.pem`], { uid: UNPRIVILEGED, gid: UNPRIVILEGED }).status;
      expect(read()).not.toBe(0);
      const closed = made.simulation.raised.find(({ eventId }) => eventId === 1202);
      for (const [program = '', ...words] of closed?.remedy ?? []) execFileSync(program, words);
      expect(read()).toBe(0);
    },
  );
});

describe('the prediction of a simulation', () => {
  it.each([['root'], ['nobody']])('is correct for a stable path, if %s loads the keys', async (keyLoadedBy) => {
    scene = new Scene(Date.now());
    const path = scene.directory.at('store/live/mail.contoso.com/fullchain.pem');
    scene.configure(`computer: mail01.contoso.com
stores: [{ name: My, path: store }]
connectors:
  - { name: Default MAIL01, direction: receive, fqdn: mail.contoso.com, keyLoadedBy: ${keyLoadedBy}, certificateFile: ${path} }
`);
    session = await openSession({ config: scene.directory.at('mailcertd.yaml'), stores: [] }, 'en');
    const named = async (given: StoreCommand, more: Partial<ChangeOptions> = {}): Promise<string> => {
      const outcome = await foreseen(given, more);
      if (outcome.kind !== 'done') throw new Error(outcome.kind);
      if (outcome.change.kind !== 'install') return '';
      const { thumbprint } = outcome.change.certificate;
      if (keyLoadedBy === 'root') {
        const selectedAfter = { selection: { kind: 'chosen', chosen: { certificate: { thumbprint } } } };
        expect(outcome.simulation.after).toMatchObject([selectedAfter]);
      }
      return thumbprint;
    };
    const made = { ...NEW, domainNames: ['mail.contoso.com'], services: ['SMTP'] } as const;
    const first = await named(made);
    const second = await named({ verb: 'renew', thumbprint: first, years: undefined, isRequest: false });
    // This certificate is enabled for no service, so it does not take the path.
    await foreseen({ ...made, services: [] });
    await foreseen({ verb: 'enable', thumbprint: first, services: ['IIS'], isExclusive: false });
    // The file is read with the services of its certificate, even if its path does not move.
    await foreseen({ verb: 'enable', thumbprint: first, services: [], isExclusive: true });
    const third = await named(made);
    const isForced = true;
    if (keyLoadedBy === 'root') {
      expect(await order({ verb: 'remove', id: third })).toMatchObject({ refusal: { reason: 'in-use' } });
    }
    await named({ verb: 'remove', id: third }, { isForced });
    await named({ verb: 'remove', id: second }, { isForced });
    await named({ verb: 'remove', id: first }, { isForced });
    const [last = ''] = directoriesOf();
    await named({ verb: 'remove', id: last }, { isForced });
    expect(readdirSync(scene.directory.at('store'))).not.toContain('live');
  });

  it.each([['root'], ['nobody']])('is correct for each verb, if %s loads the keys', async (keyLoadedBy) => {
    scene = new Scene(Date.now());
    const authority = makeCertificate({
      commonName: 'Contoso CA',
      isCa: true,
      notBefore: scene.now - DAY,
      notAfter: scene.now + DAY,
    });
    const anchor = scene.directory.write('ca.pem', authority.certificatePem);
    scene.configure(`computer: mail01.contoso.com
stores: [{ name: My, path: store }]
trust: [{ enterprise: ${anchor} }]
connectors:
  - { name: Default MAIL01, direction: receive, keyLoadedBy: ${keyLoadedBy} }
  - { name: Internet MAIL01, direction: receive, fqdn: mail.contoso.com }
`);
    session = await openSession({ config: scene.directory.at('mailcertd.yaml'), stores: [] }, 'en');
    const { thumbprint } = lay('MAIL01', { dnsNames: ['MAIL01', 'mail01.contoso.com'] });
    await foreseen({ ...NEW, domainNames: ['mail.contoso.com'], services: ['SMTP'] });
    const second = await foreseen({ verb: 'renew', thumbprint, years: undefined, isRequest: false });
    expect(second).toMatchObject({ change: { renews: thumbprint } });
    await foreseen({ verb: 'remove', id: thumbprint });

    const issued = makeCertificate({
      commonName: 'mail.contoso.com',
      dnsNames: ['mail.contoso.com', 'mail01.contoso.com'],
      issuer: authority,
      notBefore: scene.now - 1000,
      notAfter: scene.now + DAY,
    });
    const path = scene.directory.write(
      'mail.pem',
      issued.certificatePem + authority.certificatePem + issued.privateKeyPem,
    );
    const file = { passwordFiles: [], services: undefined, friendlyName: undefined, isExportable: undefined };
    const imported = await foreseen({ verb: 'import', path, ...file });
    expect(imported).toMatchObject({ change: { services: [], issuers: [{ thumbprint: authority.thumbprint }] } });
    const enable = { verb: 'enable', thumbprint: issued.thumbprint, services: ['SMTP'], isExclusive: false } as const;
    const enabled = await foreseen(enable);
    const byRoot = { selection: { chosen: { services: ['SMTP'] } } };
    // An account that cannot read the key keeps its selection. Root, which loads the key for the
    // other account, can read it.
    const first = keyLoadedBy === 'root' ? byRoot : { selection: { kind: 'none' } };
    expect(enabled).toMatchObject({ simulation: { after: [first, byRoot] } });
    expect(await order({ verb: 'remove', id: issued.thumbprint })).toMatchObject({ refusal: { reason: 'in-use' } });
    await foreseen({ verb: 'remove', id: issued.thumbprint }, { isForced: true });
  });
});
