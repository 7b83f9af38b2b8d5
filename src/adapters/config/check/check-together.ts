import { resolve } from 'node:path';
import { FILE_STORE, isFileStore } from '../../../domain/connector/certificate-file.ts';
import { DAY } from '../../../domain/time.ts';
import { parseProbeUrl } from '../../../formats/network/probe-url.ts';
import { parseDuration, renderDuration } from '../../../formats/text/duration.ts';
import { nearest } from '../../../formats/text/nearest.ts';
import { quote } from '../quote.ts';
import { parseBriefTime } from '../schema/brief-time.ts';
import { isKeys, items, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';
import { renderBriefTime } from '../schema/render-brief-time.ts';
import { readSyslogAddress } from '../schema/syslog-address.ts';
import { checkConnectors, warnConnectors } from './check-connectors.ts';
import { checkNotifier } from './check-notifier.ts';
import { warnNotifier } from './warn-notifier.ts';

/**
 * Reports hosts with more probes than fit into the interval; their connectors are probed less often
 * than configured.
 */
function warnProbing({ probing, connectors }: Keys): readonly PathError[] {
  const { interval: writtenInterval = '15m', hostInterval: writtenHostInterval = '100ms' } = isKeys(probing)
    ? probing
    : {};
  const [interval, hostInterval] = [timeOf(writtenInterval), timeOf(writtenHostInterval)];
  if (interval === undefined || hostInterval === undefined) return [];
  return [...conversationsByHost(connectors)]
    .filter(([, count]) => count * hostInterval > interval)
    .map(([host, count]) => {
      const takes = renderBriefTime(Math.ceil((count * hostInterval) / 1000) * 1000);
      const message = `${count} probes of ${quote(host)} at hostInterval ${renderBriefTime(hostInterval)} take ${takes}, longer than probing.interval (${renderBriefTime(interval)}); increase interval or reduce hostInterval`;
      return {
        path: ['probing', isKeys(probing) && Object.hasOwn(probing, 'interval') ? 'interval' : 'hostInterval'],
        marks: 'value',
        message,
      };
    });
}

function conversationsByHost(connectors: unknown): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, { probe }] of items(connectors)) {
    const { url, keyTypes } = isKeys(probe) ? probe : { url: probe };
    const parsed = typeof url === 'string' ? parseProbeUrl(url) : undefined;
    if (parsed?.kind !== 'place') continue;
    const { host } = parsed.place;
    counts.set(host, (counts.get(host) ?? 0) + (keyTypes === undefined ? 1 : 2));
  }
  return counts;
}

function timeOf(rawValue: unknown): number | undefined {
  return typeof rawValue === 'string' ? parseBriefTime(rawValue) : undefined;
}

/**
 * Returns errors between values that are valid separately: duplicate names, reminders out of
 * order, levels of unknown events. The input is the file as written, so these errors are reported
 * together with all others.
 * @param baseDirectory the base directory of relative paths
 */
export function checkTogether(
  value: unknown,
  baseDirectory: string,
  eventIds: readonly number[],
): readonly PathError[] {
  if (!isKeys(value)) return [];
  return [
    ...twice(value, 'stores', 'name', 'two stores are named'),
    ...twice(value, 'connectors', 'name', 'two connectors are named'),
    ...twice(value, 'logs', 'path', 'two outputs write to', (path) => resolve(baseDirectory, path)),
    ...twice(value, 'logs', 'address', 'two outputs send to', serverOf),
    ...onlyOne(value['logs'], 'console', 'the console is a duplicate; remove one'),
    ...onlyOne(value['logs'], 'journal', 'the journal is a duplicate; remove one'),
    ...caWithoutTls(value['logs']),
    ...patternForMy(value['stores']),
    ...namedLikeFiles(value['stores']),
    ...checkConnectors(value['connectors']),
    ...reminders(value['expiresSoon']),
    ...renewedAtOnce(value['selfSigned']),
    ...levels(value['levels'], eventIds),
    ...twice(value, 'notifiers', 'name', 'two notifiers are named'),
    ...items(value['notifiers']).flatMap(([index, item]) => checkNotifier(index, item, eventIds)),
    ...bothSpellings(value['proxy']),
  ];
}

