import { Worker } from 'node:worker_threads';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../adapters/config/configuration-environment.ts';
import { ConfigurationError, type ConfigurationFault, ResourceError, shortageIn } from '../work/errors.ts';
import { VERSION } from './version.ts';

/** What goes to the thread, and what comes back: values, no functions. */
export interface ConfigurationQuestion {
  /** Of those who ask. */
  readonly version: string;
  readonly file: string;
  readonly environment: ConfigurationEnvironment;
}
export type ConfigurationAnswer =
  | {
      readonly configuration: Omit<Configuration, 'inventory'>;
      /** JSON: what is parsed takes a third less room than what is copied, and thousands are kept. A key without a value does not arrive. */
      readonly inventory: string;
    }
  | { readonly faults: readonly ConfigurationFault[] }
  | { readonly shortage: string };

/**
 * Reads the configuration file in a thread that ends with it. What reads YAML and checks it would lie in memory as long as the
 * daemon lives, which wants it once and at a reload.
 * @throws {ConfigurationError} with every fault in it at once; with one at 1:1 where the thread cannot be had
 * @throws {ResourceError} when the system lacks files, memory or threads
 */
export async function readConfigInWorker(file: string, environment: ConfigurationEnvironment): Promise<Configuration> {
  const question: ConfigurationQuestion = { version: VERSION, file, environment };
  const lacking = (shortage: string, cause?: unknown): ResourceError =>
    new ResourceError(`cannot read the configuration ${file}`, shortage, cause);
  const answer = await answerTo(question).catch((cause: unknown) => {
    const shortage = shortageIn(cause);
    if (shortage !== undefined) throw lacking(shortage, cause);
    // It is read anew each time: an update may have taken it away meanwhile.
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `the thread that reads it has failed: ${why}; if mailcertd was updated, restart it`;
    throw new ConfigurationError([{ file, line: 1, column: 1, message }], cause);
  });
  if ('shortage' in answer) throw lacking(answer.shortage);
  if ('faults' in answer) throw new ConfigurationError(answer.faults);
  const configuration: Configuration = { ...answer.configuration, inventory: JSON.parse(answer.inventory) };
  shareTexts(configuration, new Map());
  return configuration;
}

/** Resolves once the thread has ended: until then its memory is not given back. */
function answerTo(question: ConfigurationQuestion): Promise<ConfigurationAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./configuration-thread.js', import.meta.url), { workerData: question });
    let answer: ConfigurationAnswer | undefined;
    worker.once('message', (message: ConfigurationAnswer) => {
      answer = message;
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      if (answer === undefined) reject(new Error('it has ended without an answer'));
      else resolve(answer);
    });
  });
}

/** Of texts that are equal one is kept: from the thread, each comes as a copy of its own. */
function shareTexts(value: object, known: Map<string, string>): void {
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === 'string') {
      const text = known.get(part);
      if (text === undefined) known.set(part, part);
      else Reflect.set(value, key, text);
    } else if (typeof part === 'object' && part !== null) shareTexts(part, known);
  }
}
