import { dirname, resolve } from 'node:path';
import type { Configuration } from './configuration.ts';
import type { ConfigurationEnvironment } from './configuration-environment.ts';
import { defaultConfiguration } from './default-configuration.ts';
import { readText } from './read-configuration.ts';
import { parseYaml } from './yaml-source.ts';

/** What stands under a key of the first level, where it is text that a path or a word can be made of. */
function textOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = new Map<string, unknown>(Object.entries(value)).get(key);
  return typeof found === 'string' && found !== '' && !found.includes('\0') ? found : undefined;
}

/**
 * Of a configuration that cannot be used, as much as reading the event log takes: where the state lies, and the language. The
 * rest is as without a file. A daemon goes on with the configuration before it, and its log is needed now of all times.
 */
export function salvageConfiguration(file: string, environment: ConfigurationEnvironment): Configuration {
  const { value } = parseYaml(readText(file));
  const written = textOf(value, 'stateDirectory');
  const stateDirectory = written === undefined ? environment.stateDirectory : resolve(dirname(resolve(file)), written);
  const language = textOf(value, 'locale');
  const locale = language === 'en' || language === 'ja' ? language : environment.locale;
  return defaultConfiguration(file, { ...environment, stateDirectory, locale });
}
