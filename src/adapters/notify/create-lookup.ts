import type { LookupFunction } from 'node:net';

/** Creates the name resolver of one attempt. The signal aborts its pending queries. */
export type CreateLookup = (signal: AbortSignal) => LookupFunction;

/**
 * The time to connect to one of several addresses of a host before the next address is tried, ms.
 * Node's default of 250 ms is too short for distant servers.
 */
export const ADDRESS_TIMEOUT_MS = 2000;
