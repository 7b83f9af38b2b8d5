import { dirname, resolve } from 'node:path';
import type { Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { defaultConfiguration } from '../resolve/default-configuration.ts';
import { parseYaml } from '../yaml-source.ts';
import { readText } from './read-configuration.ts';

/**
 * Reads the state directory and the language from an invalid configuration, so that commands can
 * show the event log of the daemon, which continues with the previous configuration. Other values
 * are defaults. Returns undefined if the state directory is set but its value cannot be read,
 * because the log in another directory would mislead. In valid YAML, a null value means the
 * default.
 */
export function salvageConfiguration(file: string, environment: ConfigurationEnvironment): Configuration | undefined {
  const text = readText(file);
  const { value, isInvalid } = parseYaml(text);
  const readKey = (key: string): string | undefined => (isInvalid ? textInLastLine(text, key) : textOf(value, key));
  const directory = readKey('stateDirectory');
  // True also if the file sets the state directory to a value that cannot be read.
  const isSet = isInvalid
    ? MENTIONS_STATE_DIRECTORY.test(text)
    : (topLevelValue(value, 'stateDirectory') ?? null) !== null;
  if (directory === undefined && isSet) return undefined;
  const stateDirectory =
    directory === undefined ? environment.stateDirectory : resolve(dirname(resolve(file)), directory);
  const language = readKey('locale');
  const locale = language === 'en' || language === 'ja' ? language : environment.locale;
  return defaultConfiguration(file, { ...environment, stateDirectory, locale });
}

/** Returns the value of a top-level key; undefined if the file does not have it. */
function topLevelValue(configuration: unknown, key: string): unknown {
  if (typeof configuration !== 'object' || configuration === null) return undefined;
  return new Map<string, unknown>(Object.entries(configuration)).get(key);
}

/** Returns the text of a top-level key; undefined if the value is not a usable text. */
function textOf(configuration: unknown, key: string): string | undefined {
  const value = topLevelValue(configuration, key);
  return typeof value === 'string' && value !== '' && !value.includes('\0') ? value : undefined;
}

/** Matches a top-level key at the start of a line. */
const KEY_AT_LINE_START = /^(?:"(\w+)"|'(\w+)'|(\w+))\s*:/;
/** Matches a text that contains the key `stateDirectory` outside of comments. */
const MENTIONS_STATE_DIRECTORY = /^[^#\n]*\bstateDirectory\b/m;

/**
 * Reads the value of a top-level key from the last line that begins with the key, because the whole
 * text is not valid YAML; undefined if the line is not valid YAML either.
 */
function textInLastLine(text: string, key: string): string | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const lastLine = lines.findLast((line) => KEY_AT_LINE_START.exec(line)?.slice(1).includes(key));
  return lastLine === undefined ? undefined : textOf(parseYaml(lastLine).value, key);
}
