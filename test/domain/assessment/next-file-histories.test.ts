import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { CALM, connector, Life, NOON, notation, stored, type World } from '../world.ts';

const FILE = '/etc/ssl/mail.pem';
const [KEPT, LOST] = ['mail.contoso.com', 'imap.contoso.com'];
const IN_FILE = { file: FILE };

const make = (label: string, dnsNames: readonly string[], where: { file?: string; path?: string }): StoredCertificate =>
  stored(label, { dnsNames, writtenAt: NOON, ...where });

const BEFORE = make('P', [KEPT, LOST], IN_FILE);
const RENEWED = make('Q', [KEPT], IN_FILE);
const COMPLETE = make('R', [KEPT, LOST], IN_FILE);
const CONNECTOR = connector('Submission', KEPT, { certificateFiles: [FILE] });

/** A daemon on a host with one connector, which names a file. */
class FileLife extends Life {
  see(afterMs: number, certificates: readonly StoredCertificate[], more: Partial<World> = {}): readonly string[] {
    const world = { ...CALM, stores: [], connectors: [CONNECTOR], now: NOON + afterMs, certificates, ...more };
    return this.pass(world).map(notation);
  }

  get isReported(): boolean {
    return this.open.some(({ eventId }) => eventId === 1309);
  }
}

const REPORTED = `1309(${FILE}; Q; P; ${LOST})`;
const MISSING = `12014(${KEPT}; Submission; ${KEPT})`;

describe('a named file that is missing for a while', () => {
  test('keeps the report of its last renewal open', () => {
    const life = new FileLife();
    life.see(0, [BEFORE]);
    expect(life.see(HOUR, [RENEWED])).toEqual([REPORTED]);
    expect(life.see(2 * HOUR, [])).toEqual([MISSING]);
    expect(life.see(3 * HOUR, [RENEWED])).toEqual([`1900(12014; ${FILE}; 3600)`]);
    expect(life.isReported).toBe(true);
    expect(life.see(4 * HOUR, [COMPLETE])).toEqual([`1900(1309; ${FILE}#0; 10800)`]);
  });

  test('is compared with its previous certificate when it is back, also after a restart', () => {
    const life = new FileLife();
    life.see(0, [BEFORE]);
    life.see(HOUR, []);
    life.see(HOUR + MINUTE, []);
    const restarted = new FileLife();
    Object.assign(restarted, { open: life.open, memory: life.memory });
    expect(restarted.see(2 * HOUR, [RENEWED])).toEqual([REPORTED, `1900(12014; ${FILE}; 3600)`]);
  });

  test('waits for the key of a certificate that is back without it', () => {
    const life = new FileLife();
    life.see(0, [BEFORE]);
    life.see(HOUR, []);
    const unkeyed: StoredCertificate = { ...RENEWED, key: { ...RENEWED.key, kind: 'missing' } };
    expect(life.see(2 * HOUR, [unkeyed])).toEqual([]);
    expect(life.memory.fileHistories.get(`${FILE}#0`)).toMatchObject({ thumbprint: BEFORE.certificate.thumbprint });
    expect(life.memory.fileHistories.get(`${FILE}#0`)).not.toHaveProperty('emptySince');
    life.see(3 * HOUR, [RENEWED]);
    expect(life.isReported).toBe(true);
  });

  test('has its last renewal accepted after a week, and is forgotten after a week without a certificate', () => {
    const life = new FileLife();
    life.see(0, [BEFORE]);
    life.see(HOUR, [RENEWED]);
    life.see(2 * HOUR, []);
    life.see(HOUR + 7 * DAY - 1, []);
    expect(life.isReported).toBe(true);
    life.see(HOUR + 7 * DAY, []);
    expect([life.isReported, life.memory.fileHistories.size]).toEqual([false, 1]);
    life.see(2 * HOUR + 7 * DAY, []);
    expect(life.memory.fileHistories.size).toBe(0);
  });

  test('is forgotten after a week although the clock was ahead when it was removed', () => {
    const life = new FileLife();
    life.see(0, [BEFORE]);
    life.see(365 * DAY, []);
    life.see(HOUR, []);
    expect(life.memory.fileHistories.get(`${FILE}#0`)?.emptySince).toBe(NOON + HOUR);
    life.see(HOUR + 7 * DAY, []);
    expect(life.memory.fileHistories.size).toBe(0);
  });

  test('has no report any more when no connector names it', () => {
    const life = new FileLife();
    life.see(0, [BEFORE]);
    life.see(HOUR, [RENEWED]);
    life.see(2 * HOUR, []);
    life.see(3 * HOUR, [], { connectors: [connector('Submission', KEPT, { certificateFiles: ['/etc/ssl/new.pem'] })] });
    expect([life.isReported, life.memory.fileHistories.size]).toEqual([false, 0]);
  });

  test('changes nothing: 1309 is open as if only scans that saw a certificate had been made', () => {
    const step = fc.constantFrom<StoredCertificate | 'missing' | 'unreadable' | 'restart'>(
      ...[BEFORE, RENEWED, COMPLETE],
      ...(['missing', 'unreadable', 'restart'] as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        let [life, other] = [new FileLife(), new FileLife()];
        for (const [at, each] of steps.entries()) {
          if (each === 'restart') {
            const { open, memory } = life;
            life = Object.assign(new FileLife(), { open, memory });
          } else if (each === 'missing') life.see(at * MINUTE, []);
          else if (each === 'unreadable') life.see(at * MINUTE, [], { unavailable: [`file:${FILE}`] });
          else {
            life.see(at * MINUTE, [each]);
            other.see(at * MINUTE, [each]);
          }
          expect([at, life.isReported]).toEqual([at, other.isReported]);
        }
      }),
    );
  });
});

