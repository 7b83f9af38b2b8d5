import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { Connector } from '../../src/domain/connector/connector.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/domain/time.ts';
import { connector, stored } from '../domain/world.ts';
import { dice } from './dice.ts';

/** The day on which every simulation begins. */
export const BEGINNING: Instant = Date.UTC(2026, 0, 1);

/** The way in which a client installs a renewed certificate for connectors. */
type Placing =
  /** It replaces the old certificate immediately, as in a live directory. */
  | 'in place'
  /**
   * It is in its own directory, and the hook that reloads the server enables it for SMTP. A few old
   * ones are kept there.
   */
  | 'additional';

interface Lineage {
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly placing: Placing;
}

/** The lineages of a host. The first one has the name of the computer. */
const LINEAGES: readonly Lineage[] = [
  { name: 'A', dnsNames: ['mail01.contoso.com', 'mail.contoso.com'], placing: 'in place' },
  { name: 'B', dnsNames: ['smtp.contoso.com'], placing: 'additional' },
  { name: 'C', dnsNames: ['*.lists.contoso.com'], placing: 'in place' },
];

export const CONNECTORS: readonly Connector[] = [
  connector('Default MAIL01'),
  connector('Internet MAIL01', 'mail.contoso.com'),
  connector('Submission', 'smtp.contoso.com'),
  connector('Lists', 'a.lists.contoso.com'),
  connector('To Internet', undefined, { direction: 'send' }),
];

/** A renewal client and its timer. */
export interface Client {
  readonly days: number;
  /** The lifetime of each certificate, ms. */
  readonly life: number;
  /** The fraction of the lifetime; with less of it left, the client renews. */
  readonly renewsAt: number;
  /** The maximum random delay of the timer, ms. */
  readonly jitter: number;
  /**
   * True if the renewal of each lineage silently stops once, until the expired certificate is
   * noticed.
   */
  readonly stalls: boolean;
}

/** The content of the store from this time on. */
export interface Change {
  readonly at: Instant;
  readonly certificates: readonly StoredCertificate[];
}

/** A lineage whose renewal stopped, and the certificate that was not renewed. */
export interface Stall {
  readonly lineage: string;
  readonly certificate: StoredCertificate;
}

/** The events of a host, in order. */
export interface History {
  readonly changes: readonly Change[];
  readonly stalls: readonly Stall[];
}

/** The time from the renewal to the reload of the server. */
const RELOAD = 10 * MINUTE;
/** The number of superseded certificates that are not removed. */
const LEFT = 3;
/** The time from the expiry until a stopped renewal is noticed and fixed. */
const NOTICED = 1.5 * DAY;
/** CAs issue certificates that are valid from an hour before. */
const BACKDATED = HOUR;

/** One lineage with its current certificates, the newest last. */
class Kept {
  readonly lineage: Lineage;
  readonly #life: number;
  /** The number of the certificate that is not renewed; undefined: each one is renewed. */
  readonly #stopsAt: number | undefined;
  issued = 0;
  current: readonly StoredCertificate[] = [];

  constructor(lineage: Lineage, life: number, stopsAt: number | undefined) {
    this.lineage = lineage;
    this.#life = life;
    this.#stopsAt = stopsAt;
  }

  get newest(): StoredCertificate | undefined {
    return this.current.at(-1);
  }

  isDue(now: Instant, renewsAt: number): boolean {
    const { newest } = this;
    if (newest === undefined) return true;
    const { notAfter } = newest.certificate;
    if (this.isStopped()) return now >= notAfter + NOTICED;
    return notAfter - now < renewsAt * this.#life;
  }

  enable(): void {
    this.current = this.current.map((each) => ({ ...each, services: ['SMTP'] }));
  }

  isStopped(): boolean {
    return this.issued === this.#stopsAt;
  }

  issue(now: Instant): StoredCertificate {
    const { name, dnsNames, placing } = this.lineage;
    this.issued += 1;
    const notBefore = Math.floor((now - BACKDATED) / 1000) * 1000;
    const services = placing === 'in place' || this.current.length === 0 ? (['SMTP'] as const) : [];
    const made = stored(`${name}${this.issued}x`, { dnsNames, notBefore, notAfter: notBefore + this.#life, services });
    const directory = placing === 'in place' ? `live/${name}` : `archive/${name}${this.issued}`;
    const path = `/etc/letsencrypt/${directory}/fullchain.pem`;
    return { ...made, location: { ...made.location, path }, key: { ...made.key, path: path.replace('full', 'priv') } };
  }
}

/** Runs the timers. The first certificates are issued when the host is set up. */
export function liveThrough({ days, life, renewsAt, jitter, stalls }: Client, seed: number): History {
  const roll = dice(seed);
  const kept = LINEAGES.map((lineage, index) => new Kept(lineage, life, stalls ? 1 + index : undefined));
  const changes: Change[] = [];
  const stalled: Stall[] = [];
  const write = (at: Instant): void => {
    changes.push({ at, certificates: kept.flatMap(({ current }) => current) });
  };
  for (let half = 0; half < days * 2; half += 1) {
    const run = BEGINNING + (half * DAY) / 2 + Math.floor(roll() * jitter);
    const due = kept.filter((each) => each.isDue(run, renewsAt));
    for (const each of due) {
      const made = each.issue(run);
      each.current = each.lineage.placing === 'in place' ? [made] : [...each.current.slice(-LEFT), made];
      if (each.isStopped()) stalled.push({ lineage: each.lineage.name, certificate: made });
    }
    if (due.length > 0) write(run);
    const hooked = due.filter(({ newest }) => newest?.services.length === 0);
    for (const each of hooked) each.enable();
    if (hooked.length > 0) write(run + RELOAD);
  }
  return { changes: changes.toSorted((a, b) => a.at - b.at), stalls: stalled };
}
