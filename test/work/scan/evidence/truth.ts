import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import { DAY, HOUR } from '../../../../src/domain/time.ts';
import { NOON, stored } from '../../../domain/world.ts';
import type { Behavior } from '../../../fakes/fake-servers.ts';

export const FILE = '/etc/ssl/mail.pem';
export const NAME = 'mail.contoso.com';

export type Letter = 'A' | 'B' | 'X';

/** Two valid certificates and an expired one. */
export const CERTIFICATES: Readonly<Record<Letter, StoredCertificate>> = {
  A: stored('A', { dnsNames: [NAME], file: FILE, notBefore: NOON - 10 * DAY, notAfter: NOON + 300 * DAY }),
  B: stored('B', { dnsNames: [NAME], file: FILE, notBefore: NOON - DAY, notAfter: NOON + 400 * DAY }),
  X: stored('E', { dnsNames: [NAME], file: FILE, notBefore: NOON - 90 * DAY, notAfter: NOON - HOUR }),
};

/** The content of the file that all servers load: a certificate, and whether its key matches. */
export type Disk = { readonly letter: Letter; readonly hasKey: boolean; readonly writtenMs: number } | 'missing';

/** The behavior of a server; a letter: it serves that certificate. */
export type Doing = Letter | 'refused' | 'not-offered' | 'down';

export function behaviorOf(doing: Doing): Behavior {
  if (doing === 'down') return { fails: 'connection_refused' };
  return doing === 'refused' || doing === 'not-offered' ? doing : CERTIFICATES[doing];
}

/** Returns the content of the file, as a scan reads it. */
export function onDisk(disk: Exclude<Disk, 'missing'>): StoredCertificate {
  const certificate = CERTIFICATES[disk.letter];
  const kind = disk.hasKey ? 'matches' : 'differs';
  return { ...certificate, key: { ...certificate.key, kind }, writtenAt: NOON + disk.writtenMs };
}

/** Returns the behavior of a server that has loaded this file. */
export function loaded(disk: Disk): Doing {
  return disk === 'missing' || !disk.hasKey ? 'refused' : disk.letter;
}

/** A value, and the time span in which it was current. */
export interface Span<T> {
  readonly sinceMs: number;
  readonly endsMs: number;
  readonly value: T;
}

/** The values of a property over time. */
export class Timeline<T> {
  readonly #spans: { readonly sinceMs: number; readonly value: T }[];

  constructor(value: T) {
    this.#spans = [{ sinceMs: Number.NEGATIVE_INFINITY, value }];
  }

  get now(): T {
    return this.at(Number.POSITIVE_INFINITY);
  }

  /** Returns since when the property had this value, in its latest period up to an instant. */
  since(value: T, atMs: number): number {
    const span = this.#spans.findLast((each) => each.sinceMs <= atMs && each.value === value);
    return span?.sinceMs ?? Number.NEGATIVE_INFINITY;
  }

  set(value: T, atMs: number): void {
    this.#spans.push({ sinceMs: atMs, value });
  }

  at(atMs: number): T {
    const span = this.#spans.findLast(({ sinceMs }) => sinceMs <= atMs);
    if (span === undefined) throw new Error('before the beginning');
    return span.value;
  }

  /** Returns all values from one instant to another, both included. */
  during(fromMs: number, toMs: number): readonly T[] {
    return this.spansDuring(fromMs, toMs).map(({ value }) => value);
  }

  /** Returns the values with their time spans; each ends when the next one begins. */
  spansDuring(fromMs: number, toMs: number): readonly Span<T>[] {
    return this.#spans.flatMap(({ sinceMs, value }, index) => {
      const endsMs = this.#spans[index + 1]?.sinceMs ?? Number.POSITIVE_INFINITY;
      return sinceMs <= toMs && endsMs >= fromMs ? [{ sinceMs, endsMs, value }] : [];
    });
  }
}
