import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { vi } from 'vitest';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';
import type { SiteCertificates, Situation } from './mail-site.ts';
import { runProgram, stateAsUnprivileged, stateOf } from './plugin.ts';

const PROGRAM = resolve(import.meta.dirname, '../../../dist/main/bin.js');
const NOT_RELOADED: Situation = 'renewed on disk but not reloaded';
const SOON = { timeout: 60_000, interval: 500 };

/** An open condition; only what is read here. */
interface Open {
  readonly eventId: number;
  readonly level: string;
  readonly facts: { readonly connectors?: readonly string[]; readonly connector?: string };
}

function conditionText({ eventId, level }: Open): string {
  return `${eventId} ${level}`;
}

/** A configuration, and the built mailcertd that uses it. */
export class Monitored {
  readonly #configuration: string;

  /** @param lines the configuration, without the name of the host and the state directory */
  constructor(directory: TemporaryDirectory, lines: readonly string[]) {
    this.#configuration = directory.write(
      'mailcertd.yaml',
      ['computer: monitor.contoso.com', `stateDirectory: ${directory.at('state')}`, 'http: off', ...lines, ''].join(
        '\n',
      ),
    );
  }

  /** Runs a command, and returns its output. */
  async run(...args: readonly string[]): Promise<string> {
    return (await runProgram(process.execPath, this.#command(args))).stdout;
  }

  /** Runs a Nagios plugin of mailcertd, and returns its state. */
  state(...args: readonly string[]): Promise<string> {
    return stateOf(process.execPath, ...this.#command(args));
  }

  /** Runs a Nagios plugin of mailcertd with an account that cannot read files of root. */
  stateAsUnprivileged(...args: readonly string[]): Promise<string> {
    return stateAsUnprivileged(process.execPath, ...this.#command(args));
  }

  /** Runs the daemon during a callback, which begins after the first scan. */
  async watching<T>(during: () => Promise<T>): Promise<T> {
    const child = spawn(process.execPath, this.#command(['run']), { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const closed = once(child, 'close');
    try {
      await vi.waitUntil(async () => {
        if (child.exitCode !== null) throw new Error(`the daemon ended: ${said}`);
        return (await this.run('metrics')).includes('mailcertd_last_scan_timestamp_seconds ');
      }, SOON);
      return await during();
    } finally {
      child.kill('SIGTERM');
      await closed;
    }
  }

  /**
   * Makes the daemon probe until this connector has an open condition: one failed probe raises no
   * event, and the first call may make the first probe.
   */
  async probeUntilOpen(connector: Situation): Promise<void> {
    await vi.waitUntil(async () => {
      await this.run('connectors', 'probe', '--now');
      return (await this.openConditions([connector])).join() !== 'none';
    }, SOON);
  }

  /**
   * Returns the open conditions of each connector as the guides write them: `1404 Warning`, joined
   * by a comma; `none` for other connectors.
   */
  async openConditions(connectors: readonly string[]): Promise<readonly string[]> {
    const open = await this.#open();
    return connectors.map((name) => {
      const own = open.filter(({ facts }) => facts.connector === name || facts.connectors?.includes(name) === true);
      const texts = own.map(conditionText).sort();
      return texts.length === 0 ? 'none' : texts.join(', ');
    });
  }

  /** Returns all open conditions, as the guides write them. */
  async allConditions(): Promise<readonly string[]> {
    return (await this.#open()).map(conditionText).sort();
  }

  async #open(): Promise<readonly Open[]> {
    return JSON.parse(await this.run('conditions', '--format', 'json')) as readonly Open[];
  }

  #command(args: readonly string[]): readonly string[] {
    return [PROGRAM, '--config', this.#configuration, ...args];
  }
}

/**
 * Returns the lines of a configuration with one connector per server, each with the expected name.
 * The connector of a server that was not reloaded also has the renewed certificate file.
 */
export function probedConnectors(
  { rootFile, renewed: { file, keyFile } }: SiteCertificates,
  servers: readonly (readonly [name: string, url: string])[],
): readonly string[] {
  const onDisk = `, certificateFile: ${file}, keyFile: ${keyFile}, grace: 1s`;
  return [
    'stores: []',
    `trust: [{ enterprise: ${rootFile} }]`,
    'connectors:',
    ...servers.map(
      ([name, url]) =>
        `  - { name: ${name}, direction: receive, fqdn: mail.contoso.com, probe: "${url}"${name === NOT_RELOADED ? onDisk : ''} }`,
    ),
  ];
}
