import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { fileStoreName } from '../../../src/domain/connector/certificate-file.ts';
import type { Served } from '../../../src/domain/served/served.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { probeResult, serves, target } from '../serving.ts';
import { CALM, connector, Life, NOON, notation, store, stored, type World } from '../world.ts';

const NAME = 'mail.contoso.com';
const [FILE, OTHER_FILE] = ['/etc/ssl/mail.pem', '/etc/ssl/other.pem'];
const [A, B] = [
  connector('A', NAME, { certificateFiles: [FILE], probe: target({ host: '192.0.2.1' }) }),
  connector('B', NAME, { certificateFiles: [OTHER_FILE], probe: target({ host: '192.0.2.2' }) }),
];
const EXPIRED = { dnsNames: [NAME], notBefore: NOON - 90 * DAY, notAfter: NOON - HOUR };
const UNTRUSTED = { status: 'untrusted', failure: said('unable to get local issuer certificate') } as const;

/** A daemon that probes its servers before each scan. */
class ServedLife extends Life {
  see(afterMinutes: number, served: Readonly<Record<string, Served>>, world: Partial<World>): readonly string[] {
    const now = NOON + afterMinutes * MINUTE;
    const endpoints = new Map(Object.entries(served).map(([name, one]) => [name, probeResult(now, one)]));
    return this.pass({ ...CALM, connectors: [A], ...world, now, endpoints }).map(notation);
  }
}

const unreadable = (...files: readonly string[]) => ({ unavailable: files.map((file) => fileStoreName(file)) });
const events = (records: readonly string[]): readonly string[] =>
  records.filter((record) => !record.startsWith('1100')).map((record) => record.replace(/ .*|\(.*/, ''));

describe('an open condition about a certificate on disk', () => {
  test('is the only one while a store is unreadable in which no connector searches', () => {
    const leaf = stored('P', { dnsNames: [NAME], file: FILE });
    const served = { A: serves(leaf, { chain: UNTRUSTED }) };
    const stores = [store('My'), store('Archive', { personal: false })];
    const world = { certificates: [leaf], stores, verdicts: new Map([[leaf.certificate.thumbprint, UNTRUSTED]]) };
    const life = new ServedLife();
    expect(events(life.see(0, served, world))).toEqual(['1305']);
    expect(events(life.see(1, served, { ...world, unavailable: ['Archive'] }))).toEqual([]);
    expect(life.see(2, served, world)).toEqual(['1900(1100; Archive; 60)']);
  });

  test('is replaced in the scan that clears it', () => {
    const [old, renewed] = [stored('P', { ...EXPIRED, file: FILE }), stored('Q', { dnsNames: [NAME], file: FILE })];
    const life = new ServedLife();
    expect(events(life.see(0, { A: serves(old) }, { certificates: [old] }))).toEqual(['12016']);
    expect(events(life.see(1, { A: serves(old) }, { certificates: [old], ...unreadable(FILE) }))).toEqual([]);
    // The server still serves the certificate that was replaced an hour ago.
    const certificates = [{ ...renewed, writtenAt: NOON - HOUR }];
    life.see(2, { A: serves(old) }, { certificates });
    expect(life.see(3, { A: serves(old) }, { certificates })).toEqual([`1403(${NAME}; P)`, '1900(12016; P; 180)']);
  });

  test('does not hide the expiry of a certificate whose file is unreadable', () => {
    const soon = stored('P', { dnsNames: [NAME], file: FILE, notBefore: NOON - 80 * DAY, notAfter: NOON + HOUR });
    const served = { A: serves(soon) };
    const life = new ServedLife();
    expect(events(life.see(0, served, { certificates: [soon] }))).toEqual(['12018']);
    expect(events(life.see(1, served, { certificates: [soon], ...unreadable(FILE) }))).toEqual([]);
    expect(events(life.see(61, served, { certificates: [soon], ...unreadable(FILE) }))).toEqual(['1403']);
    expect(life.see(62, served, { certificates: [soon] }).toSorted()).toEqual([
      `12016(${NAME}; P)`,
      `1900(1100; ${fileStoreName(FILE)}; 3660)`,
      '1900(12018; P; 3720)',
      '1900(1403; P; 60)',
    ]);
  });

  test('does not hide that another connector serves the certificate', () => {
    const own = stored('P', { ...EXPIRED, file: FILE });
    const other = stored('P', { ...EXPIRED, file: OTHER_FILE });
    const life = new ServedLife();
    expect(events(life.see(0, { A: serves(own) }, { certificates: [own] }))).toEqual(['12016']);
    const world = { connectors: [A, B], certificates: [own, other], ...unreadable(FILE, OTHER_FILE) };
    expect(events(life.see(1, { A: serves(own), B: serves(own) }, world))).toEqual(['1403']);
  });

  test('does not hide that one of its servers was not reloaded after a renewal', () => {
    const own = stored('P', { ...EXPIRED, file: FILE });
    const other = stored('P', { ...EXPIRED, file: OTHER_FILE });
    const renewed = stored('Q', { dnsNames: [NAME], file: OTHER_FILE, writtenAt: NOON - HOUR });
    const served = { A: serves(own), B: serves(own) };
    const connectors = [A, B];
    const life = new ServedLife();
    expect(events(life.see(0, served, { connectors, certificates: [own, other] }))).toEqual(['12016']);
    const world = { connectors, certificates: [own, renewed], ...unreadable(FILE) };
    life.see(1, served, world);
    life.see(2, served, world);
    expect(life.open.find(({ eventId }) => eventId === 1403)?.facts).toMatchObject({ reason: 'certificate-expired' });
  });

  test('does not hide the certificate that the server of a Send connector serves', () => {
    const peer: StoredCertificate = stored('P', {
      dnsNames: [NAME],
      notBefore: NOON - 80 * DAY,
      notAfter: NOON + HOUR,
    });
    const send = connector('To Edge', NAME, { direction: 'send', probe: target({ serverName: NAME }) });
    const life = new ServedLife();
    const world = { connectors: [send], certificates: [peer] };
    expect(events(life.see(0, {}, world))).toEqual(['12018']);
    expect(
      events(
        life
          .restarted()
          .pass({ ...CALM, ...world })
          .map(notation),
      ),
    ).toEqual([]);
    expect(events(life.see(1, { 'To Edge': serves(peer) }, { ...world, unavailable: ['My'] }))).toContain('1404');
  });

  test('does not replace a finding that is more urgent', () => {
    const leaf = stored('P', { dnsNames: [NAME], file: FILE, notBefore: NOON - 70 * DAY, notAfter: NOON + 20 * DAY });
    const served = { A: serves(leaf) };
    const life = new ServedLife();
    const expiresSoon = { ...CALM.expiresSoon, remindAt: [14, 7, 3, 1].map((days) => days * DAY) };
    expect(events(life.see(0, served, { certificates: [leaf], expiresSoon }))).toEqual(['12018']);
    const restarted = life.restarted();
    const records: string[] = [];
    for (let days = 1; days < 20; days += 1) {
      const endpoints = new Map([['A', probeResult(NOON + days * DAY, serves(leaf))]]);
      const world = { ...CALM, expiresSoon, connectors: [A], ...unreadable(FILE), now: NOON + days * DAY, endpoints };
      for (const record of restarted.pass(world))
        if (record.eventId === 1404 && record.change !== 'repeated') records.push(`${days} ${record.change}`);
    }
    expect(records).toEqual(['6 raised', '13 escalated', '17 escalated', '19 escalated']);
  });
});
