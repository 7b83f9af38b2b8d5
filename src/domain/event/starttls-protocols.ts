import type { Facts } from './facts.ts';

/** The protocols between mail servers. They start TLS with the STARTTLS command. */
const STARTTLS_PROTOCOLS: ReadonlySet<string> = new Set(['smtp', 'lmtp']);

/**
 * Returns whether all known protocols of an event's connectors use STARTTLS; true if none is known.
 */
export function allUseStarttls({ serverProtocols = [] }: Facts): boolean {
  return serverProtocols.every((protocol) => STARTTLS_PROTOCOLS.has(protocol));
}

/**
 * Returns whether the protocols of an event's connectors are known and none of them uses STARTTLS.
 */
export function noneUsesStarttls({ serverProtocols = [] }: Facts): boolean {
  return serverProtocols.length > 0 && !serverProtocols.some((protocol) => STARTTLS_PROTOCOLS.has(protocol));
}
