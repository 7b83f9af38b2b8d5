import { dirname, resolve } from 'node:path';
import type { Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { defaultConfiguration } from '../resolve/default-configuration.ts';
import { parseYaml } from '../yaml-source.ts';
import { readText } from './read-configuration.ts';

/** Returns the text of a top-level key; undefined if it is not a usable text. */
function textOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = new Map<string, unknown>(Object.entries(value)).get(key);
  return typeof found === 'string' && found !== '' && !found.includes('\0') ? found : undefined;
}

/** A top-level key at the start of a line. */
const KEY_AT_LINE_START = /^(?:"(\w+)"|'(\w+)'|(\w+))\s*:/;
const NAMES_THE_LOG = /^[^#\n]*\bstateDirectory\b/m;

/**
 * Reads a key from invalid YAML: a line that is valid YAML on its own counts, and the last one with
 * the key wins.
 */
function textInLines(text: string, key: string): string | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const line = lines.findLast((each) => KEY_AT_LINE_START.exec(each)?.slice(1).includes(key));
  return line === undefined ? undefined : textOf(parseYaml(line).value, key);
}

/**
 * Reads only the parts of a faulty configuration that the event log needs: the state directory and
 * the language. Other values are defaults. The daemon continues with the previous configuration,
 * and its log is needed to fix the file. Returns undefined if the state directory is set but
 * unreadable, because another log would mislead.
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
