import { resolve } from 'node:path';
import { FILE_STORE, isConnectorFile } from '../../../domain/connector/certificate-file.ts';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { quote } from '../quote.ts';
import { indexedMaps, isKeys, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';
import { readSyslogAddress } from '../schema/syslog-address.ts';
import { checkConnectors, warnConnectors } from './check-connectors.ts';
import { checkHttp } from './check-http.ts';
import { checkNotifier } from './check-notifier.ts';
import { durationOf, renewBeforeErrors, renewBeforeWarnings } from './check-renewal.ts';
import { probingWarnings } from './probing-warnings.ts';
import { unknownEvent } from './unknown-event.ts';
import { warnNotifier } from './warn-notifier.ts';

/** The spelling of `allowExternalUntrustedCerts` in the registry of Exchange 2007. */
const REGISTRY_SPELLING = 'allowExternallUntrustedCerts';
const SPELLINGS = { key: REGISTRY_SPELLING, other: 'allowExternalUntrustedCerts' } as const;

/**
 * Returns errors between values that are valid separately: duplicate names, reminders out of
 * order, levels of unknown events. Checks the file as written, which may have other errors, so that
 * all errors are reported together.
 * @param baseDirectory the base directory of relative paths
 * @param eventIds the IDs of all events
 */
export function checkAcrossKeys(
  value: unknown,
  baseDirectory: string,
  eventIds: readonly number[],
): readonly PathError[] {
  if (!isKeys(value)) return [];
  return [
    ...duplicateErrors(value, 'stores', 'name', (name) => CONFIGURATION_FAILURES.store_name_duplicate({ name })),
    ...duplicateErrors(value, 'connectors', 'name', (name) =>
      CONFIGURATION_FAILURES.connector_name_duplicate({ name }),
    ),
    ...duplicateErrors(
      value,
      'logs',
      'path',
      (path) => CONFIGURATION_FAILURES.log_path_duplicate({ path }),
      (path) => resolve(baseDirectory, path),
    ),
    ...duplicateErrors(
      value,
      'logs',
      'address',
      (address) => CONFIGURATION_FAILURES.log_address_duplicate({ address }),
      syslogServerOf,
    ),
    ...duplicateOutputErrors(value['logs'], 'console', CONFIGURATION_FAILURES.console_duplicate),
    ...duplicateOutputErrors(value['logs'], 'journal', CONFIGURATION_FAILURES.journal_duplicate),
    ...caFileErrors(value['logs']),
    ...personalStoreErrors(value['stores']),
    ...reservedStoreNameErrors(value['stores']),
    ...checkConnectors(value['connectors']),
    ...remindAtErrors(value['expiresSoon']),
    ...renewBeforeErrors(value['selfSigned']),
    ...levelErrors(value['levels'], eventIds),
    ...duplicateErrors(value, 'notifiers', 'name', (name) => CONFIGURATION_FAILURES.notifier_name_duplicate({ name })),
    ...indexedMaps(value['notifiers']).flatMap(([index, item]) => checkNotifier(index, item, eventIds)),
    ...checkHttp(value['http']),
    ...duplicateSpellingErrors(value['proxy']),
  ];
}

/** Returns warnings about a valid configuration, as written in the file. */
export function warnAcrossKeys(value: unknown): readonly PathError[] {
  if (!isKeys(value)) return [];
  return [
    ...registrySpellingWarnings(value['proxy']),
    ...helpLinkWarnings(value['helpLink']),
    ...profileWarnings(value),
    ...warnConnectors(value['connectors']),
    ...probingWarnings(value),
    ...renewBeforeWarnings(value),
    ...indexedMaps(value['notifiers']).flatMap(([index, item]) => warnNotifier(index, item)),
  ];
}

function registrySpellingWarnings(proxy: unknown): PathError[] {
  if (!isKeys(proxy) || !Object.hasOwn(proxy, REGISTRY_SPELLING)) return [];
  const failure = CONFIGURATION_FAILURES.registry_spelling(SPELLINGS);
  return [{ path: ['proxy', REGISTRY_SPELLING], pointsAt: 'key', failure }];
}

/**
 * Reports a help link that is neither a URL, nor an absolute path, nor a path of the help pages in
 * the installed package.
 */
function helpLinkWarnings(helpLink: unknown): PathError[] {
  if (typeof helpLink !== 'string' || /^(?:https?:\/\/|file:\/\/|\/|docs\/events\/)/i.test(helpLink)) return [];
  return [{ path: ['helpLink'], pointsAt: 'value', failure: CONFIGURATION_FAILURES.help_link_invalid }];
}

function profileWarnings({ profile = 'exchange-2007', connectors }: Keys): PathError[] {
  if (profile !== 'exchange-2007') return [];
  const failure = CONFIGURATION_FAILURES.exchange_2019_required;
  return indexedMaps(connectors)
    .filter(([, connector]) => Object.hasOwn(connector, 'tlsCertificateName'))
    .map(([index]) => ({ path: ['connectors', index, 'tlsCertificateName'], pointsAt: 'key', failure }));
}

function duplicateSpellingErrors(proxy: unknown): PathError[] {
  if (!isKeys(proxy) || !Object.hasOwn(proxy, REGISTRY_SPELLING)) return [];
  if (!Object.hasOwn(proxy, 'allowExternalUntrustedCerts')) return [];
  const failure = CONFIGURATION_FAILURES.registry_spelling_duplicate(SPELLINGS);
  return [{ path: ['proxy', REGISTRY_SPELLING], pointsAt: 'key', failure }];
}

/**
 * Reports each item of a list whose value of a key is that of an earlier item.
 * @param failureOf returns the error for a quoted value
 * @param normalize returns the form in which values are compared; undefined: the value is invalid,
 * which is another error
 */
function duplicateErrors(
  value: Keys,
  list: string,
  key: string,
  failureOf: (value: string | Failure) => Failure,
  normalize: (text: string) => string | undefined = (text) => text,
): PathError[] {
  const previousTexts = new Set<string>();
  return indexedMaps(value[list]).flatMap(([index, item]) => {
    const rawValue = item[key];
    const text = typeof rawValue === 'string' ? normalize(rawValue) : undefined;
    if (text === undefined) return [];
    if (previousTexts.has(text)) {
      return [{ path: [list, index, key], pointsAt: 'value', failure: failureOf(quote(text)) }];
    }
    previousTexts.add(text);
    return [];
  });
}

/**
 * Returns the address of a syslog server with its port, in lower case; undefined if it is invalid.
 */
function syslogServerOf(address: string): string | undefined {
  const parsed = readSyslogAddress(address);
  return 'value' in parsed ? parsed.value.toLowerCase() : undefined;
}

/** Reports every output of a type after the first. */
function duplicateOutputErrors(logs: unknown, type: string, failure: Failure): PathError[] {
  const outputsOfType = indexedMaps(logs).filter(([, item]) => item['type'] === type);
  return outputsOfType.slice(1).map(([index]) => ({ path: ['logs', index], pointsAt: 'value', failure }));
}

function caFileErrors(logs: unknown): PathError[] {
  const failure = CONFIGURATION_FAILURES.ca_file_without_tls;
  return indexedMaps(logs)
    .filter(([, { address, caFile }]) => caFile !== undefined && typeof address === 'string' && !/^tls:/i.test(address))
    .map(([index]) => ({ path: ['logs', index, 'caFile'], pointsAt: 'key', failure }));
}

function personalStoreErrors(stores: unknown): PathError[] {
  const failure = CONFIGURATION_FAILURES.personal_store_pattern;
  return indexedMaps(stores)
    .filter(([, { name, path }]) => name === 'My' && typeof path === 'string' && /[*?[{]/.test(path))
    .map(([index]) => ({ path: ['stores', index, 'path'], pointsAt: 'value', failure }));
}

function reservedStoreNameErrors(stores: unknown): PathError[] {
  const failure = CONFIGURATION_FAILURES.store_name_reserved({ prefix: FILE_STORE });
  return indexedMaps(stores)
    .filter(([, { name }]) => typeof name === 'string' && isConnectorFile(name))
    .map(([index]) => ({ path: ['stores', index, 'name'], pointsAt: 'value', failure }));
}

function remindAtErrors(expiresSoon: unknown): PathError[] {
  if (!isKeys(expiresSoon) || !Array.isArray(expiresSoon['remindAt'])) return [];
  const within = durationOf(expiresSoon['within'] ?? '21d');
  let previous: number | undefined;
  return expiresSoon['remindAt'].flatMap((rawValue: unknown, index): PathError[] => {
    const timeBeforeExpiry = durationOf(rawValue);
    if (timeBeforeExpiry === undefined) return [];
    const path = ['expiresSoon', 'remindAt', index];
    const isOutOfOrder = previous !== undefined && timeBeforeExpiry >= previous;
    previous = timeBeforeExpiry;
    const value = quote(rawValue);
    if (within !== undefined && timeBeforeExpiry > within) {
      const limit = quote(expiresSoon['within'] ?? '21d');
      const failure = CONFIGURATION_FAILURES.reminder_too_early({ value, within: limit });
      return [{ path, pointsAt: 'value', failure }];
    }
    const failure = CONFIGURATION_FAILURES.reminder_out_of_order({ value });
    return isOutOfOrder ? [{ path, pointsAt: 'value', failure }] : [];
  });
}

function levelErrors(value: unknown, eventIds: readonly number[]): PathError[] {
  const knownIds = eventIds.map(String);
  return Object.keys(isKeys(value) ? value : {})
    .filter((id) => !knownIds.includes(id))
    .map((id) => ({ path: ['levels', id], pointsAt: 'key', failure: unknownEvent(id, knownIds) }));
}
