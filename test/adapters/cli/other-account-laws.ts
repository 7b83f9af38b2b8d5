import fc from 'fast-check';
import { expect } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { SAID_FAILURES } from '../../../src/domain/failure/said-failures.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../src/domain/time.ts';
import { NOT_OFFERED, probeResult, serves, target } from '../../domain/serving.ts';
import { connector, NOON, store, stored, type World } from '../../domain/world.ts';
import { type DeskOptions, ledgerOf, typeCommand } from './desk.ts';

/** The text about the time of the last scan, for files that this account cannot read. */
/** The metrics of certificate files, which only an account that may read the files can print. */
const CERTIFICATE_METRICS = /^.*\b(?:x509_cert_|mailcertd_certificates_omitted).*\n/gm;
const AGE = /; files that this account cannot read: as scanned by the daemon on [-0-9T:+]+/g;
const SEEN = /,? ?files that this account cannot read: as scanned by the daemon on [-0-9T:+]+/g;
const STORE_AGE = / \(as scanned by the daemon [-0-9T:+]+\)/g;

const NAMES = ['mail.contoso.com', 'imap.contoso.com', 'mx.contoso.com'] as const;
export const FILE = '/etc/ssl/private/chain.pem';
const PROBED = { probe: target() };

/** The exit codes of `check` for each verdict of `status`. */
const CODES: Readonly<Record<string, readonly number[]>> = { ok: [0], unknown: [3], problem: [1, 2, 3] };

const certificate = fc.record({
  label: fc.constantFrom('A', 'B', 'C', 'D'),
  name: fc.constantFrom(...NAMES),
  left: fc.constantFrom(-3, 2, 9, 25, 200),
  where: fc.constantFrom('My', 'certbot', 'file'),
  key: fc.constantFrom('matches', 'matches', 'missing', 'differs'),
  selfSigned: fc.boolean(),
});

const worlds: fc.Arbitrary<World['certificates']> = fc
  .uniqueArray(certificate, { selector: ({ label }) => label, maxLength: 4 })
  .map((all) =>
    all.map(({ label, name, left, where, key, selfSigned }) =>
      stored(label, {
        dnsNames: [name],
        notAfter: NOON + left * DAY,
        key,
        selfSigned,
        ...(where === 'file' ? { file: FILE } : { store: where }),
      }),
    ),
  );

function worldOf(certificates: readonly StoredCertificate[], now: Instant = NOON): Partial<World> {
  const first = certificates.find(({ location }) => location.path === FILE) ?? certificates[0];
  const served = first === undefined ? NOT_OFFERED : serves(first);
  return {
    now,
    certificates,
    stores: [store('My'), store('certbot')],
    connectors: [
      ...NAMES.map((name) => connector(`of ${name}`, name)),
      connector('by file', 'mail.contoso.com', { certificateFiles: [FILE], ...PROBED }),
      connector('Out', undefined, { direction: 'send', ...PROBED }),
      connector('Off', undefined, { enabled: false }),
    ],
    endpoints: new Map(['by file', 'Out'].map((name) => [name, probeResult(NOON - MINUTE, served)])),
  };
}

/** The parts that the account cannot read: stores, files in a store, or the inventory. */
interface Limit {
  readonly unavailable: string[];
  readonly hidden: string[];
  readonly isInventoryUnavailable: boolean;
}

const limits: fc.Arbitrary<Limit> = fc.record({
  unavailable: fc.subarray(['My', 'certbot', `file:${FILE}`]),
  hidden: fc.subarray(['A', 'B', 'C', 'D']),
  isInventoryUnavailable: fc.boolean(),
});

export function limited(world: Partial<World>, { unavailable, hidden, isInventoryUnavailable }: Limit): Partial<World> {
  const files = hidden.map((label) => ({ store: 'My', path: `/store/${label}.pem` }));
  return {
    ...world,
    unavailable,
    isInventoryUnavailable,
    hidden: files,
    problems: files.map(({ store: name, path }) => ({
      store: name,
      problem: { reason: 'permission_denied', location: path, failure: SAID_FAILURES.said({ text: 'EACCES' }) },
    })),
  };
}

