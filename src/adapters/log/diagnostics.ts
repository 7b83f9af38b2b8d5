import type { Writable } from 'node:stream';
import { createLogger, format } from 'winston';
import { daemonFailureText } from '../../domain/failure/failure-text.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { type Phrase, phrase } from '../../domain/text/phrase.ts';
import type { Diagnostics } from '../../work/ports/system.ts';
import { BatchTransport } from './batch-transport.ts';
import { describeFacts } from './describe-facts.ts';
import { addPriority, isJournalStream } from './journal-stream.ts';
import { StreamTarget } from './stream-target.ts';

/** The least severe level of the notes that are written. */
export type Verbosity = 'error' | 'warning' | 'info' | 'debug';

/** For winston, a smaller number is more severe. */
const LEVELS: Readonly<Record<Verbosity, number>> = { error: 0, warning: 1, info: 2, debug: 3 };

/**
 * Syslog severities.
 * @see RFC 5424 section 6.2.1
 */
const PRIORITIES: ReadonlyMap<string, number> = new Map([
  ['error', 3],
  ['warning', 4],
  ['info', 6],
  ['debug', 7],
]);

/** The words of the levels, as `config check` prints them. */
const LEVEL_WORDS: ReadonlyMap<string, Phrase<string>> = new Map([
  ['error', phrase({ en: 'error', ja: 'エラー' })],
  ['warning', phrase({ en: 'warning', ja: '警告' })],
  ['info', phrase({ en: 'info', ja: '情報' })],
  ['debug', phrase({ en: 'debug', ja: 'デバッグ' })],
]);

/** The language of diagnostics, and systemd's JOURNAL_STREAM. */
export interface DiagnosticsOptions {
  /** Returns the language of the next note; a reload of the configuration may change it. */
  readonly locale: () => Locale;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Opens the diagnostics of the daemon, which are separate from events. A note is one line: for
 * example `mailcertd: warning: …`, or `<4>…` if the stream is the systemd journal. Disposing writes
 * the remaining notes.
 */
export function openDiagnostics(
  verbosity: Verbosity,
  stream: Writable,
  { locale, environment = process.env }: DiagnosticsOptions,
): Diagnostics & AsyncDisposable {
  const isJournal = isJournalStream(stream, environment);
  const transport = new BatchTransport(new StreamTarget(stream, 'standard error'));
  const logger = createLogger({
    levels: { ...LEVELS },
    level: verbosity,
    format: format.printf(({ level, message }) =>
      isJournal
        ? addPriority(String(message), PRIORITIES.get(level) ?? 6)
        : `mailcertd: ${LEVEL_WORDS.get(level)?.[locale()] ?? level}: ${String(message)}\n`,
    ),
    transports: [transport],
  });
  return {
    note(level, message, facts = {}) {
      if (!logger.isLevelEnabled(level)) return;
      logger.log({ level, message: describeFacts(daemonFailureText(message, locale()), facts) });
    },
    async [Symbol.asyncDispose]() {
      logger.end();
      await transport.finished;
    },
  };
}
