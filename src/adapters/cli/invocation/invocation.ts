import type { Command } from 'commander';
import picocolors from 'picocolors';
import type { FailureReader } from '../../../domain/failure/failure.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ReportProgress } from '../../../work/ports/progress.ts';
import { ProgressLine } from '../progress/progress-line.ts';
import { screenLine } from '../screens/screen-line.ts';
import type { CommandLineDependencies } from '../session/cli-dependencies.ts';
import type { Colors } from '../session/colors.ts';
import { configurationErrorLines } from '../session/configuration-error-lines.ts';
import type { Output } from '../session/output.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import type { Session, SessionOptions } from '../session/session.ts';
import { DISCOVER_PHRASES } from '../text/discover-phrases.ts';

interface GlobalOptions {
  readonly config?: string;
  readonly locale?: Locale;
  readonly quiet?: boolean;
  readonly verbose?: number;
  readonly color: boolean;
}

/** How a session is opened that also works without a configuration file. */
interface DiscoveringOptions {
  /** Paths or globs to scan instead of the configured stores; default: the configured stores. */
  readonly stores?: readonly string[] | undefined;
  /**
   * True: an invalid configuration file is an error. Default: it is replaced by the configuration
   * that the daemon last accepted.
   */
  readonly requiresValidFile?: boolean;
  /** True: the session scans once, so the file states that detect changes need not be read. */
  readonly scansOnce?: boolean;
}

/** A narrower terminal would only have a word or two in a line. */
const MIN_WIDTH = 40;

/** One run of the command line: its global options, dependencies and exit code. */
export class Invocation {
  readonly dependencies: CommandLineDependencies;
  readonly output: Output;
  /** The arguments as typed, without node and script. */
  readonly argv: readonly string[];
  /** The language until the configuration is read: `--locale`, or else that of the system. */
  readonly initialLocale: Locale;
  readonly #program: Command;
  #sessionLocale: Locale | undefined;
  #progressLine: ProgressLine | undefined;
  /** The exit code if no error is thrown; commands set it. */
  exitCode = 0;
  /** The reader of the errors of the command. */
  errorReader: FailureReader = 'command';

  constructor(
    {
      dependencies,
      output,
      argv,
      initialLocale,
    }: Pick<Invocation, 'dependencies' | 'output' | 'argv' | 'initialLocale'>,
    program: Command,
  ) {
    this.dependencies = dependencies;
    this.output = output;
    this.argv = argv;
    this.initialLocale = initialLocale;
    this.#program = program;
  }