async function said(options: DeskOptions): Promise<Readonly<Record<string, unknown>>> {
  const type = (...argv: readonly string[]) => typeCommand(argv, options);
  const check = await type('check', '-w', '20d', '-c', '5d');
  const [text = '', measured = ''] = check.stdout.split(' | ');
  const status = await type('status');
  const { verdict, issues, open } = JSON.parse((await type('status', '--format', 'json')).stdout);
  return {
    verdict,
    issues,
    open,
    check: `${check.code} ${text
      .replace(AGE, '')
      .replace(/\.\s*$/, '')
      .trim()}`,
    measured,
    metrics: (await type('metrics')).stdout.replace(CERTIFICATE_METRICS, ''),
    connectors: (await type('connectors', '--format', 'tsv')).stdout,
    status: status.stdout.replace(SEEN, '').replace(STORE_AGE, '').replace(/ +\n/g, '\n').replace(/ {2,}/g, '  '),
  };
}

const ALL_NAMES = [...NAMES, 'mail01.contoso.com'];
/** The settings of certificates for all servers. */
export const VALID: Pick<StoredCertificate['certificate'], 'dnsNames' | 'notBefore' | 'notAfter'> = {
  dnsNames: ALL_NAMES,
  notBefore: NOON - 30 * DAY,
  notAfter: NOON + 200 * DAY,
};

/** A host without problems. */
export const WORLD: Partial<World> = worldOf([stored('A', VALID), stored('B', { ...VALID, file: FILE })]);
/** The same host for an account that may read no certificate. */
export const HIDDEN: Partial<World> = { ...WORLD, unavailable: ['My', 'certbot', `file:${FILE}`] };

const changes: fc.Arbitrary<Partial<World>> = fc.constantFrom(
  {},
  { now: NOON + 2 * HOUR },
  { connectors: [connector('of mail.contoso.com', 'imap.contoso.com')] },
  { connectors: [connector('by file', 'mail.contoso.com', { certificateFiles: [FILE, '/etc/ssl/other.pem'] })] },
  { stores: [store('My', { path: '/elsewhere' }), store('certbot')] },
);

/** The law that status, check, metrics and connectors have the same answers as for root. */
export const SAME_ANSWERS: fc.IAsyncPropertyWithHooks<[World['certificates'], Limit]> = fc.asyncProperty(
  worlds,
  limits,
  async (certificates, limit) => {
    const world = worldOf(certificates);
    const ledger = await ledgerOf([world]);
    expect(await said({ world: limited(world, limit), ledger })).toEqual(await said({ world, ledger }));
  },
);

/** The law that status, check and metrics agree, whatever changed since the scan of the daemon. */
export const CONSISTENT_RESULTS: fc.IAsyncPropertyWithHooks<[World['certificates'], Limit, Partial<World>, boolean]> =
  fc.asyncProperty(
    fc.oneof(worlds, fc.constant(WORLD.certificates ?? [])),
    limits,
    changes,
    fc.boolean(),
    async (certificates, limit, changed, isStopped) => {
      const world = worldOf(certificates);
      const ledger = await ledgerOf([world]);
      const asked = { world: { ...limited(world, limit), ...changed }, ledger, isStopped };
      const { verdict } = JSON.parse((await typeCommand(['status', '--format', 'json'], asked)).stdout);
      const { code } = await typeCommand(['check'], asked);
      expect(CODES[verdict], `${verdict}, check ends with ${code}`).toContain(code);
      const healthy = `mailcertd_healthy ${verdict === 'ok' ? 1 : 0}\n`;
      expect((await typeCommand(['metrics'], asked)).stdout).toContain(healthy);
      const { code: withLimits } = await typeCommand(['check', '-w', '20d', '-c', '5d'], asked);
      if (withLimits === 3) expect(verdict).not.toBe('ok');
    },
  );