describe('a file that was removed from a searched store', () => {
  const inStore = { path: '/stores/My/mail.pem' };
  const [previous, renewed] = [make('P', [KEPT, LOST], inStore), make('Q', [KEPT], inStore)];
  const world = { stores: CALM.stores, connectors: [] };

  test('has no report of a renewal, until it is back', () => {
    const life = new FileLife();
    life.see(0, [previous], world);
    life.see(HOUR, [renewed], world);
    const others = Array.from({ length: 3 }, (_, at) => make(`O${at}`, [`o${at}.contoso.com`], {}));
    expect(life.isReported).toBe(true);
    life.see(2 * HOUR, others, world);
    expect(life.isReported).toBe(false);
    life.see(3 * HOUR, [renewed, ...others], world);
    expect(life.isReported).toBe(true);
  });

  test('no longer counts as a certificate that an empty store may contain', () => {
    const [other, third] = ['other', 'third'].map((label) => make(label, [`${label}.contoso.com`], {}));
    const connectors = [connector('Submission', KEPT)];
    const life = new FileLife();
    life.see(0, [previous, other, third] as StoredCertificate[], { ...world, connectors });
    expect(life.see(HOUR, [other, third] as StoredCertificate[], { ...world, connectors })).toContain(MISSING);
    life.see(2 * HOUR, [], { ...world, connectors });
    const selection = life.assessment?.selections[0]?.selection.kind;
    expect(selection).toBe('none');
  });

  test('is not remembered if a thousand others were removed as well', () => {
    const many = Array.from({ length: 1000 }, (_, at) => make(`M${at}`, [`m${at}.contoso.com`], {}));
    const more = Array.from({ length: 1000 }, (_, at) => make(`N${at}`, [`n${at}.contoso.com`], {}));
    const life = new FileLife();
    life.see(0, many, world);
    life.see(HOUR, more, world);
    expect(life.memory.fileHistories.size).toBe(2000);
    life.see(2 * HOUR, many.slice(0, 1).concat(previous), world);
    expect(life.memory.fileHistories.size).toBeLessThanOrEqual(1002);
  });
});
