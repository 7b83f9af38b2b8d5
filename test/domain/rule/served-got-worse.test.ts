import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { Observation } from '../../../src/domain/observation/observation.ts';
import type { Served } from '../../../src/domain/served/served.ts';
import { HOUR, type Instant, MINUTE } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { endpoint, probeResult, seen, serves, silent, target } from '../serving.ts';
import { CALM, connector, Life, NOON, notation, stored, type World } from '../world.ts';

const FILE = '/etc/dovecot/mail.pem';
const SNAKEOIL_FILE = '/etc/ssl/certs/ssl-cert-snakeoil.pem';
const inFile = (label: string, file: string, more: Parameters<typeof stored>[1]): StoredCertificate =>
  stored(label, { ...more, file });

const HOST = 'mail01.contoso.com';
const GOOD = inFile('A', FILE, { dnsNames: [HOST] });
const RENEWED = inFile('B', '/etc/dovecot/renewed.pem', { dnsNames: [HOST, 'imap.contoso.com'] });
const MX = inFile('M', FILE, { dnsNames: ['mx.contoso.com', 'imap.contoso.com'] });
const STRANGE = inFile('N', '/etc/dovecot/strange.pem', { dnsNames: ['www.fabrikam.com'] });
const SNAKEOIL = inFile('S', SNAKEOIL_FILE, { dnsNames: ['debian.local'], selfSigned: true });
const OWN_SIGNED = inFile('T', SNAKEOIL_FILE, { dnsNames: [HOST], selfSigned: true });
const UNKNOWN_ROOT: ChainVerdict = { status: 'untrusted', failure: said('CN=Contoso Root is an untrusted root') };

const PORTS = [993, 143, 995, 110, 465, 587, 25, 4190];

/** Returns a socket of a server whose settings name this file, but no host name. */
function socket(port: number, file: string, more: Partial<Connector> = {}): Connector {
  return connector(`dovecot ${port}`, undefined, {
    fqdnOrigin: 'discovered',
    certificateFiles: [file],
    probe: target({ host: '127.0.0.1', port, serverName: HOST }),
    ...more,
  });
}

/** A daemon that monitors the sockets of one server. */
class Watched {
  life: Life = new Life();

  scan(
    now: Instant,
    served: Served | Observation['endpoints'],
    certificates: readonly StoredCertificate[],
    connectors: readonly Connector[],
    more: Partial<World> = {},
  ): readonly NewEventRecord[] {
    const endpoints =
      served instanceof Map
        ? served
        : new Map(connectors.map(({ name }) => [name, probeResult(now, served as Served)] as const));
    const world = { ...CALM, internal: { source: 'none' } as const, certificates, connectors, now, ...more };
    // A probe is evidence if a scan before it has seen the certificates on disk.
    const seen = this.life.assessment === undefined ? [] : this.life.pass({ ...world, now: now - 1 });
    return [...seen, ...this.life.pass({ ...world, endpoints })];
  }

  events(...[now, ...scan]: Parameters<Watched['scan']>): readonly string[] {
    return this.scan(now, ...scan).map(notation);
  }
}

/** Returns the Warnings and Errors among these records. */
const grave = (records: readonly NewEventRecord[]): readonly string[] =>
  records.filter(({ level, eventId }) => level !== 'Information' && eventId !== 1900).map(notation);

