import { MINUTE, SECOND } from '../../domain/time.ts';

/** At the start so much later for each connector there is, ms: a few are known at once, many are no burst. */
const APART_MS = 500;

/** The same after a restart, ms: results from before prove nothing, so that the servers are probed soon. */
const RESTART_APART_MS = 10;

/** A number from 0 to below 1 that is the same for a name each time, and another for nearly every other name. */
function fractionOf(name: string): number {
  // FNV-1a, then mixed: it alone leaves names alike that differ in their last character only.
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Whatever changes a certificate or its settings also reloads the server within this time, ms. A probe in this time that finds no TLS
 * proves nothing, and another one is made when the time is over.
 */
export const RELOADED_WITHIN: number = 10 * SECOND;

/** The shortest delay before a server with a known problem is probed again, ms. */
const RETRY_AFTER: number = 10 * SECOND;

/** A server that refuses STARTTLS is probed less often than others: at most once in so many intervals. */
const REFUSED_INTERVALS = 4;

/** How long a URL that is new waits for its first probe, ms. @param count how many are new with it */
export function firstDelay(url: string, count: number, everyMs: number): number {
  return fractionOf(url) * Math.min(everyMs, count * APART_MS);
}

/**
 * Returns the delay before a server is probed again whose results are from before a start or a
 * suspension, ms. @param count how many are probed again with it
 */
export function restartDelay(url: string, count: number, everyMs: number): number {
  return fractionOf(url) * Math.min(everyMs, count * RESTART_APART_MS);
}

/**
 * How long a URL waits for its next probe when all is well, ms: until its own moment within the interval. Each has one
 * that stays the same, and a probe that has just been made stands for it.
 * @param elapsedMs since the first interval began
 */
export function regularDelay(url: string, elapsedMs: number, everyMs: number): number {
  const delay = (((fractionOf(url) * everyMs - elapsedMs) % everyMs) + everyMs) % everyMs;
  return delay < everyMs / 10 ? delay + everyMs : delay;
}

/**
 * Returns the delay before a failed server is probed again to confirm the failure, ms. A restart
 * takes less.
 */
export function confirmationDelay(everyMs: number): number {
  return Math.min(everyMs, MINUTE);
}

/**
 * Returns the delay before a server is probed again that is unreachable, offers no STARTTLS, or
 * does not serve the certificate on disk, ms: 10 s at first, then a tenth of the duration of the
 * problem. A repair is detected soon, and a server is not probed every 10 s for days.
 */
export function retryDelay(lastingMs: number, everyMs: number): number {
  return Math.min(everyMs, Math.max(RETRY_AFTER, lastingMs / 10));
}

/**
 * How long a server waits that refuses STARTTLS, ms: first 10 s, then as long as it has refused, up to some intervals. Some
 * servers send a mail to their postmaster for each refusal.
 */
export function refusedDelay(lastingMs: number, everyMs: number): number {
  return Math.min(REFUSED_INTERVALS * everyMs, Math.max(lastingMs, Math.min(RELOADED_WITHIN, everyMs)));
}
