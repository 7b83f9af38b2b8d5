import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import type { OwnHost } from './own-host.ts';

const PROGRAM = resolve(import.meta.dirname, '../../../dist/main/bin.js');
const CONFIGURATION = '/etc/mailcertd/mailcertd.yaml';
const PID_FILE = '/run/mailcertd.pid';
const LOG = '/var/log/mailcertd/events.json';
/** The time in which changed files settle and servers are probed again. */
const SOON = { timeout: 60_000, interval: 250 };

/** The parts of a record that tests check. */
interface Entry {
  readonly event: { readonly code: string };
  /** `param1` and so on. */
  readonly winlog: { readonly event_data: Readonly<Record<string, string>> };
  readonly mailcertd: {
    readonly change: string;
    readonly facts: {
      readonly connectors?: readonly string[];
      readonly connector?: string;
      readonly inventory?: string;
      readonly path?: string;
      readonly cleared?: { readonly eventId: number; readonly parameters?: readonly string[] };
    };
    readonly remedy?: readonly (readonly string[])[];
  };
}

/** The built mailcertd, running on that host. */
export interface WatchedHost extends AsyncDisposable {
  /**
   * Returns the events and their objects, in order: `1000 once`, `1406 Default MAIL01`, `1900 1406
   * Default MAIL01`.
   */
  loggedEvents(): readonly string[];
  records(): readonly Entry[];
  /** Runs a scan, which uses all probe results so far. */
  pass(): Promise<void>;
  /** Reloads with another configuration. */
  reload(configuration: string): Promise<void>;
  /** Waits until the events from this index on are the expected ones. */
  hears(from: number, ...expected: readonly string[]): Promise<void>;
}

function named({ event, mailcertd: { change, facts } }: Entry): string {
  const { connectors = [], connector, inventory, cleared } = facts;
  const about = connectors.length > 0 ? connectors.join(', ') : (connector ?? inventory ?? '');
  return `${event.code} ${cleared === undefined ? '' : `${cleared.eventId} `}${change === 'once' ? 'once' : about}`.trim();
}

/** Starts mailcertd with this configuration and an additional log file. */
export async function watchHost(host: OwnHost, configuration: string): Promise<WatchedHost> {
  const configure = (text: string): void => {
    host.write(CONFIGURATION, `${text}logs: [{ type: file, path: ${LOG}, format: json }]\n`);
  };
  configure(configuration);
  host.write(`${LOG}.directory`, '');
  const [program, ...into] = host.namespace;
  // `nsenter` does not forward signals, so the PID is written to a file.
  const start = ['sh', '-c', `echo $$ >${PID_FILE}; exec "$0" "$1" run`, process.execPath, PROGRAM];
  const child = spawn(program, [...into, ...start], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const records = (): readonly Entry[] => {
    const lines = existsSync(host.at(LOG)) ? readFileSync(host.at(LOG), 'utf8').trim().split('\n') : [];
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
  };
  const signal = async (name: string): Promise<void> => {
    await host.run('kill', `-${name}`, readFileSync(host.at(PID_FILE), 'utf8').trim());
  };
  const loggedEvents = (): readonly string[] => records().map(named);
  await expect.poll(() => loggedEvents().length, { ...SOON, message: 'the daemon starts' }).toBeGreaterThan(0);
  return {
    loggedEvents,
    records,
    async pass() {
      await signal('USR2');
    },
    async reload(next) {
      configure(next);
      await signal('HUP');
    },
    async hears(from, ...expected) {
      await expect
        .poll(() => loggedEvents().slice(from), SOON)
        .toEqual(expect.arrayContaining([...expected]))
        .catch((error) => {
          throw new Error(`${error instanceof Error ? error.message : error}\n${loggedEvents().join('\n')}\n${said}`);
        });
    },
    async [Symbol.asyncDispose]() {
      await signal('TERM');
      await ended;
    },
  };
}