/** Returns warnings about a valid configuration. */
export function warnTogether(value: unknown): readonly PathError[] {
  if (!isKeys(value)) return [];
  return [
    ...registrySpelling(value['proxy']),
    ...linkToNowhere(value['helpLink']),
    ...notIn2007(value),
    ...warnConnectors(value['connectors']),
    ...warnProbing(value),
    ...renewedLate(value),
    ...items(value['notifiers']).flatMap(([index, item]) => warnNotifier(index, item)),
  ];
}

function registrySpelling(proxy: unknown): PathError[] {
  if (!isKeys(proxy) || !Object.hasOwn(proxy, REGISTRY_SPELLING)) return [];
  const message = `${REGISTRY_SPELLING} means allowExternalUntrustedCerts; use that key`;
  return [{ path: ['proxy', REGISTRY_SPELLING], marks: 'key', message }];
}

/** Reports a help link without a valid target. A path within the package is a link to its pages. */
function linkToNowhere(helpLink: unknown): PathError[] {
  if (typeof helpLink !== 'string' || /^(?:https?:\/\/|file:\/\/|\/|docs\/events\/)/i.test(helpLink)) return [];
  const message =
    'helpLink must be a URL or an absolute path and is ignored, for example https://wiki.contoso.com/mailcertd/{id}';
  return [{ path: ['helpLink'], marks: 'value', message }];
}

function notIn2007({ profile = 'exchange-2007', connectors }: Keys): PathError[] {
  if (profile !== 'exchange-2007') return [];
  const message =
    'tlsCertificateName requires profile: exchange-2019, because Exchange 2007 does not have it; it is used nevertheless';
  return items(connectors)
    .filter(([, connector]) => Object.hasOwn(connector, 'tlsCertificateName'))
    .map(([index]) => ({ path: ['connectors', index, 'tlsCertificateName'], marks: 'key', message }));
}

/** The spelling in the registry of Exchange 2007. */
const REGISTRY_SPELLING = 'allowExternallUntrustedCerts';

function bothSpellings(proxy: unknown): PathError[] {
  if (!isKeys(proxy) || !Object.hasOwn(proxy, REGISTRY_SPELLING)) return [];
  if (!Object.hasOwn(proxy, 'allowExternalUntrustedCerts')) return [];
  const message = `${REGISTRY_SPELLING} is the same key as allowExternalUntrustedCerts; remove one`;
  return [{ path: ['proxy', REGISTRY_SPELLING], marks: 'key', message }];
}

/**
 * Reports items with an equal value of a key.
 * @param meant returns the normalized value; undefined: an invalid value, which is reported
 * separately
 */
function twice(
  value: Keys,
  list: string,
  key: string,
  sentence: string,
  meant: (text: string) => string | undefined = (text) => text,
): PathError[] {
  const texts = new Set<string>();
  return items(value[list]).flatMap(([index, item]) => {
    const rawValue = item[key];
    const text = typeof rawValue === 'string' ? meant(rawValue) : undefined;
    if (text === undefined) return [];
    const message = `${sentence} ${quote(text)}; change one of them`;
    return texts.size === texts.add(text).size ? [{ path: [list, index, key], marks: 'value', message }] : [];
  });
}

/** Returns the address of a syslog server with its port, in lower case. */
function serverOf(address: string): string | undefined {
  const read = readSyslogAddress(address);
  return 'value' in read ? read.value.toLowerCase() : undefined;
}

/** Reports every output of this type after the first. */
function onlyOne(logs: unknown, type: string, message: string): PathError[] {
  const same = items(logs).filter(([, item]) => item['type'] === type);
  return same.slice(1).map(([index]) => ({ path: ['logs', index], marks: 'value', message }));
}

function caWithoutTls(logs: unknown): PathError[] {
  const message = 'caFile requires an address with tls://';
  return items(logs)
    .filter(([, { address, caFile }]) => caFile !== undefined && typeof address === 'string' && !/^tls:/i.test(address))
    .map(([index]) => ({ path: ['logs', index, 'caFile'], marks: 'key', message }));
}

