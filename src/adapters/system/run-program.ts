import { type ChildProcess, spawn } from 'node:child_process';
import type { Failure } from '../../domain/failure/failure.ts';
import { HOOK_FAILURES } from '../../domain/failure/hook-failures.ts';
import type { ProgramEnd, ProgramRequest, RunProgram } from '../../work/ports/system.ts';
import { dropCapabilitiesCommand } from './drop-capabilities-command.ts';
import { OutputTail } from './output-tail.ts';

/** How a program ended; if it was not started, with the system error. */
type Ending =
  | Exclude<ProgramEnd['how'], { readonly kind: 'not-started' }>
  | { readonly kind: 'not-started'; readonly error: NodeJS.ErrnoException };

function resultOf(ending: Ending): Failure {
  switch (ending.kind) {
    case 'exited':
      return ending.code === 0 ? HOOK_FAILURES.program_done : HOOK_FAILURES.program_exit_code({ number: ending.code });
    case 'signalled':
      return HOOK_FAILURES.program_terminated({ signal: ending.signal });
    case 'killed':
      return ending.because === 'stop' ? HOOK_FAILURES.program_canceled : HOOK_FAILURES.program_timed_out;
    case 'not-started':
      return notStartedResult(ending.error);
  }
}

function notStartedResult({ code, message, path }: NodeJS.ErrnoException): Failure {
  if (code === 'ENOENT' && path === 'setpriv') return HOOK_FAILURES.program_needs_setpriv;
  // The kernel also reports ENOENT for a script whose interpreter is missing.
  if (code === 'ENOENT') return HOOK_FAILURES.program_missing;
  if (code === 'EACCES') return HOOK_FAILURES.program_access_denied;
  return HOOK_FAILURES.program_not_started({ cause: message });
}

/** The time between SIGTERM and SIGKILL, ms: short while mailcertd stops. */
const GRACE_MS: Readonly<Record<'timeout' | 'stop', number>> = { timeout: 2000, stop: 250 };
/**
 * The maximum time to read the pipes after a program has ended, ms. Processes outside of its
 * process group may keep the pipes open.
 */
const DRAIN_MS = 500;
/** The maximum time to wait after SIGKILL, ms. A process that hangs in the kernel does not end. */
const KILL_WAIT_MS = 1000;

/**
 * Runs a program without the capabilities of this process.
 * @see RunProgram
 */
export const runProgram: RunProgram = async (parameters, signal) => {
  const startedAtMs = performance.now();
  const tail = new OutputTail(parameters.tailBytes);
  const ending = await spawnAndWait(await dropCapabilitiesCommand(parameters.command), parameters, tail, signal);
  return {
    how: ending.kind === 'not-started' ? { kind: 'not-started', code: ending.error.code ?? '' } : ending,
    result: resultOf(ending),
    durationMs: Math.round(performance.now() - startedAtMs),
    tail: tail.text(),
  };
};

async function spawnAndWait(
  command: readonly string[],
  { environment, input, timeoutMs }: ProgramRequest,
  tail: OutputTail,
  signal: AbortSignal,
): Promise<Ending> {
  const [program = '', ...parameters] = command;
  let child: ChildProcess;
  try {
    // `detached` makes the program the leader of a process group, so that its child processes can
    // be terminated with it.
    child = spawn(program, parameters, { cwd: '/', env: { ...environment }, detached: true, stdio: 'pipe' });
  } catch (error) {
    return { kind: 'not-started', error: error as NodeJS.ErrnoException };
  }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => tail.add(chunk)).on('error', () => undefined);
  }
  // A program need not read its input.
  child.stdin?.on('error', () => undefined).end(input);
  return await waitForEnd(child, timeoutMs, signal);
}

/**
 * Waits for the end of a child process. At the timeout, or when the signal aborts, terminates the
 * process. Afterwards, no pipe is open, and no process of its group runs, except one that hangs in
 * the kernel.
 */
function waitForEnd(child: ChildProcess, timeoutMs: number, signal: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    const timers = new Set<NodeJS.Timeout>();
    const after = (ms: number, work: () => void): void => {
      timers.add(setTimeout(work, ms));
    };
    let ending: Ending | undefined;

    const finish = (): void => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
      child.unref();
      if (ending !== undefined) resolve(ending);
    };
    const signalGroup = (name: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, name);
      } catch {
        // The group has no processes.
      }
    };
    const terminate = (because: 'timeout' | 'stop'): void => {
      if (ending !== undefined) return;
      ending = { kind: 'killed', because };
      signalGroup('SIGTERM');
      after(GRACE_MS[because], () => {
        signalGroup('SIGKILL');
        after(KILL_WAIT_MS, finish);
      });
    };
    const stop = (): void => terminate('stop');

    // Below, `??=` keeps the first ending: a process that is terminated also exits.
    child.once('error', (error) => {
      ending ??= { kind: 'not-started', error };
      finish();
    });
    child.once('exit', (code, name) => {
      // Node reports either a code or a signal.
      ending ??= name === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signalled', signal: name };
      // Ends the child processes of the program that still run.
      signalGroup('SIGKILL');
      after(DRAIN_MS, finish);
    });
    child.once('close', finish);
    after(timeoutMs, () => terminate('timeout'));
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}
