import type { LookupFunction } from 'node:net';

/** How the names of servers are looked up for one attempt; the signal ends what is under way. */
export type ResolveHost = (signal: AbortSignal) => LookupFunction;

/** How long one of several addresses of a host is tried before the next, ms. Node's quarter of a second is short for half the world. */
export const ADDRESS_MS = 2000;
