import { Worker } from 'node:worker_threads';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../adapters/config/configuration-environment.ts';
import { ConfigurationError, type ConfigurationFault } from '../work/errors.ts';

/** What goes to the thread, and what comes back: values, no functions. */
export interface ConfigurationQuestion {
  readonly file: string;
  readonly environment: ConfigurationEnvironment;
}
export type ConfigurationAnswer =
  | { readonly configuration: Configuration }
  | { readonly faults: readonly ConfigurationFault[] };

/**
 * Reads the configuration file in a thread that ends with it. What reads YAML and checks it takes more memory than ten thousand
 * connectors, and is wanted once in the life of most daemons: so it is given back.
 * @throws {ConfigurationError} with every fault in it at once; rejects with the thread's own error where it cannot be had
 */
export async function readApart(file: string, environment: ConfigurationEnvironment): Promise<Configuration> {
  const question: ConfigurationQuestion = { file, environment };
  const worker = new Worker(new URL('./configuration-thread.js', import.meta.url), { workerData: question });
  const answer = await new Promise<ConfigurationAnswer>((resolve, reject) => {
    let answered: ConfigurationAnswer | undefined;
    worker.once('message', (message: ConfigurationAnswer) => {
      answered = message;
    });
    worker.once('error', reject);
    // Until it has ended, its memory is not given back.
    worker.once('exit', () => {
      if (answered === undefined) reject(new Error(`reading ${file}: the thread that reads it has ended`));
      else resolve(answered);
    });
  });
  if ('faults' in answer) throw new ConfigurationError(answer.faults);
  shareTexts(answer.configuration, new Map());
  return answer.configuration;
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