  get #options(): GlobalOptions {
    return this.#program.opts<GlobalOptions>();
  }

  /** `--config`; undefined: not given. */
  get config(): string | undefined {
    return this.#options.config;
  }

  /** `--locale`; undefined: the configuration decides. */
  get locale(): Locale | undefined {
    return this.#options.locale;
  }

  /** The language of messages: that of the session, or `initialLocale` before it is open. */
  get messageLocale(): Locale {
    return this.#sessionLocale ?? this.initialLocale;
  }

  /** -1 for `-q`, 1 for `-v`, 2 for `-vv`, otherwise 0. */
  get verbosity(): number {
    return this.#options.quiet ? -1 : (this.#options.verbose ?? 0);
  }

  /**
   * The colors for standard output: off unless it is a terminal and no option or variable disables
   * them.
   */
  get colors(): Colors {
    const { stdout, environment } = this.dependencies;
    const isAllowed = this.#options.color && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
    return picocolors.createColors(stdout.isTTY === true && isAllowed);
  }

  /**
   * The columns of the terminal on standard output, at least 40; undefined: it is not a terminal, or
   * its width is unknown.
   */
  get width(): number | undefined {
    const { isTTY, columns = 0 } = this.dependencies.stdout;
    return isTTY === true && columns > 0 ? Math.max(columns, MIN_WIDTH) : undefined;
  }

  /**
   * Receives the progress of the command, which is shown in a line on standard error. undefined: it
   * is not shown, because the output is not on a terminal, or because of `--quiet`.
   */
  get reportProgress(): ReportProgress | undefined {
    if (this.#progressLine === undefined && this.#showsProgress) {
      const { stderr, clock, signal, beforeSignalEnds } = this.dependencies;
      const line = new ProgressLine({ stderr, clock, signal, beforeSignalEnds, locale: () => this.messageLocale });
      this.output.clearProgress = () => line.clear();
      this.#progressLine = line;
    }
    return this.#progressLine?.report;
  }

  get #showsProgress(): boolean {
    const { stdout, stderr, environment } = this.dependencies;
    const { TERM: terminal = 'dumb' } = environment;
    return stdout.isTTY === true && stderr.isTTY === true && terminal !== 'dumb' && this.verbosity >= 0;
  }

  /**
   * Prints a line to standard output, wrapped at the width of the terminal.
   * @param commands the commands in the text, which are not broken
   */
  printLine(text: string, commands: readonly string[] = []): Promise<void> {
    return this.output.print(screenLine(text, { width: this.width, commands }));
  }

  /** Returns the context of the session's screens. */
  screenContext({ rendering, profile, command }: Session): ScreenContext {
    return { rendering, profile, command, colors: this.colors, width: this.width };
  }

  /**
   * Opens a session for `use`, and closes it afterwards, as all `with…Session` methods do. An invalid
   * configuration file is an error.
   */
  withSession(use: (session: Session) => Promise<void>): Promise<void> {
    return this.#useSession({ config: this.config, stores: [] }, use);
  }

  /**
   * Opens a session for a command that changes nothing. An invalid configuration file is replaced
   * by the configuration that the daemon last accepted.
   */
  withReadOnlySession(use: (session: Session) => Promise<void>): Promise<void> {
    return this.#useSession({ config: this.config, stores: [], ifInvalid: 'accepted' }, use);
  }

  /**
   * Opens a session for a command that changes nothing. Without a configuration file, the servers
   * discovered on this host are used, and a note on standard error says so.
   */
  withDiscoveringSession(
    use: (session: Session) => Promise<void>,
    { stores = [], requiresValidFile = false, scansOnce = false }: DiscoveringOptions = {},
  ): Promise<void> {
    const options = {
      config: this.config,
      stores,
      worksWithoutFile: true,
      ...(requiresValidFile ? {} : ({ ifInvalid: 'accepted' } as const)),
      ...(scansOnce ? { scansOnce } : {}),
    };
    return this.#useSession(options, async (session) => {
      this.#noteDiscovery(session, stores);
      await use(session);
    });
  }

  /**
   * Opens a session for a command that only needs the event log. The first error of an invalid
   * configuration file is printed, and the event log is used nevertheless.
   */
  withEventLogSession(use: (session: Session) => Promise<void>): Promise<void> {
    return this.#useSession({ config: this.config, stores: [], ifInvalid: 'accepted-or-log-settings' }, use);
  }

  /** Opens a session for a command that needs no valid configuration but uses one if it exists. */
  withAnySession(use: (session: Session) => Promise<void>): Promise<void> {
    return this.#useSession(
      { config: this.config, stores: [], ifInvalid: 'accepted-or-log-settings', worksWithoutFile: true },
      use,
    );
  }

  /**
   * Prints that discovered servers replace the missing file. Prints nothing if the file exists, if
   * paths were given, or with `--quiet`.
   */
  #noteDiscovery({ file, command, rendering }: Session, stores: readonly string[]): void {
    if (file !== undefined || stores.length > 0 || this.verbosity < 0) return;
    const path = visible(this.dependencies.configuration.locate(this.config));
    const initCommand = shellWords([...command, 'config', 'init']);
    this.output.note(inLanguage(DISCOVER_PHRASES, rendering.locale).discoveredInsteadOfFile(path, initCommand));
  }

  /** Opens a session, prints the errors of its configuration file, and closes it after `use`. */
  async #useSession(selected: SessionOptions, use: (session: Session) => Promise<void>): Promise<void> {
    const { reportProgress } = this;
    const session = await this.dependencies.open({ ...selected, reportProgress }, this.locale);
    this.#sessionLocale = session.rendering.locale;
    try {
      const { errorLines, eventLogLines } = configurationErrorLines(session);
      for (const line of [...errorLines, ...eventLogLines]) this.output.note(line);
      await use(session);
    } finally {
      await session[Symbol.asyncDispose]();
    }
  }
}
