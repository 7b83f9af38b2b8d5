import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from './figure.ts';
import { NODE_FLAGS } from './running-daemon.ts';
import type { Stage } from './stage.ts';
import { inTurn } from './timing.ts';

const IN_FLIGHT = 32;
const LISTENERS = 200;
/** A port below those that the kernel assigns. */
const BASE = 32_000;
const EXPORTER = '127.0.0.1:31115';
const PATIENCE_MS = 30_000;

/** The requests of blackbox_exporter, which are the same as those of mailcertd. */
const MODULES = `modules:
  smtp_starttls_noverify:
    prober: tcp
    timeout: 10s
    tcp:
      query_response:
        - expect: "^220 "
        - send: "EHLO prober.bench.example\\r"
        - expect: "^250-STARTTLS"
        - send: "STARTTLS\\r"
        - expect: "^220"
        - starttls: true
        - send: "QUIT\\r"
      tls_config: { insecure_skip_verify: true }
`;

/**
 * Measures P8: probes of local listeners over SMTP with STARTTLS, alternating with
 * blackbox_exporter and a simple prober in Go.
 */
export async function measureProbes({
  directory,
  peers: { listeners, blackbox },
  measures: { runs, probes },
}: Stage): Promise<readonly Figure[]> {
  const what = `probes per second, ${IN_FLIGHT} at a time ÷ blackbox_exporter`;
  const figure = { name: 'P8', what, goal: 1, isMoreBetter: true, unit: '' };
  if (listeners === undefined) return [{ ...figure, value: Number.NaN, of: {} }];

  mkdirSync(join(directory, 'listening'), { recursive: true });
  const serving = ['serve', '-n', String(LISTENERS), '-base', String(BASE), '-dir', join(directory, 'listening')];
  const server = spawn(listeners, serving, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exporter = blackbox === undefined ? undefined : startExporter(blackbox, directory);
  try {
    await once(server.stdout, 'data');
    await isHealthy(exporter);
    const load = ['-n', String(LISTENERS), '-base', String(BASE), '-total', String(probes), '-c', String(IN_FLIGHT)];
    const rates = await inTurn(runs, {
      own: () =>
        rateOf(process.execPath, [
          ...NODE_FLAGS,
          ownLoad(),
          String(BASE),
          String(LISTENERS),
          String(probes),
          String(IN_FLIGHT),
        ]),
      blackbox: async () =>
        exporter === undefined ? Number.NaN : rateOf(listeners, ['load', ...load, '-url', `http://${EXPORTER}`]),
      bareGo: () => rateOf(listeners, ['probe', ...load]),
    });
    return [{ ...figure, value: rates.own / rates.blackbox, of: rates }];
  } finally {
    await Promise.all([ended(server), ended(exporter)]);
  }
}

function ownLoad(): string {
  return fileURLToPath(new URL('./probe-load.js', import.meta.url));
}

function startExporter(program: string, directory: string): ChildProcess {
  const file = join(directory, 'blackbox.yml');
  writeFileSync(file, MODULES);
  const argv = [`--config.file=${file}`, `--web.listen-address=${EXPORTER}`, '--log.level=error'];
  return spawn(program, argv, { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function isHealthy(exporter: ChildProcess | undefined): Promise<void> {
  if (exporter === undefined) return;
  for (const ends = performance.now() + PATIENCE_MS; ; ) {
    if (exporter.exitCode !== null) throw new Error(`blackbox_exporter ended with ${exporter.exitCode}`);
    if (performance.now() > ends) throw new Error(`blackbox_exporter is not there after ${PATIENCE_MS} ms`);
    try {
      await fetch(`http://${EXPORTER}/-/healthy`);
      return;
    } catch {
      await setTimeout(20);
    }
  }
}

/**
 * Runs a driver, and returns the probes per second that it prints, as `899/s` or as a number only.
 * @throws if a probe failed
 */
async function rateOf(program: string, argv: readonly string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(program, argv);
  const [, failed = '0'] = /\bbad=(\d+)/.exec(stdout) ?? [];
  if (failed !== '0') throw new Error(`${program}: ${failed} probes failed`);
  return Number(/ (\d+)\/s /.exec(stdout)?.[1] ?? stdout);
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}