describe('a server whose name is not configured', () => {
  test('that falls back to a self-signed certificate is one Warning for all its sockets', () => {
    const watched = new Watched();
    const good = PORTS.map((port) => socket(port, FILE));
    expect(watched.events(NOON, serves(GOOD), [GOOD], good)).toEqual([]);
    const fallen = PORTS.map((port) => socket(port, SNAKEOIL_FILE));
    const records = watched.scan(NOON + HOUR, serves(SNAKEOIL), [SNAKEOIL], fallen);
    expect(grave(records)).toEqual([`1407(${HOST}; S; self-signed)`]);
    const untrusted = records.find(({ eventId }) => eventId === 1407);
    expect(untrusted?.facts).toMatchObject({
      connectors: PORTS.map((port) => `dovecot ${port}`),
      locations: [SNAKEOIL_FILE],
      previousThumbprint: GOOD.certificate.thumbprint,
      previousSeenAt: NOON,
      missingNames: [HOST],
    });
  });

  test('that got worse stays so over probes, failures and a restart, and is resolved when it serves a good one again', () => {
    const watched = new Watched();
    const [good, fallen, again] = [FILE, SNAKEOIL_FILE, '/etc/dovecot/renewed.pem'].map((file) =>
      socket(993, file),
    ) as [Connector, Connector, Connector];
    watched.scan(NOON, serves(GOOD), [GOOD], [good]);
    watched.scan(NOON + HOUR, serves(SNAKEOIL), [SNAKEOIL], [fallen]);
    const open = (): readonly number[] => watched.life.open.map(({ eventId }) => eventId).filter((id) => id > 1400);
    const lost = new Map([
      [fallen.name, seen(NOON, [endpoint(silent(NOON, 1, { at: NOON + HOUR, value: serves(SNAKEOIL) }))])],
    ]);
    watched.scan(NOON + 2 * HOUR, lost, [SNAKEOIL], [fallen]);
    watched.life = watched.life.restarted();
    expect(watched.events(NOON + 3 * HOUR, serves(SNAKEOIL), [SNAKEOIL], [fallen])).toEqual([]);
    expect(open()).toEqual([1407]);
    const records = watched.scan(NOON + 4 * HOUR, serves(RENEWED), [RENEWED], [again]);
    expect(grave(records)).toEqual([]);
    expect(open()).toEqual([]);
  });

  test('that serves a self-signed certificate at the first probe is one Warning for each certificate', () => {
    const watched = new Watched();
    const sockets = PORTS.map((port) => socket(port, SNAKEOIL_FILE));
    const records = watched.scan(NOON, serves(SNAKEOIL), [SNAKEOIL], sockets);
    expect(grave(records)).toEqual([`1407(${HOST}; S; self-signed)`]);
    expect(records.find(({ eventId }) => eventId === 1407)?.facts).not.toHaveProperty('previousThumbprint');
  });

  test('whose self-signed certificate is named in trust has no open condition except about its name', () => {
    const trusted = serves(SNAKEOIL, { chain: { status: 'trusted', anchor: 'enterprise' } });
    const watched = new Watched();
    watched.scan(NOON, serves(GOOD), [GOOD], [socket(993, FILE)]);
    watched.scan(NOON + HOUR, serves(SNAKEOIL), [SNAKEOIL], [socket(993, SNAKEOIL_FILE)]);
    watched.scan(NOON + 2 * HOUR, trusted, [SNAKEOIL], [socket(993, SNAKEOIL_FILE)]);
    expect(watched.life.open.filter(({ level }) => level !== 'Information')).toEqual([]);
  });

  test('that serves a trusted certificate of an MX name at the first probe is no Warning', () => {
    expect(grave(new Watched().scan(NOON, serves(MX), [MX], [socket(25, FILE)]))).toEqual([]);
  });

  test('whose certificate never matched its own name is judged by the names of the previous certificate', () => {
    const watched = new Watched();
    watched.scan(NOON, serves(MX), [MX], [socket(25, FILE)]);
    expect(
      grave(watched.scan(NOON + HOUR, serves(RENEWED), [RENEWED], [socket(25, '/etc/dovecot/renewed.pem')])),
    ).toEqual([]);
    const records = watched.scan(NOON + 2 * HOUR, serves(STRANGE), [STRANGE], [socket(25, '/etc/dovecot/strange.pem')]);
    expect(grave(records)).toEqual([`1405(${HOST}; N)`]);
  });

  test('that is renamed does not get worse while its certificate stays', () => {
    const watched = new Watched();
    watched.scan(NOON, serves(GOOD), [GOOD], [socket(25, FILE)]);
    const renamed = socket(25, FILE, {
      fqdn: 'new.contoso.com',
      probe: target({ host: '127.0.0.1', port: 25, serverName: 'new.contoso.com' }),
    });
    expect(grave(watched.scan(NOON + HOUR, serves(GOOD), [GOOD], [renamed]))).toEqual([]);
  });

  test('that is probed at another address starts without history', () => {
    const watched = new Watched();
    watched.scan(NOON, serves(MX), [MX], [socket(25, FILE)]);
    const moved = socket(25, '/etc/dovecot/strange.pem', {
      probe: target({ host: '127.0.0.2', port: 25, serverName: HOST }),
    });
    expect(grave(watched.scan(NOON + HOUR, serves(STRANGE), [STRANGE], [moved]))).toEqual([]);
  });

  test('whose root is unknown is reported once: by the certificate on disk if its stores were read', () => {
    const served = serves(GOOD, { chain: UNKNOWN_ROOT });
    const untrusted = { untrusted: [GOOD] };
    const known = new Watched().scan(NOON, served, [GOOD], [socket(993, FILE)], untrusted);
    expect(grave(known)).toEqual([`1305(${HOST}; A; )`]);
    const hidden = new Watched().scan(NOON, served, [GOOD], [socket(993, FILE)], { ...untrusted, unavailable: ['My'] });
    expect(grave(hidden)).toContain(
      `1407(${HOST}; A; ${UNKNOWN_ROOT.status === 'untrusted' ? failureText(UNKNOWN_ROOT.failure, 'en') : ''})`,
    );
  });
});

