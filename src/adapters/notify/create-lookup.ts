import type { LookupFunction } from 'node:net';

/** Creates the name resolver of an attempt. The signal aborts pending queries. */
export type CreateLookup = (signal: AbortSignal) => LookupFunction;

/**
 * The time to connect to one of several addresses of a host before the next is tried, ms. Node's
 * default of 250 ms is too short for distant servers.
 */
export const ADDRESS_TIMEOUT_MS = 2000;
