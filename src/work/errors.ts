import { CONFIGURATION_FAILURES } from '../domain/failure/configuration-failures.ts';
import type { ConfigurationIssue } from '../domain/failure/configuration-issue.ts';
import { EVENT_LOG_FAILURES } from '../domain/failure/event-log-failures.ts';
import type { Failure } from '../domain/failure/failure.ts';
import { FailureError } from '../domain/failure/failure-error.ts';
import type { Problem } from '../domain/failure/problem.ts';
import { problemCause } from '../domain/failure/problem-failures.ts';
import { RESOURCE_FAILURES } from '../domain/failure/resource-failures.ts';
import { STATE_DIRECTORY_FAILURES } from '../domain/failure/state-directory-failures.ts';
import { STORE_FAILURES } from '../domain/failure/store-failures.ts';
import type { OutputProblem } from '../domain/status/output-health.ts';

/**
 * The base of all errors of mailcertd. The failure names the activity, its object and the cause; the
 * message is its English text.
 */
export abstract class MailcertdError extends FailureError {
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
    super(EVENT_LOG_FAILURES.stale_revision({ shard, expected, found }));
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
  constructor(path: string, failure: Failure, cause?: unknown, isBroken: boolean = false) {
    super(failure, cause);
    this.path = path;
    this.isBroken = isBroken;
  }
}

/** The error of a package whose native code could not be loaded. */
export class NativeModuleError extends MailcertdError {
  override readonly code = 'native_module';
}

/** The error of a file that contains no readable certificate, with its problem. */
export class UnreadableFileError extends MailcertdError {
  override readonly code = 'unreadable_file';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problemCause(problem));
    this.problem = problem;
  }
}

/** The error if another daemon uses the state directory. */
export class AlreadyRunningError extends MailcertdError {
  override readonly code = 'already_running';
  readonly processId: number | undefined;
  constructor(stateDirectory: string, processId: number | undefined) {
    super(STATE_DIRECTORY_FAILURES.state_directory_in_use({ stateDirectory, processId }));
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
  constructor(output: string, failure: Failure, problem: OutputProblem, cause?: unknown) {
    super(failure, cause);
    this.output = output;
    this.problem = problem;
  }
}

/** The error of a certificate that could not be issued or written. */
export class IssueError extends MailcertdError {
  override readonly code = 'issue';
}

/** The error if another process is changing the personal store. */
export class StoreBusyError extends MailcertdError {
  override readonly code = 'store_busy';
  readonly store: string;
  /** undefined: unknown. */
  readonly processId: number | undefined;
  constructor(store: string, processId?: number) {
    super(STORE_FAILURES.store_busy({ path: store, processId }));
    this.store = store;
    this.processId = processId;
  }
}

/** The error of a failed export; no file is left. */
export class ExportError extends MailcertdError {
  override readonly code = 'export';
  readonly path: string;
  constructor(path: string, failure: Failure, cause?: unknown) {
    super(failure, cause);
    this.path = path;
  }
}

/** The error of a failed backup or restore of the state. Nothing was changed. */
export class BackupError extends MailcertdError {
  override readonly code = 'backup';
  readonly path: string;
  constructor(path: string, failure: Failure, cause?: unknown) {
    super(failure, cause);
    this.path = path;
  }
}

const notEnoughMemory = (code: string): Failure => RESOURCE_FAILURES.not_enough_memory({ code });

/** The failure for each error code of a missing system resource. */
const SHORTAGES: ReadonlyMap<string, (code: string) => Failure> = new Map([
  ['EMFILE', () => RESOURCE_FAILURES.too_many_open_files],
  ['ENFILE', () => RESOURCE_FAILURES.too_many_open_files_in_system],
  ['EAGAIN', () => RESOURCE_FAILURES.thread_not_started],
  ['ENOMEM', notEnoughMemory],
  ['ERR_WORKER_OUT_OF_MEMORY', notEnoughMemory],
]);

/**
 * The error of a system without free files, memory or threads. The same operation may succeed
 * later.
 */
export class ResourceError extends MailcertdError {
  override readonly code = 'resource';
  /** The error code, as `resourceShortageOf` returns it. */
  readonly shortage: string;
  /** @param operationFailure makes the failure of the operation, of the missing resource */
  constructor(operationFailure: (values: { readonly cause: Failure }) => Failure, shortage: string, cause?: unknown) {
    const shortageFailure =
      SHORTAGES.get(shortage)?.(shortage) ?? RESOURCE_FAILURES.system_shortage({ code: shortage });
    super(operationFailure({ cause: shortageFailure }), cause);
    this.shortage = shortage;
  }
}

/** Returns the error of a configuration file that cannot be read because of a missing resource. */
export function configurationShortage(file: string, shortage: string, cause?: unknown): ResourceError {
  return new ResourceError((values) => RESOURCE_FAILURES.configuration_not_read({ file, ...values }), shortage, cause);
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
  return SHORTAGES.has(shortage) ? shortage : undefined;
}

/** The errors of a configuration that cannot be used, all at once. */
export class ConfigurationError extends MailcertdError {
  override readonly code = 'configuration';
  readonly errors: readonly ConfigurationIssue[];
  constructor(errors: readonly ConfigurationIssue[], cause?: unknown) {
    const failures = errors.map(({ file, line, column, failure }) =>
      CONFIGURATION_FAILURES.configuration_error({ file, line, column, cause: failure }),
    );
    super(CONFIGURATION_FAILURES.configuration_not_usable({ errors: failures }), cause);
    this.errors = errors;
  }
}

/** The error of a valid configuration that only a restart of the daemon can load. */
export class RestartRequiredError extends ConfigurationError {}