test('a chain gets neither worse nor better while trust anchors cannot be read', () => {
  const watched = new Watched();
  const [edge] = [socket(993, FILE)];
  const unread = serves(GOOD, { chain: { ...UNKNOWN_ROOT, isUncertain: true } as ChainVerdict });
  watched.scan(NOON, serves(GOOD), [GOOD], [edge]);
  expect(grave(watched.scan(NOON + HOUR, unread, [GOOD], [edge]))).toEqual([]);
  const fallen = socket(993, SNAKEOIL_FILE);
  const self = serves(OWN_SIGNED, { chain: { status: 'self-signed', isUncertain: true } });
  watched.scan(NOON + 2 * HOUR, serves(OWN_SIGNED), [OWN_SIGNED], [fallen]);
  expect(watched.events(NOON + 3 * HOUR, self, [OWN_SIGNED], [fallen])).toEqual([]);
  expect(watched.life.open.map(({ eventId }) => eventId)).toEqual([1407]);
});

describe('a connector that searches stores', () => {
  const EDGE = connector('Default MAIL01', undefined, { probe: target({ serverName: HOST }) });
  const inMy = (one: StoredCertificate): StoredCertificate => ({ ...one, store: 'My' });

  test('may serve a self-signed certificate, as Exchange does', () => {
    expect(grave(new Watched().scan(NOON, serves(OWN_SIGNED), [inMy(OWN_SIGNED)], [EDGE]))).toEqual([]);
  });

  test('gets worse if it served a trusted one before', () => {
    const watched = new Watched();
    watched.scan(NOON, serves(GOOD), [inMy(GOOD)], [EDGE]);
    const records = watched.scan(NOON + HOUR, serves(OWN_SIGNED), [inMy(OWN_SIGNED)], [EDGE]);
    expect(grave(records)).toEqual([`1407(${HOST}; T; self-signed)`]);
  });
});

test('a connector whose file the configuration names may serve a self-signed certificate, until it served a trusted one', () => {
  const set = connector('Edge', HOST, { certificateFiles: [SNAKEOIL_FILE], probe: target({ serverName: HOST }) });
  const watched = new Watched();
  expect(grave(watched.scan(NOON, serves(OWN_SIGNED), [OWN_SIGNED], [set]))).toEqual([]);
  watched.scan(NOON + HOUR, serves(GOOD), [GOOD], [{ ...set, certificateFiles: [FILE] }]);
  const records = watched.scan(NOON + 2 * HOUR, serves(OWN_SIGNED), [OWN_SIGNED], [set]);
  expect(grave(records)).toEqual([`1407(${HOST}; T; self-signed)`]);
});

test('a wrong certificate that a server began to serve does not wait for the grace time of another one on disk', () => {
  const watched = new Watched();
  const set = connector('Edge', HOST, { certificateFiles: [FILE], probe: target({ serverName: HOST }) });
  watched.scan(NOON, serves(GOOD), [GOOD], [set]);
  const fresh = { ...RENEWED, store: GOOD.store, location: GOOD.location, writtenAt: NOON + HOUR - MINUTE };
  const records = watched.scan(NOON + HOUR, serves(STRANGE), [fresh], [set]);
  expect(grave(records)).toEqual([`1405(${HOST}; N)`]);
});
