import { MINUTE, SECOND } from '../../domain/time.ts';

/**
 * The first probes are spread over this time multiplied by the number of connectors, ms. A few
 * connectors are probed soon, and many connectors cause no burst.
 */
const FIRST_PROBE_SPREAD_MS = 500;

/**
 * The same for probes after a restart, ms. It is shorter, because scans conclude nothing from the
 * earlier results until these probes have ended.
 */
const RESTART_SPREAD_MS = 10;

/**
 * Returns a number from 0 to below 1: always the same for a URL, and different for nearly every
 * other URL.
 */
function fractionOf(url: string): number {
  // FNV-1a, then mixed: without mixing, URLs that differ only in the last character get similar
  // values.
  let hash = 0x811c9dc5;
  for (let index = 0; index < url.length; index++) hash = Math.imul(hash ^ url.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * The time in which a server is reloaded after a change of its certificate or settings, ms. A probe
 * without TLS in this time is not evidence, and is repeated later.
 */
export const RELOAD_MS: number = 10 * SECOND;

/** The maximum of that time if several changes follow each other, from the first change, ms. */
export const MAX_RELOAD_MS: number = 30 * SECOND;

/** The part of the interval before a regular probe in which another probe replaces it: a tenth. */
const EARLY_DIVISOR = 10;

/** The shortest delay before a server with a known problem is probed again, ms. */
const MIN_RETRY_DELAY_MS: number = 10 * SECOND;

/** The longest delay between probes of a server that refuses STARTTLS, in intervals. */
const REFUSED_INTERVALS = 4;

/**
 * Returns the delay before the first probe of a new URL, ms.
 * @param newCount how many URLs are new at the same time
 */
export function firstDelay(url: string, newCount: number, intervalMs: number): number {
  return fractionOf(url) * Math.min(intervalMs, newCount * FIRST_PROBE_SPREAD_MS);
}

/**
 * Returns the delay before a server is probed again after a start or a suspension, ms.
 * @param count how many servers are probed again at the same time
 */
export function restartDelay(url: string, count: number, intervalMs: number): number {
  return fractionOf(url) * Math.min(intervalMs, count * RESTART_SPREAD_MS);
}

/**
 * Returns the delay before the next regular probe of a URL, ms. Each URL has a fixed time within
 * the interval. A probe shortly before that time replaces it.
 * @param elapsedMs since the first interval began
 */
export function regularDelay(url: string, elapsedMs: number, intervalMs: number): number {
  const delay = (((fractionOf(url) * intervalMs - elapsedMs) % intervalMs) + intervalMs) % intervalMs;
  return delay < intervalMs / EARLY_DIVISOR ? delay + intervalMs : delay;
}

/**
 * Returns true if a probe is a regular one and not a retry: the interval has elapsed, or nearly. A
 * probe shortly before the regular time replaces the regular one.
 * @param elapsedMs since the previous probe that was not a retry
 */
export function isRegularProbe(elapsedMs: number, intervalMs: number): boolean {
  return elapsedMs >= intervalMs - intervalMs / EARLY_DIVISOR;
}

/**
 * Returns the delay before a failed server is probed again to confirm the failure, ms. It is longer
 * than a restart of the server.
 */
export function confirmationDelay(intervalMs: number): number {
  return Math.min(intervalMs, MINUTE);
}

/**
 * Returns the delay before the next probe of a server with a problem, ms: unreachable, no STARTTLS,
 * another certificate than on disk, or an open condition about what it serves. It is 10 s at first,
 * then a tenth of the duration of the problem. So a fix is detected soon, and a server that fails
 * for days is not probed every 10 s.
 * @param failingCount how many servers have a problem; at most 100 of them are probed per second
 */
export function retryDelay(lastingMs: number, failingCount: number, intervalMs: number): number {
  return Math.min(intervalMs, Math.max(MIN_RETRY_DELAY_MS, failingCount * RESTART_SPREAD_MS, lastingMs / 10));
}

/**
 * Returns true if a refusal of STARTTLS is a new problem, because the previous refusal is too long
 * ago. In between, the server was probed several times and offered STARTTLS.
 * @param elapsedMs since the previous refusal
 */
export function areRefusalsPast(elapsedMs: number, intervalMs: number): boolean {
  return elapsedMs > 2 * REFUSED_INTERVALS * intervalMs;
}

/**
 * Returns the delay before the next probe of a server that refuses STARTTLS, ms. It is 10 s at
 * first, then the duration of the problem, up to REFUSED_INTERVALS. Some servers send a mail to
 * their postmaster for each refusal, so the delays are long.
 * @param lastingMs without the time in which STARTTLS was offered
 */
export function refusedDelay(lastingMs: number, intervalMs: number): number {
  return Math.min(REFUSED_INTERVALS * intervalMs, Math.max(lastingMs, Math.min(RELOAD_MS, intervalMs)));
}
