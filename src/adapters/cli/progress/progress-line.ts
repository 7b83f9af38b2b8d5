import type { Locale } from '../../../domain/text/locale.ts';
import { SECOND } from '../../../domain/time.ts';
import type { Progress, ReportProgress } from '../../../work/ports/progress.ts';
import type { Clock } from '../../../work/ports/system.ts';
import type { CommandLineDependencies } from '../session/cli-dependencies.ts';
import { progressText } from './progress-text.ts';

/** The time until the line appears, so that quick commands print nothing, ms. */
const SHOWN_AFTER_MS: number = SECOND;
/** The time between two versions of the line, ms. */
const REDRAW_MS = 100;
/** The width of a terminal that does not report one. */
const DEFAULT_COLUMNS = 80;
/** The columns at the end of the line that stay empty: the terminal writes `^C` there. */
const RESERVED_COLUMNS = 3;
/** Moves to the start of the line, and stops the terminal from continuing in the next line. */
const BEGIN = '\r\x1b[?7l';
/** Clears the rest of the line, and lets the terminal continue long lines again. */
const END = '\x1b[K\x1b[?7h';
const CLEAR = '\r\x1b[K';

/** The terminal and the clock of a progress line. */
export interface ProgressLineDependencies {
  readonly stderr: CommandLineDependencies['stderr'];
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** After its abort, nothing is written. */
  readonly signal: AbortSignal;
  readonly beforeSignalEnds: CommandLineDependencies['beforeSignalEnds'];
  /** Returns the language, which the configuration can set after the command has started. */
  readonly locale: () => Locale;
}

/**
 * A line on standard error that shows the progress of a command. It appears after a second, is
 * rewritten in place, and disappears before any other output. The cursor stays visible.
 */
export class ProgressLine {
  readonly #dependencies: ProgressLineDependencies;
  /** When the first progress was reported, ms of the monotonic clock. */
  #startedMs: number | undefined;
  #latest: Progress | undefined;
  /** When the activity of the latest progress began, ms. */
  #activityStartedMs = 0;
  #timer: NodeJS.Timeout | undefined;
  /** The text on the terminal; undefined: none. */
  #drawn: string | undefined;
  #signalHandler: Disposable | undefined;

  constructor(dependencies: ProgressLineDependencies) {
    this.#dependencies = dependencies;
    dependencies.signal.addEventListener('abort', () => this.clear(), { once: true });
  }

  /** Takes the progress, and draws it at the next tick of a timer, or at once if no timer will run. */
  readonly report: ReportProgress = (progress) => {
    if (this.#latest?.activity !== progress.activity || this.#latest.name !== progress.name) {
      this.#activityStartedMs = this.#dependencies.clock.monotonicMs();
      this.#startedMs ??= this.#activityStartedMs;
    }
    this.#latest = progress;
    this.#timer ??= setInterval(() => this.#draw(), REDRAW_MS).unref();
    if (progress.isChecking === true) this.#draw();
  };

  /** Removes the line, until progress is reported again. */
  clear(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#latest = undefined;
    this.#erase();
  }

  #draw(): void {
    const { stderr, clock, signal, beforeSignalEnds, locale } = this.#dependencies;
    const nowMs = clock.monotonicMs();
    if (this.#latest === undefined || signal.aborted) return;
    const shownAfterMs = this.#latest.isChecking === true ? 0 : SHOWN_AFTER_MS;
    if (nowMs - (this.#startedMs ?? nowMs) < shownAfterMs) return;
    const text = progressText(this.#latest, {
      elapsedMs: nowMs - this.#activityStartedMs,
      columns: (stderr.columns || DEFAULT_COLUMNS) - RESERVED_COLUMNS,
      locale: locale(),
    });
    if (text === this.#drawn) return;
    this.#signalHandler ??= beforeSignalEnds(() => this.clear());
    stderr.write(BEGIN + text + END);
    this.#drawn = text;
  }

  #erase(): void {
    if (this.#drawn === undefined) return;
    this.#drawn = undefined;
    this.#dependencies.stderr.write(CLEAR);
    this.#signalHandler?.[Symbol.dispose]();
    this.#signalHandler = undefined;
  }
}
