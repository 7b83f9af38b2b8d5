import { Worker } from 'node:worker_threads';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../adapters/config/configuration-environment.ts';
import { CONFIGURATION_FAILURES } from '../domain/failure/configuration-failures.ts';
import type { ConfigurationIssue } from '../domain/failure/configuration-issue.ts';
import type { Failure } from '../domain/failure/failure.ts';
import { messageOf } from '../domain/failure/message-of.ts';
import { ConfigurationError, configurationShortage, RestartRequiredError, resourceShortageOf } from '../work/errors.ts';
import { VERSION } from './version.ts';

/** The message to the thread; it contains no functions. */
export interface ConfigurationReadRequest {
  /** The version of the process that sends it. */
  readonly version: string;
  readonly file: string;
  readonly environment: ConfigurationEnvironment;
}
/** The message from the thread. */
export type ConfigurationReadResponse =
  | {
      readonly configuration: Omit<Configuration, 'inventory'>;
      /**
       * JSON: parsed values take a third less memory than copied ones, and thousands are kept. Keys
       * with the value undefined are lost.
       */
      readonly inventory: string;
    }
  | { readonly errors: readonly ConfigurationIssue[] }
  /** Another version is installed. */
  | { readonly restartRequired: Failure }
  | { readonly shortage: string };

/**
 * Reads the configuration file in a thread that ends afterwards. Otherwise the modules for YAML and
 * the schema would stay in memory, although the daemon needs them only at its start and at a
 * reload.
 * @throws {ConfigurationError} with all errors in the file; with one at 1:1 if the thread fails
 * @throws {RestartRequiredError} if another version of mailcertd is installed
 * @throws {ResourceError} if the system has no free file descriptor, no memory or no thread
 */
export async function readConfigInWorker(file: string, environment: ConfigurationEnvironment): Promise<Configuration> {
  const request: ConfigurationReadRequest = { version: VERSION, file, environment };
  const response = await runReadingThread(request).catch((cause: unknown) => {
    const shortage = resourceShortageOf(cause);
    if (shortage !== undefined) throw configurationShortage(file, shortage, cause);
    // The thread's file is loaded each time, and an update may have removed it.
    const error =
      cause instanceof ThreadEndedError ? CONFIGURATION_FAILURES.configuration_thread_ended : messageOf(cause);
    const failure = CONFIGURATION_FAILURES.configuration_thread_failed({ error });
    throw new ConfigurationError([{ file, line: 1, column: 1, failure }], cause);
  });
  if ('shortage' in response) throw configurationShortage(file, response.shortage);
  if ('restartRequired' in response) {
    throw new RestartRequiredError([{ file, line: 1, column: 1, failure: response.restartRequired }]);
  }
  if ('errors' in response) throw new ConfigurationError(response.errors);
  const configuration: Configuration = { ...response.configuration, inventory: JSON.parse(response.inventory) };
  shareTexts(configuration, new Map());
  return configuration;
}

/** Thrown if the thread has ended without a response. */
class ThreadEndedError extends Error {}

/** Returns the response after the thread has exited, because its memory is freed only then. */
function runReadingThread(request: ConfigurationReadRequest): Promise<ConfigurationReadResponse> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./configuration-thread.js', import.meta.url), { workerData: request });
    let response: ConfigurationReadResponse | undefined;
    worker.once('message', (message: ConfigurationReadResponse) => {
      response = message;
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      if (response === undefined) reject(new ThreadEndedError());
      else resolve(response);
    });
  });
}

/** Replaces equal strings with one, because the thread returns each as a separate copy. */
function shareTexts(value: object, known: Map<string, string>): void {
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === 'string') {
      const text = known.get(part);
      if (text === undefined) known.set(part, part);
      else Reflect.set(value, key, text);
    } else if (typeof part === 'object' && part !== null) shareTexts(part, known);
  }
}
