import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/main/bin.js', import.meta.url));
const PROBE = new URL('peak-memory.mjs', import.meta.url).href;
/** A longer run counts as hanging. */
const PATIENCE_MS = 300_000;

/** The result of a run of the built program. */
export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** The maximum resident memory. */
  readonly peakMiB: number;
}

/** Runs `mailcertd ARGUMENTS` in a separate process, without a configuration. */
export async function runMeasured(...args: readonly string[]): Promise<Run> {
  using directory = temporaryDirectory();
  const peak = directory.write('peak', '');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', PROBE, PROGRAM, '--locale', 'en', ...args], {
    env: { ...process.env, PEAK_MEMORY_FILE: peak, MAILCERTD_CONFIG: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => err.push(part));
  await once(child, 'close');
  return {
    exitCode: child.exitCode,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
    ms: performance.now() - started,
    peakMiB: Number(readFileSync(peak, 'utf8')) / 1024,
  };
}
