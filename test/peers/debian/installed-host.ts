import { vi } from 'vitest';
import { type Booted, bootSystemd, type Ran } from '../systemd/booted.ts';
import { PACKAGES } from './mail-host-stage.ts';

/** An open condition or a record, as `events --format json` prints it. */
export interface Event {
  readonly code: string;
  readonly change: string;
  readonly recordId: number;
}

/** A host with Postfix and Dovecot, on which packages are installed. */
export interface InstalledHost extends Booted {
  dpkg(...parameters: readonly string[]): Promise<Ran>;
  /** Installs a package of /srv/packages. */
  install(name: string): Promise<Ran>;
  mailcertd(...parameters: readonly string[]): Promise<Ran>;
  shell(script: string): Promise<Ran>;
  /** Returns a property of the unit. */
  property(name: string): Promise<string>;
  /** Returns the verdict of `mailcertd status`, and undefined if it prints none. */
  verdict(): Promise<string | undefined>;
  /** Returns all records, in the order of their numbers. */
  events(): Promise<readonly Event[]>;
  eventually(seen: () => Promise<boolean>): Promise<void>;
}

/** Boots a host from a stage, and starts its mail servers. */
export async function bootMailHost(stage: string): Promise<InstalledHost> {
  const booted = await bootSystemd(stage, true);
  const { run } = booted;
  const mailcertd = (...parameters: readonly string[]): Promise<Ran> => run('/usr/bin/mailcertd', ...parameters);
  const dpkg = (...parameters: readonly string[]): Promise<Ran> => run('dpkg', ...parameters);
  const host: InstalledHost = {
    ...booted,
    dpkg,
    install: (name) => dpkg('--install', `${PACKAGES}/${name}`),
    mailcertd,
    shell: (script) => run('sh', '-c', script),
    property: async (name) => (await run('systemctl', 'show', 'mailcertd', '--value', '-p', name)).stdout.trim(),
    async verdict() {
      const { exitCode, stdout } = await mailcertd('status', '--format', 'json');
      return exitCode === 0 ? JSON.parse(stdout).verdict : undefined;
    },
    async events() {
      const { stdout } = await mailcertd('events', '--format', 'json', '--last', '100000');
      const lines = stdout.split('\n').filter((line) => line !== '');
      return lines.map((line) => {
        const { event, winlog, mailcertd: own } = JSON.parse(line);
        return { code: event.code, change: own.change, recordId: Number(winlog.record_id) };
      });
    },
    async eventually(seen) {
      try {
        await vi.waitUntil(seen, { timeout: 60_000, interval: 250 });
      } catch (cause) {
        const journal = await run('journalctl', '--no-pager', '--lines', '40');
        throw new Error(`${(await mailcertd('status')).stdout}\n${journal.stdout}`, { cause });
      }
    },
  };
  await run('hostname', 'mail.example.org');
  const started = await run('systemctl', 'start', 'postfix', 'dovecot');
  if (started.exitCode !== 0) throw new Error(started.stderr + (await run('journalctl', '--no-pager')).stdout);
  return host;
}
