import { type ChildProcess, spawn } from 'node:child_process';
import { OutputTail } from './output-tail.ts';

/** How long a hook that was asked to end may take before it is killed, ms: a daemon that stops has little time. */
const GRACE_MS: Readonly<Record<'timeout' | 'stop', number>> = { timeout: 2000, stop: 250 };
/** How long is waited for what lies in the pipes of a hook that is gone: whoever left its group may hold them open, ms. */
const DRAIN_MS = 500;
/** How long is waited for a hook that was killed, ms; one that hangs in the kernel does not go. */
const LAST_WAIT_MS = 1000;

export interface HookOrder {
  /** A program, absolute or to be found in the PATH of `environment`, and its arguments. */
  readonly command: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it finds on its standard input; it need not read it. */
  readonly input: string;
  readonly timeoutMs: number;
  /** How much of the end of its output is kept, octets. */
  readonly tailBytes: number;
}

/** How a hook ended. */
export interface HookEnd {
  readonly how:
    | { readonly kind: 'exited'; readonly code: number }
    | { readonly kind: 'signalled'; readonly signal: string }
    /** It took too long, or was called off. */
    | { readonly kind: 'killed'; readonly because: 'timeout' | 'stop' }
    | { readonly kind: 'not-started'; readonly error: NodeJS.ErrnoException };
  readonly durationMs: number;
  /** The end of what it wrote to its standard output and error, as it came; raw. */
  readonly tail: string;
}

/**
 * Runs one program in a process group of its own, without a shell. What is left of the group when it ends, is late or is
 * stopped, is killed. Never rejects, and ends soon after the signal, whatever the program does.
 */
export async function runHook(order: HookOrder, signal: AbortSignal): Promise<HookEnd> {
  const begun = performance.now();
  const tail = new OutputTail(order.tailBytes);
  const end = (how: HookEnd['how']): HookEnd => ({
    how,
    durationMs: Math.round(performance.now() - begun),
    tail: tail.text(),
  });
  const [program = '', ...parameters] = order.command;
  let child: ChildProcess;
  try {
    child = spawn(program, parameters, { cwd: '/', env: { ...order.environment }, detached: true, stdio: 'pipe' });
  } catch (error) {
    return end({ kind: 'not-started', error: error as NodeJS.ErrnoException });
  }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => tail.add(chunk)).on('error', () => undefined);
  }
  // A hook that does not read what it is given is none the worse.
  child.stdin?.on('error', () => undefined).end(order.input);
  return end(await endOf(child, order.timeoutMs, signal));
}

/** Waits for the end of a child, hastens it where it must, and leaves nothing behind: no process, no pipe. */
function endOf(child: ChildProcess, timeoutMs: number, signal: AbortSignal): Promise<HookEnd['how']> {
  return new Promise((resolve) => {
    const timers = new Set<NodeJS.Timeout>();
    const after = (ms: number, work: () => void): void => {
      timers.add(setTimeout(work, ms));
    };
    let how: HookEnd['how'] | undefined;

    const finish = (): void => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
      child.unref();
      if (how !== undefined) resolve(how);
    };
    const tellGroup = (name: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, name);
      } catch {
        // Nobody is left in it.
      }
    };
    const hasten = (because: 'timeout' | 'stop'): void => {
      if (how !== undefined) return;
      how = { kind: 'killed', because };
      tellGroup('SIGTERM');
      after(GRACE_MS[because], () => {
        tellGroup('SIGKILL');
        after(LAST_WAIT_MS, finish);
      });
    };
    const stop = (): void => hasten('stop');

    child.once('error', (error) => {
      how ??= { kind: 'not-started', error };
      finish();
    });
    child.once('exit', (code, name) => {
      how ??= code === null ? { kind: 'signalled', signal: name ?? 'a signal' } : { kind: 'exited', code };
      tellGroup('SIGKILL');
      after(DRAIN_MS, finish);
    });
    child.once('close', finish);
    after(timeoutMs, () => hasten('timeout'));
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}