function patternForMy(stores: unknown): PathError[] {
  const message = 'path of the store My must be a single directory, because mailcertd writes to it';
  return items(stores)
    .filter(([, { name, path }]) => name === 'My' && typeof path === 'string' && /[*?[{]/.test(path))
    .map(([index]) => ({ path: ['stores', index, 'path'], marks: 'value', message }));
}

function namedLikeFiles(stores: unknown): PathError[] {
  const message = `name of a store must not begin with ${FILE_STORE}, which is reserved for files of connectors`;
  return items(stores)
    .filter(([, { name }]) => typeof name === 'string' && isFileStore(name))
    .map(([index]) => ({ path: ['stores', index, 'name'], marks: 'value', message }));
}

function reminders(expiresSoon: unknown): PathError[] {
  if (!isKeys(expiresSoon) || !Array.isArray(expiresSoon['remindAt'])) return [];
  const within = durationOf(expiresSoon['within'] ?? '21d');
  let previous: number | undefined;
  return expiresSoon['remindAt'].flatMap((rawValue: unknown, index): PathError[] => {
    const left = durationOf(rawValue);
    if (left === undefined) return [];
    const path = ['expiresSoon', 'remindAt', index];
    const outOfOrder = previous !== undefined && left >= previous;
    previous = left;
    if (within !== undefined && left > within) {
      const message = `remindAt ${quote(rawValue)} must not be longer than within (${quote(expiresSoon['within'] ?? '21d')})`;
      return [{ path, marks: 'value', message }];
    }
    const message = `remindAt ${quote(rawValue)} must be shorter than the previous one; write the longest first`;
    return outOfOrder ? [{ path, marks: 'value', message }] : [];
  });
}

/**
 * Returns the settings of automatic renewal; undefined if they are missing or invalid. A year has
 * 365 days.
 */
function renewal(
  selfSigned: unknown,
): { readonly rawValue: unknown; readonly before: number; readonly years: number; readonly life: number } | undefined {
  if (!isKeys(selfSigned)) return undefined;
  const { renewBefore: rawValue, years = 5 } = selfSigned;
  const before = durationOf(rawValue);
  if (before === undefined || typeof years !== 'number') return undefined;
  return { rawValue, before, years, life: years * 365 * DAY };
}

/** Reports a certificate that must be renewed immediately after it is issued. */
function renewedAtOnce(selfSigned: unknown): PathError[] {
  const known = renewal(selfSigned);
  if (known === undefined || known.before < known.life) return [];
  const { rawValue, years } = known;
  const message = `renewBefore ${quote(rawValue)} must be shorter than the validity of ${years * 365} days (years: ${years}), or every scan renews`;
  return [{ path: ['selfSigned', 'renewBefore'], marks: 'value', message }];
}

/** Reports a renewal after the first warning about the expiry. */
function renewedLate({ selfSigned, expiresSoon }: Keys): PathError[] {
  const known = renewal(selfSigned);
  if (known === undefined) return [];
  const { within: writtenWithin = '21d', fraction = 0.25 } = isKeys(expiresSoon) ? expiresSoon : {};
  const within = durationOf(writtenWithin);
  if (within === undefined || typeof fraction !== 'number') return [];
  const soon = Math.floor(Math.min(within, fraction * known.life) / DAY) * DAY;
  if (known.before > soon) return [];
  const enough = renderDuration(soon + 9 * DAY);
  const message = `selfSigned.renewBefore ${quote(known.rawValue)} must be longer than the warning time of expiresSoon (${renderDuration(soon)} before expiry), for example ${enough}`;
  return [{ path: ['selfSigned', 'renewBefore'], marks: 'value', message }];
}

function levels(value: unknown, eventIds: readonly number[]): PathError[] {
  const known = eventIds.map(String);
  return Object.keys(isKeys(value) ? value : {})
    .filter((id) => !known.includes(id))
    .map((id) => {
      const meant = nearest(id, known);
      const right = meant === undefined ? 'docs/events lists them' : `did you mean ${meant}?`;
      return { path: ['levels', id], marks: 'key', message: `there is no event ${quote(id)}; ${right}` };
    });
}

function durationOf(rawValue: unknown): number | undefined {
  return typeof rawValue === 'string' ? parseDuration(rawValue) : undefined;
}
