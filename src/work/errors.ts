import { fill, type Sentence } from '../domain/sentence.ts';
import type { OutputProblem } from '../domain/status/output-health.ts';

/** The base of all errors of mailcertd. A message names the activity, its object and the cause. */
export abstract class MailcertdError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

/** The error of a commit that was too late: another process committed first. Nothing was stored. */
export class StaleRevisionError extends MailcertdError {
  override readonly code = 'stale_revision';
  readonly expected: number;
  readonly found: number;
  constructor(shard: string, expected: number, found: number) {
    super(
      `cannot store a scan of ${shard}: revision ${expected} was expected and ${found} found; another process writes to this event log`,
    );
    this.expected = expected;
    this.found = found;
  }
}

/** The error of a ledger that could not be opened, read or written. */
export class LedgerError extends MailcertdError {
  override readonly code = 'ledger';
  readonly path: string;
  /** True if its content or its file system is damaged, so that the daemon must be restarted. */
  readonly isBroken: boolean;
  constructor(path: string, message: string, cause?: unknown, isBroken: boolean = false) {
    super(message, { cause });
    this.path = path;
    this.isBroken = isBroken;
  }
}

/** The error of a package whose native code could not be loaded. */
export class NativeModuleError extends MailcertdError {
  override readonly code = 'native_module';
  readonly japanese: string;
  constructor(message: string, japanese: string, cause: unknown) {
    super(message, { cause });
    this.japanese = japanese;
  }
}

/** The error if another daemon uses the state directory. */
export class AlreadyRunningError extends MailcertdError {
  override readonly code = 'already_running';
  readonly processId: number | undefined;
  constructor(stateDirectory: string, processId: number | undefined) {
    super(
      `cannot lock the state directory ${stateDirectory}: another mailcertd${processId === undefined ? '' : ` (process ${processId})`} uses it; stop that process or set another stateDirectory`,
    );
    this.processId = processId;
  }
}

/**
 * The error of a log output that could not be written; no record of the batch counts as written.
 */
export class LogOutputError extends MailcertdError {
  override readonly code = 'log_output';
  readonly output: string;
  /** The problem as it is stored. */
  readonly problem: OutputProblem;
  constructor(output: string, message: string, problem: OutputProblem, cause?: unknown) {
    super(message, { cause });
    this.output = output;
    this.problem = problem;
  }
}

/** The error of a certificate that could not be issued or written. */
export class IssueError extends MailcertdError {
  override readonly code = 'issue';
  /** The message in Japanese; undefined: it is translated from the English one. */
  readonly japanese: string | undefined;
  constructor(message: string, cause?: unknown, japanese?: string) {
    super(message, { cause });
    this.japanese = japanese;
  }
}

/** The error if another process is changing the personal store. */
export class StoreBusyError extends MailcertdError {
  override readonly code = 'store_busy';
  readonly store: string;
  /** undefined: unknown. */
  readonly processId: number | undefined;
  constructor(store: string, processId?: number) {
    const who = processId === undefined ? '' : ` (process ${processId})`;
    super(`cannot change the store ${store}: another mailcertd${who} is changing it; try again`);
    this.store = store;
    this.processId = processId;
  }
}

/** The error of a failed export; no file is left. */
export class ExportError extends MailcertdError {
  override readonly code = 'export';
  readonly path: string;
  /** The message in Japanese; undefined: it is translated from the English one. */
  readonly japanese: string | undefined;
  constructor(path: string, message: string, cause?: unknown, japanese?: string) {
    super(message, { cause });
    this.path = path;
    this.japanese = japanese;
  }
}

/** The operations that can fail because of a missing system resource. */
export const SHORTAGE_OPERATIONS = {
  readConfiguration: { en: 'cannot read the configuration {file}', ja: '構成ファイル {file} の読み取り' },
  readHostName: { en: "cannot read the host's name", ja: 'ホスト名の読み取り' },
} as const;

const NOT_ENOUGH_MEMORY: Sentence = {
  en: '{code:word}: not enough memory; free some',
  ja: 'メモリーが不足しています。空きを作ってから再実行してください ({code})',
};

/** The missing system resource and its fix, by error code. */
export const SHORTAGES: Readonly<Record<string, Sentence>> = {
  EMFILE: {
    en: 'EMFILE: too many open files; raise LimitNOFILE of the unit, or stop programs that have opened them',
    ja: '開いているファイルが多すぎます。ユニットの LimitNOFILE を増やすか、ファイルを開いているものを停止してください (EMFILE)',
  },
  ENFILE: {
    en: 'ENFILE: too many open files in the system; raise fs.file-max, or stop programs that have opened them',
    ja: 'システム全体で開いているファイルが多すぎます。fs.file-max を増やすか、ファイルを開いているものを停止してください (ENFILE)',
  },
  EAGAIN: {
    en: 'EAGAIN: cannot start another thread; raise TasksMax of the unit',
    ja: 'スレッドを開始できません。ユニットの TasksMax を増やしてください (EAGAIN)',
  },
  ENOMEM: NOT_ENOUGH_MEMORY,
  ERR_WORKER_OUT_OF_MEMORY: NOT_ENOUGH_MEMORY,
};

/**
 * The error of a system without free files, memory or threads. The same operation may succeed
 * later.
 */
export class ResourceError extends MailcertdError {
  override readonly code = 'resource';
  /** A key of SHORTAGES. */
  readonly shortage: string;
  constructor(operation: string, shortage: string, cause?: unknown) {
    const sentence = SHORTAGES[shortage] ?? { en: `${shortage}: the system lacks something` };
    super(`${operation}: ${fill(sentence.en, { code: shortage })}`, { cause });
    this.shortage = shortage;
  }
}

/** Returns the error of a configuration file that cannot be read because of a missing resource. */
export function configurationShortage(file: string, shortage: string, cause?: unknown): ResourceError {
  return new ResourceError(fill(SHORTAGE_OPERATIONS.readConfiguration.en, { file }), shortage, cause);
}

/**
 * Returns the code of the missing resource of a failed call or thread; undefined: another error.
 */
export function resourceShortageOf(failure: unknown): string | undefined {
  if (failure instanceof ResourceError) return failure.shortage;
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : '';
  // A thread that could not start gives the cause only in its message.
  const codeInMessage = code === 'ERR_WORKER_INIT_FAILED' ? /\bE[A-Z]+$/.exec(String(failure)) : null;
  const shortage = codeInMessage?.[0] ?? code;
  return Object.hasOwn(SHORTAGES, shortage) ? shortage : undefined;
}

/** One error of a configuration file. Line and column count from 1. */
export interface ConfigurationIssue {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The error and its fix, without the position. */
  readonly message: string;
  /** The Japanese message; if undefined, the English one is shown. */
  readonly japanese?: string;
}

/** The errors of a configuration that cannot be used, all at once. */
export class ConfigurationError extends MailcertdError {
  override readonly code = 'configuration';
  readonly errors: readonly ConfigurationIssue[];
  constructor(errors: readonly ConfigurationIssue[], cause?: unknown) {
    super(errors.map((error) => `${error.file}:${error.line}:${error.column}: ${error.message}`).join('\n'), { cause });
    this.errors = errors;
  }
}

/** The error of a valid configuration that only a restart of the daemon can load. */
export class RestartRequiredError extends ConfigurationError {}

/** The error of a command line that cannot be used. */
export class UsageError extends MailcertdError {
  override readonly code = 'usage';
  /** The same message in Japanese. */
  readonly japanese: string | undefined;
  constructor(message: string, japanese?: string) {
    super(message);
    this.japanese = japanese;
  }
}
