import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../needs.ts';
import { FILE_SITUATIONS, fileConnectors, writeCertificateFiles } from './certificate-files.ts';
import { guideTable } from './guide-table.ts';
import { Monitored } from './monitored.ts';
import { runProgram } from './plugin.ts';

const PAGE = 'migrate-from-certmonger';
const LATER = 'certificate file deleted later';
const SITUATIONS = [...FILE_SITUATIONS, LATER] as const;

/** A certmonger on a message bus of its own, with its files in a directory. */
class OwnCertmonger {
  readonly #bus: ChildProcess;
  readonly #address: string;
  readonly #notified: string;

  private constructor(bus: ChildProcess, address: string, notified: string) {
    this.#bus = bus;
    this.#address = address;
    this.#notified = notified;
  }

  static async start(directory: TemporaryDirectory): Promise<OwnCertmonger> {
    const notified = directory.at('notified');
    const notify = directory.write(
      'notify',
      `#!/bin/sh\necho "$CERTMONGER_NOTIFICATION_CERT_NICKNAME $CERTMONGER_NOTIFICATION_TYPE" >>${notified}\n`,
      0o755,
    );
    const settings = `[defaults]\nnotification_method = command\nnotification_destination = ${notify}\n`;
    directory.write('certmonger/certmonger.conf', settings);
    const variables = ['CONFIG_DIR', 'REQUESTS_DIR', 'CAS_DIR', 'LOCAL_CA_DIR', 'TMPDIR'].map((name) => {
      const path = name === 'CONFIG_DIR' ? directory.at('certmonger') : directory.at('certmonger', name);
      mkdirSync(path, { recursive: true });
      return [`CERTMONGER_${name}`, path];
    });
    // The bus prints its address, and ends together with the daemon.
    const started = ['sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec certmonger -s -n'];
    const bus = spawn('dbus-run-session', ['--', ...started], {
      env: { ...process.env, ...Object.fromEntries(variables) },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const [address] = (await once(bus.stdout, 'data')) as [Buffer];
    const certmonger = new OwnCertmonger(bus, address.toString().trim(), notified);
    await vi.waitUntil(async () => (await certmonger.getcert('list')).exitCode === 0, {
      timeout: 120_000,
      interval: 500,
    });
    return certmonger;
  }

  /** Runs a command of getcert on this bus. */
  getcert(
    command: string,
    ...args: readonly string[]
  ): Promise<{ readonly exitCode: number; readonly stdout: string }> {
    return runProgram('env', [`DBUS_SESSION_BUS_ADDRESS=${this.#address}`, 'getcert', command, '-s', ...args]);
  }

  /** Returns the notifications so far: nickname and type. */
  notifications(): readonly string[] {
    return existsSync(this.#notified) ? readFileSync(this.#notified, 'utf8').trim().split('\n') : [];
  }

  async stop(): Promise<void> {
    const closed = once(this.#bus, 'close');
    if (this.#bus.pid !== undefined) process.kill(-this.#bus.pid, 'SIGTERM');
    await closed;
  }
}

describe.runIf(needsRoot() && needs('certmonger'))('certmonger', () => {
  const directory = temporaryDirectory();
  let certmonger: OwnCertmonger;
  beforeAll(async () => {
    certmonger = await OwnCertmonger.start(directory);
  });
  afterAll(async () => {
    await certmonger.stop();
    directory[Symbol.dispose]();
  });

  test('and mailcertd give the verdicts of the guide for each situation', async () => {
    const files = writeCertificateFiles(directory);
    const later = {
      file: directory.write('files/later.pem', readFileSync(files.of('good certificate').file)),
      keyFile: directory.write('files/later.key', readFileSync(files.of('good certificate').keyFile), 0o600),
    };
    const pairs = SITUATIONS.map((name) => [name, name === LATER ? later : files.of(name)] as const);
    const nickname = (index: number): string => `request${index}`;
    for (const [index, [, { file, keyFile }]] of pairs.entries()) {
      await certmonger.getcert('start-tracking', '-I', nickname(index), '-k', keyFile, '-f', file, '-R', '-w');
    }
    rmSync(later.file);
    await vi.waitUntil(() => certmonger.notifications().length >= 2, { timeout: 30_000 });
    const monitored = new Monitored(directory, fileConnectors(files.rootFile, pairs));
    const events = await monitored.watching(() => monitored.openConditions(SITUATIONS));
    const seen: (readonly (string | undefined)[])[] = [];
    for (const [index, situation] of SITUATIONS.entries()) {
      const { exitCode, stdout } = await certmonger.getcert('status', '-i', nickname(index), '-v');
      const [, state = '', stuck = ''] = /^State (\w+), stuck: (\w+)/.exec(stdout) ?? [];
      const own = certmonger.notifications().filter((line) => line.startsWith(`${nickname(index)} `));
      seen.push([situation, state, `${stuck} (${exitCode})`, own.length === 0 ? 'none' : 'yes', events[index]]);
    }
    expect(seen).toEqual(guideTable(PAGE, 'Verdicts'));
  });

  test('accepts the commands of the guide for the reload, and to stop', async () => {
    const { file } = writeCertificateFiles(directory).of('good certificate');
    const command = `/usr/bin/mailcertd connectors reload --file ${file}`;
    await certmonger.getcert('start-tracking', '-i', 'request0', '-C', command);
    const { stdout } = await certmonger.getcert('list', '-i', 'request0');
    expect(stdout).toContain(`post-save command: ${command}\n`);
    expect(stdout).toContain(`certificate: type=FILE,location='${file}'`);
    for (const index of SITUATIONS.keys()) await certmonger.getcert('stop-tracking', '-i', `request${index}`);
    expect((await certmonger.getcert('list')).stdout).toContain('being tracked: 0');
    expect(existsSync(file)).toBe(true);
  });
});
