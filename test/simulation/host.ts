import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { Connector } from '../../src/domain/connector/connector.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/domain/time.ts';
import { connector, stored } from '../domain/world.ts';
import { dice } from './dice.ts';

/** The day on which every simulation begins. */
export const BEGINNING: Instant = Date.UTC(2026, 0, 1);

/** The way in which a client installs a renewed certificate for connectors. */
type Placing =
  /** In place of the old one, at once, as in a live directory. */
  | 'in place'
  /**
   * Into its own directory; the hook that reloads the server enables it for SMTP. A few old ones
   * stay there.
   */
  | 'beside';

interface Lineage {
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly placing: Placing;
}

/** The lineages of a host. The first one has the name of the computer. */
const LINEAGES: readonly Lineage[] = [
  { name: 'A', dnsNames: ['mail01.contoso.com', 'mail.contoso.com'], placing: 'in place' },
  { name: 'B', dnsNames: ['smtp.contoso.com'], placing: 'beside' },
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
  /** Length of each certificate's life, ms. */
  readonly life: number;
  /** It renews when less than this share of life is left. */
  readonly renewsAt: number;
  /** The timer's random delay, ms at most. */
  readonly jitter: number;
  /** Whether each lineage's renewal once silently stops, until somebody notices the expired certificate. */
  readonly stalls: boolean;
}

/** The content of the store from an instant on. */
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
/** The time after its expiry until a stopped renewal is noticed and fixed. */
const NOTICED = 1.5 * DAY;
/** An authority lets certificates begin an hour before it issues them. */
const BACKDATED = HOUR;

/** One lineage with its current certificates, the newest last. */
class Kept {
  readonly lineage: Lineage;
  readonly #life: number;
  /** Which certificate's renewal stops; undefined for one that never does. */
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

/** Lets the timers run. The first certificates are issued when the host is set up. */
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
