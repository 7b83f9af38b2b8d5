import type { Command } from 'commander';
import picocolors from 'picocolors';
import type { Locale } from '../../domain/event/event-definition.ts';
import { shellWords } from '../../formats/event/shell-words.ts';
import { visible } from '../../formats/terminal/visible.ts';
import type { CommandLineDependencies, Selected, Session } from './cli-dependencies.ts';
import type { Colors } from './colors.ts';
import type { Output } from './output.ts';
import type { ScreenContext } from './screens/screen-context.ts';
import { localeOf } from './system-locale.ts';
import { DISCOVER_WORDS } from './text/discover-words.ts';
import { faultLines } from './text/fault-lines.ts';

interface GlobalOptions {
  readonly config?: string;
  readonly locale?: Locale;
  readonly quiet?: boolean;
  readonly verbose?: number;
  readonly color: boolean;
}

/** One run of the command line: what was asked of every command, and what commands work with. */
export class Invocation {
  readonly means: CommandLineDependencies;
  readonly output: Output;
  /** As it was typed, without node and script. */
  readonly argv: readonly string[];
  readonly #program: Command;
  #sessionLocale: Locale | undefined;
  /** What the command answers where nothing failed. */
  exitCode = 0;

  constructor({ means, output, argv }: Pick<Invocation, 'means' | 'output' | 'argv'>, program: Command) {
    this.means = means;
    this.output = output;
    this.argv = argv;
    this.#program = program;
  }

  get #options(): GlobalOptions {
    return this.#program.opts<GlobalOptions>();
  }

  /** `--config`. */
  get config(): string | undefined {
    return this.#options.config;
  }

  /** `--locale`; undefined: the configuration decides. */
  get locale(): Locale | undefined {
    return this.#options.locale;
  }

  /** The language where no configuration is read. */
  get plainLocale(): Locale {
    return this.#options.locale ?? localeOf(this.means.environment);
  }

  /** The language of what is told: the session's once there is one. */
  get spokenLocale(): Locale {
    return this.#sessionLocale ?? this.plainLocale;
  }

  /** -1 with `-q`, 1 with `-v`, 2 with `-vv`. */
  get verbosity(): number {
    return this.#options.quiet ? -1 : (this.#options.verbose ?? 0);
  }

  /** Colours for standard output: none unless it is a terminal and nobody objects. */
  get colors(): Colors {
    const { stdout, environment } = this.means;
    const wanted = this.#options.color && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
    return picocolors.createColors(stdout.isTTY === true && wanted);
  }

  /** What the session's screens are made with. */
  screen({ rendering, profile, command }: Session): ScreenContext {
    return { rendering, profile, command, colors: this.colors };
  }

  /** Opens what the configuration, or the paths instead of its stores, say; closed when the use has ended. */
  withSession(stores: readonly string[], use: (session: Session) => Promise<void>): Promise<void> {
    return this.#with({ config: this.config, stores }, use);
  }

  /**
   * Opens a session for a command that changes nothing. If the file is faulty, the configuration
   * that the daemon last accepted is used.
   */
  withReading(use: (session: Session) => Promise<void>): Promise<void> {
    return this.#with({ config: this.config, stores: [], evenIfFaulty: 'accepted' }, use);
  }

  /** The same; where there is no configuration, what is found on this host is looked at, and that is said. */
  withFound(
    stores: readonly string[],
    use: (session: Session) => Promise<void>,
    asked: Pick<Selected, 'contentAlone' | 'evenIfFaulty'> = { evenIfFaulty: 'accepted' },
  ): Promise<void> {
    return this.#with({ config: this.config, stores, evenWithout: true, ...asked }, async (session) => {
      this.#tellIfFound(session, stores);
      await use(session);
    });
  }

  /** The same for what the event log alone answers: also while the configuration is faulty, which is told first. */
  withLog(use: (session: Session) => Promise<void>): Promise<void> {
    return this.#with({ config: this.config, stores: [], evenIfFaulty: 'log' }, use);
  }

  /** The same for what needs no configuration, and uses as much of one as there is. */
  withAny(use: (session: Session) => Promise<void>): Promise<void> {
    return this.#with({ config: this.config, stores: [], evenIfFaulty: 'log', evenWithout: true }, use);
  }

  #tellIfFound({ file, command, rendering }: Session, stores: readonly string[]): void {
    if (file !== undefined || stores.length > 0 || this.verbosity < 0) return;
    const missing = visible(this.means.configuration.locate(this.config));
    const writing = shellWords([...command, 'config', 'init']);
    this.output.note(DISCOVER_WORDS[rendering.locale].byDiscovery(missing, writing));
  }

  async #with(selected: Selected, use: (session: Session) => Promise<void>): Promise<void> {
    const session = await this.means.open(selected, this.locale);
    this.#sessionLocale = session.rendering.locale;
    try {
      for (const line of faultLines(session)) this.output.note(line);
      await use(session);
    } finally {
      await session[Symbol.asyncDispose]();
    }
  }
}
