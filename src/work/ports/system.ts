import type { Failure } from '../../domain/failure/failure.ts';
import type { Instant } from '../../domain/time.ts';
import type { Outcome } from './outputs.ts';

/** A runner of reload commands, which make a server load its certificate again. */
export interface Reloader {
  /**
   * Runs the reload command of a connector without a shell, and kills it after a timeout. Never rejects because
   * of the command.
   */
  reload(command: readonly string[], signal: AbortSignal): Promise<Outcome>;
}

/** A program to run: a hook or a reload command. */
export interface ProgramRequest {
  /** The program, absolute or found in the PATH of `environment`, and its arguments. */
  readonly command: readonly string[];
  /** The complete environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** The standard input; the program need not read it. */
  readonly input: string;
  readonly timeoutMs: number;
  /** The maximum size of `ProgramEnd.tail`, bytes. */
  readonly tailBytes: number;
}

/**
 * How a program ended.
 * - exited: without a signal. `code`: its exit code
 * - signalled: another process killed it with a signal, for example `SIGTERM`
 * - killed: mailcertd killed it, after its timeout or because the abort signal stopped it
 * - not-started: `code`: the system's error code, for example `ENOENT`
 */
type HowEnded =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'killed'; readonly because: 'timeout' | 'stop' }
  | { readonly kind: 'not-started'; readonly code: string };

/** How a program ended, and its output. */
export interface ProgramEnd {
  readonly how: HowEnded;
  /** `how` as a text, for example `exit code 7`; `done` for exit code 0. */
  readonly result: Failure;
  readonly durationMs: number;
  /**
   * The last bytes of its standard output and standard error in the order of writing. They may
   * contain control characters.
   */
  readonly tail: string;
}

/**
 * Runs one program in its own process group, without a shell and without this process's
 * capabilities. Processes of the group that remain after its end, a timeout or the signal are
 * killed. Never rejects, and ends soon after the signal.
 */
export type RunProgram = (request: ProgramRequest, signal: AbortSignal) => Promise<ProgramEnd>;

/** The clock of the host. */
export interface Clock {
  now(): Instant;
  /** Returns a time that never decreases, ms; it stops while the host is suspended. */
  monotonicMs(): number;
  /**
   * Returns the time since boot, including suspended time, ms; left out: the host is never
   * suspended.
   */
  uptimeMs?(): number;
}

/** One scheduled scan that is due. */
export interface ScheduledRun {
  readonly dueAt: Instant;
  /** How many scans were due since the previous run and did not happen. */
  readonly missed: number;
}

/** The times of the scheduled scans. */
export interface Schedule {
  /** Yields each run when it is due, until the signal. */
  runs(signal: AbortSignal): AsyncIterable<ScheduledRun>;
  /** Returns when the next run is due; undefined if no run is scheduled. */
  nextAt(): Instant | undefined;
  /**
   * Returns by how much the wall clock was set since the last call, ms. Positive: forward;
   * negative: back; 0: not set.
   */
  takeClockStep(): number;
  /**
   * Returns the suspension of the host since the last call; undefined: it was not suspended.
   */
  takeSuspension(): Suspension | undefined;
}

/** A time in which the host was suspended. */
export interface Suspension {
  /** Its duration, ms. */
  readonly ms: number;
  /** How many scheduled scans were due in this time. */
  readonly missedScans: number;
}

/**
 * The notifications to systemd about the state of the service. They have no effect if the process
 * is not a systemd service.
 */
export interface ServiceManager {
  ready(status: string): Promise<void>;
  reloading(): Promise<void>;
  stopping(): Promise<void>;
  status(text: string): Promise<void>;
  /**
   * Sends the watchdog notification at the interval that systemd requests, while `alive()` returns
   * true, until disposed.
   */
  keepAlive(alive: () => boolean): Disposable;
}

/** The daemon's own log, separate from events, in the language of the configuration. */
export interface Diagnostics {
  note(
    level: 'error' | 'warning' | 'info' | 'debug',
    message: Failure,
    facts?: Readonly<Record<string, unknown>>,
  ): void;
}
