import type { Instant } from '../../domain/time.ts';
import type { Outcome } from './outputs.ts';

/** Has a server read its certificate again. */
export interface Reloader {
  /** Runs a connector's command, without a shell; ended when it takes too long. Never rejects for what it does. */
  reload(command: readonly string[], signal: AbortSignal): Promise<Outcome>;
}

/** A program that is run: a hook, or the command that reloads a server. */
export interface ProgramOrder {
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

/** How a program ended. */
export interface ProgramEnd {
  readonly how:
    | { readonly kind: 'exited'; readonly code: number }
    | { readonly kind: 'signalled'; readonly signal: string }
    /** It took too long, or was called off. */
    | { readonly kind: 'killed'; readonly because: 'timeout' | 'stop' }
    /** With the system's name for why. */
    | { readonly kind: 'not-started'; readonly code: string };
  /** The same as a person reads it, English: `exit code 7`; `done` for 0. */
  readonly words: string;
  readonly durationMs: number;
  /** The end of what it wrote to its standard output and error, as it came; raw. */
  readonly tail: string;
}

/**
 * Runs one program in a process group of its own, without a shell and without the capabilities of this process. What is left of the
 * group when it ends, is late or is stopped, is killed. Never rejects, and ends soon after the signal, whatever the program does.
 */
export type RunProgram = (order: ProgramOrder, signal: AbortSignal) => Promise<ProgramEnd>;

export interface Clock {
  now(): Instant;
  /** Never goes back; for measuring. It stops while the host is suspended. */
  monotonicMs(): number;
  /** Since boot, with the time in which the host was suspended, ms; left out: it is never suspended. */
  uptimeMs?(): number;
}

/** One due run. */
export interface ScheduledRun {
  readonly dueAt: Instant;
  /** Runs that were due and did not happen since the one before. */
  readonly missed: number;
}

/** node-cron behind it. */
export interface Schedule {
  runs(signal: AbortSignal): AsyncIterable<ScheduledRun>;
  /** The next due run; undefined when there is none. */
  nextAt(): Instant | undefined;
  /** How far the wall clock was set since this was asked last, ms, forward positive; 0 when it only went on. */
  takeClockStep(): number;
  /** How long the host was suspended since this was asked last, and how many runs were due meanwhile; undefined: it was not. */
  takeSuspension(): Suspension | undefined;
}

/** A time in which the host slept, and nothing could run. */
export interface Suspension {
  readonly ms: number;
  readonly missedRuns: number;
}

/** Tells the service manager how the service is; a no-op where there is none. */
export interface ServiceManager {
  ready(status: string): Promise<void>;
  reloading(): Promise<void>;
  stopping(): Promise<void>;
  status(text: string): Promise<void>;
  /** Says that it is alive, as often as the manager asks for, until disposed; only while `alive()` holds. */
  keepAlive(alive: () => boolean): Disposable;
}

/** The daemon's own diagnostics, apart from events. */
export interface Diagnostics {
  note(level: 'error' | 'warning' | 'info' | 'debug', what: string, facts?: Readonly<Record<string, unknown>>): void;
}
