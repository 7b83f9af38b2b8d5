import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import type { ProbeTarget } from '../../../../src/domain/connector/probe-target.ts';
import { HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { target } from '../../../domain/serving.ts';
import { connector, NOON } from '../../../domain/world.ts';
import { Host } from './host.ts';
import { CERTIFICATES, FILE, NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

const SERVER = '192.0.2.1';
/** The time of the repair. */
const REPAIR = 5 * HOUR;

type Name = 'Edge' | 'Watch';

/**
 * A daemon with connectors of one URL, of which only Edge knows files. Every second served
 * certificate is expired.
 */
class Alternating {
  readonly host: Host;
  #answers = 0;
  /**
   * The certificate that all servers of the address serve; undefined: their certificates differ.
   */
  #served: StoredCertificate | undefined;
  #client: ProbeTarget['client'];

  constructor(time: VirtualTime, names: readonly Name[]) {
    this.host = new Host(time, {
      inventory: {
        name: 'configuration',
        read: async () => {
          const value = { connectors: names.map((name) => this.#connector(name)), stores: [] };
          return { kind: 'available', at: NOON, value, problems: [] };
        },
      },
      probe: (servers) => ({
        resolve: (...asked) => servers.resolve(...asked),
        converse: (...asked) => {
          this.#answers += 1;
          const { A, X } = CERTIFICATES;
          servers.servers.set(SERVER, this.#served ?? (this.#answers % 2 === 0 ? A : X));
          return servers.converse(...asked);
        },
      }),
    });
    this.host.start();
  }

  #connector(name: Name): ReturnType<typeof connector> {
    const client = name === 'Edge' ? this.#client : undefined;
    const probe = target({ host: SERVER, serverName: NAME, client });
    const files = name === 'Edge' ? { certificateFiles: [FILE] } : { selectCertificate: false };
    return connector(name, NAME, { ...files, probe, ...(name === 'Edge' ? { reload: ['reload', SERVER] } : {}) });
  }

  /** Lets all servers of the address serve a new certificate, which the file contains as well. */
  renew(nowMs: number): void {
    this.#served = CERTIFICATES.B;
    this.host.write({ letter: 'B', hasKey: true, writtenMs: nowMs });
  }

  /** Lets all servers of the address serve the certificate in the file. */
  repair(): void {
    this.#served = CERTIFICATES.A;
  }

  /** Changes the settings of one connector's probe. */
  redefine(): void {
    this.#client = { certificateFile: '/etc/ssl/client.pem', keyFile: '/etc/ssl/client.key' };
    this.host.hint();
  }

  get open(): readonly number[] {
    return (this.host.scanned.at(-1)?.outcome.open ?? []).map(({ eventId }) => eventId);
  }
}

/** Waits until a scan is committed. */
async function scan(host: Host, time: VirtualTime): Promise<void> {
  const before = host.scanned.length;
  while (host.scanned.length === before) await time.until(time.nowMs + 100);
}

const HISTORIES: Readonly<Record<string, (alternating: Alternating, time: VirtualTime) => Promise<void>>> = {
  'a renewal': async (alternating, time) => alternating.renew(time.nowMs),
  'a renewal while the daemon is stopped': async (alternating, time) => {
    alternating.host.stop();
    await time.until(REPAIR + MINUTE);
    alternating.renew(time.nowMs);
    await time.until(REPAIR + 2 * MINUTE);
    alternating.host.start();
  },
  'a renewal, and a restart before the next probe ends': async (alternating, time) => {
    alternating.host.servers.respondsAfterMs = 3 * SECOND;
    alternating.renew(time.nowMs);
    await scan(alternating.host, time);
    alternating.host.start();
  },
  'a restart, a renewal before its first probe ends, and a restart': async (alternating, time) => {
    const { host } = alternating;
    host.servers.respondsAfterMs = 8 * SECOND;
    host.start();
    await scan(host, time);
    alternating.renew(time.nowMs);
    await scan(host, time);
    host.start();
  },
  'a renewal, and a suspension': async (alternating, time) => {
    alternating.renew(time.nowMs);
    alternating.host.suspend(20 * MINUTE);
  },
  'other settings of a probe': async (alternating) => {
    alternating.repair();
    alternating.redefine();
  },
  'other settings of a probe, and a restart before the next probe ends': async (alternating, time) => {
    alternating.host.servers.respondsAfterMs = 3 * SECOND;
    alternating.repair();
    alternating.redefine();
    await scan(alternating.host, time);
    alternating.host.start();
  },
  'other settings of a probe while the daemon is stopped': async (alternating) => {
    alternating.host.stop();
    alternating.repair();
    alternating.redefine();
    alternating.host.start();
  },
  '`connectors reload`, and a restart when it is reported': async (alternating, time) => {
    const { host } = alternating;
    host.servers.respondsAfterMs = 8 * SECOND;
    alternating.repair();
    await host.reloadByCommand(SERVER, SECOND);
    const isReported = (): boolean =>
      host.scanned.some(({ outcome: { written } }) => written.some(({ eventId }) => eventId === 1420));
    while (!isReported()) await time.until(time.nowMs + 100);
    host.start();
  },
};

/** The connectors, in several orders. */
const NAMES: readonly (readonly Name[])[] = [['Edge'], ['Edge', 'Watch'], ['Watch', 'Edge']];

describe.each(NAMES)('a change of the server of %s and %s ends the alternation of its address', (...names) => {
  it.each(Object.keys(HISTORIES))('%s', async (history) => {
    using time = new VirtualTime();
    const alternating = new Alternating(time, names.filter(Boolean));
    await time.until(REPAIR);
    expect(alternating.open).toContain(1403);
    await HISTORIES[history]?.(alternating, time);
    await time.until(REPAIR + 5 * MINUTE);
    alternating.host.stop();
    expect(alternating.open).toEqual([]);
  });
});
