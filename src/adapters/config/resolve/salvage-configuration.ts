import { dirname, resolve } from 'node:path';
import type { Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { readText } from '../read-configuration.ts';
import { parseYaml } from '../yaml-source.ts';
import { defaultConfiguration } from './default-configuration.ts';

/** What stands under a key of the first level, where it is text that a path or a word can be made of. */
function textOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = new Map<string, unknown>(Object.entries(value)).get(key);
  return typeof found === 'string' && found !== '' && !found.includes('\0') ? found : undefined;
}

/** A key of the first level that a line begins with. */
const KEY_AT_LINE_START = /^(?:"(\w+)"|'(\w+)'|(\w+))\s*:/;
const NAMES_THE_LOG = /^[^#\n]*\bstateDirectory\b/m;

/** A text that is no YAML: a line that is good YAML on its own is taken for what it says. Of several the last counts. */
function textInLines(text: string, key: string): string | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const line = lines.findLast((each) => KEY_AT_LINE_START.exec(each)?.slice(1).includes(key));
  return line === undefined ? undefined : textOf(parseYaml(line).value, key);
}

/**
 * Of a configuration that cannot be used, as much as reading the event log takes: where the state lies, and the language. The
 * rest is as without a file. A daemon goes on with the configuration before it, and its log is needed now of all times.
 * undefined: it says where the state lies, and not in a way that can be saved. Another log would only mislead.
 */
export function salvageConfiguration(file: string, environment: ConfigurationEnvironment): Configuration | undefined {
  const text = readText(file);
  const { value, broken } = parseYaml(text);
  const written = (key: string): string | undefined => (broken ? textInLines(text, key) : textOf(value, key));
  const directory = written('stateDirectory');
  if (broken && directory === undefined && NAMES_THE_LOG.test(text)) return undefined;
  const stateDirectory =
    directory === undefined ? environment.stateDirectory : resolve(dirname(resolve(file)), directory);
  const language = written('locale');
  const locale = language === 'en' || language === 'ja' ? language : environment.locale;
  return defaultConfiguration(file, { ...environment, stateDirectory, locale });
}
