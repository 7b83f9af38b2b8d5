import { resolve } from 'node:path';
import { FILE_STORE, isFileStore } from '../../../domain/connector/certificate-file.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { quote } from '../quote.ts';
import { indexedMaps, isKeys, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';
import { readSyslogAddress } from '../schema/syslog-address.ts';
import { checkConnectors, warnConnectors } from './check-connectors.ts';
import { checkNotifier } from './check-notifier.ts';
import { durationOf, renewBeforeErrors, renewBeforeWarnings } from './check-renewal.ts';
import { probingWarnings } from './probing-warnings.ts';
import { warnNotifier } from './warn-notifier.ts';

/** The spelling of `allowExternalUntrustedCerts` in the registry of Exchange 2007. */
const REGISTRY_SPELLING = 'allowExternallUntrustedCerts';

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
    ...duplicateErrors(value, 'stores', 'name', 'two stores are named'),
    ...duplicateErrors(value, 'connectors', 'name', 'two connectors are named'),
    ...duplicateErrors(value, 'logs', 'path', 'two outputs write to', (path) => resolve(baseDirectory, path)),
    ...duplicateErrors(value, 'logs', 'address', 'two outputs send to', syslogServerOf),
    ...duplicateOutputErrors(value['logs'], 'console', 'the console is a duplicate; remove one'),
    ...duplicateOutputErrors(value['logs'], 'journal', 'the journal is a duplicate; remove one'),
    ...caFileErrors(value['logs']),
    ...personalStoreErrors(value['stores']),
    ...reservedStoreNameErrors(value['stores']),
    ...checkConnectors(value['connectors']),
    ...remindAtErrors(value['expiresSoon']),
    ...renewBeforeErrors(value['selfSigned']),
    ...levelErrors(value['levels'], eventIds),
    ...duplicateErrors(value, 'notifiers', 'name', 'two notifiers are named'),
    ...indexedMaps(value['notifiers']).flatMap(([index, item]) => checkNotifier(index, item, eventIds)),
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
  const message = `${REGISTRY_SPELLING} means allowExternalUntrustedCerts; use that key`;
  return [{ path: ['proxy', REGISTRY_SPELLING], pointsAt: 'key', message }];
}

/**
 * Reports a help link that is neither a URL, nor an absolute path, nor a path of the help pages in
 * the installed package.
 */
function helpLinkWarnings(helpLink: unknown): PathError[] {
  if (typeof helpLink !== 'string' || /^(?:https?:\/\/|file:\/\/|\/|docs\/events\/)/i.test(helpLink)) return [];
  const message =
    'helpLink must be a URL or an absolute path and is ignored, for example https://wiki.contoso.com/mailcertd/{id}';
  return [{ path: ['helpLink'], pointsAt: 'value', message }];
}

function profileWarnings({ profile = 'exchange-2007', connectors }: Keys): PathError[] {
  if (profile !== 'exchange-2007') return [];
  const message =
    'tlsCertificateName requires profile: exchange-2019, because Exchange 2007 does not have it; it is used nevertheless';
  return indexedMaps(connectors)
    .filter(([, connector]) => Object.hasOwn(connector, 'tlsCertificateName'))
    .map(([index]) => ({ path: ['connectors', index, 'tlsCertificateName'], pointsAt: 'key', message }));
}

function duplicateSpellingErrors(proxy: unknown): PathError[] {
  if (!isKeys(proxy) || !Object.hasOwn(proxy, REGISTRY_SPELLING)) return [];
  if (!Object.hasOwn(proxy, 'allowExternalUntrustedCerts')) return [];
  const message = `${REGISTRY_SPELLING} is the same key as allowExternalUntrustedCerts; remove one`;
  return [{ path: ['proxy', REGISTRY_SPELLING], pointsAt: 'key', message }];
}

/**
 * Reports each item of a list whose value of a key is that of an earlier item.
 * @param sentence the beginning of the message, before the value
 * @param normalize returns the form in which values are compared; undefined: the value is invalid,
 * which is another error
 */
function duplicateErrors(
  value: Keys,
  list: string,
  key: string,
  sentence: string,
  normalize: (text: string) => string | undefined = (text) => text,
): PathError[] {
  const previousTexts = new Set<string>();
  return indexedMaps(value[list]).flatMap(([index, item]) => {
    const rawValue = item[key];
    const text = typeof rawValue === 'string' ? normalize(rawValue) : undefined;
    if (text === undefined) return [];
    const message = `${sentence} ${quote(text)}; change one of them`;
    if (previousTexts.has(text)) return [{ path: [list, index, key], pointsAt: 'value', message }];
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
function duplicateOutputErrors(logs: unknown, type: string, message: string): PathError[] {
  const outputsOfType = indexedMaps(logs).filter(([, item]) => item['type'] === type);
  return outputsOfType.slice(1).map(([index]) => ({ path: ['logs', index], pointsAt: 'value', message }));
}

function caFileErrors(logs: unknown): PathError[] {
  const message = 'caFile requires an address with tls://';
  return indexedMaps(logs)
    .filter(([, { address, caFile }]) => caFile !== undefined && typeof address === 'string' && !/^tls:/i.test(address))
    .map(([index]) => ({ path: ['logs', index, 'caFile'], pointsAt: 'key', message }));
}

function personalStoreErrors(stores: unknown): PathError[] {
  const message = 'path of the store My must be a single directory, because mailcertd writes to it';
  return indexedMaps(stores)
    .filter(([, { name, path }]) => name === 'My' && typeof path === 'string' && /[*?[{]/.test(path))
    .map(([index]) => ({ path: ['stores', index, 'path'], pointsAt: 'value', message }));
}

function reservedStoreNameErrors(stores: unknown): PathError[] {
  const message = `name of a store must not begin with ${FILE_STORE}, which is reserved for files of connectors`;
  return indexedMaps(stores)
    .filter(([, { name }]) => typeof name === 'string' && isFileStore(name))
    .map(([index]) => ({ path: ['stores', index, 'name'], pointsAt: 'value', message }));
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
    if (within !== undefined && timeBeforeExpiry > within) {
      const message = `remindAt ${quote(rawValue)} must not be longer than within (${quote(expiresSoon['within'] ?? '21d')})`;
      return [{ path, pointsAt: 'value', message }];
    }
    const message = `remindAt ${quote(rawValue)} must be shorter than the previous one; write the longest first`;
    return isOutOfOrder ? [{ path, pointsAt: 'value', message }] : [];
  });
}

function levelErrors(value: unknown, eventIds: readonly number[]): PathError[] {
  const knownIds = eventIds.map(String);
  return Object.keys(isKeys(value) ? value : {})
    .filter((id) => !knownIds.includes(id))
    .map((id) => {
      const suggestion = findNearest(id, knownIds);
      const hint = suggestion === undefined ? 'docs/events lists them' : `did you mean ${suggestion}?`;
      return { path: ['levels', id], pointsAt: 'key', message: `there is no event ${quote(id)}; ${hint}` };
    });
}
