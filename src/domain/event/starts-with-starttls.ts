import type { Facts } from './facts.ts';

/** Protocols between mail servers, which start TLS with STARTTLS. */
const STARTTLS: ReadonlySet<string> = new Set(['smtp', 'lmtp']);

/**
 * Returns whether all known protocols of an event's connectors use STARTTLS; true if none is known.
 */
export function startsWithStarttls({ serverProtocols = [] }: Facts): boolean {
  return serverProtocols.every((protocol) => STARTTLS.has(protocol));
}

/**
 * Returns whether the protocols of an event's connectors are known and none of them uses STARTTLS.
 */
export function startsWithoutStarttls({ serverProtocols = [] }: Facts): boolean {
  return serverProtocols.length > 0 && !serverProtocols.some((protocol) => STARTTLS.has(protocol));
}
