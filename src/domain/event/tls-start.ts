import type { Facts } from './facts.ts';

/** Protocols of mail between servers, which begin TLS with STARTTLS. */
const STARTTLS: ReadonlySet<string> = new Set(['smtp', 'lmtp']);

/**
 * Returns whether all connectors of an event begin TLS with STARTTLS, as far as their protocols are
 * known.
 */
export function startsWithStarttls({ serverProtocols = [] }: Facts): boolean {
  return serverProtocols.every((protocol) => STARTTLS.has(protocol));
}

/** Returns whether no connector of an event begins TLS with STARTTLS. */
export function startsWithoutStarttls({ serverProtocols = [] }: Facts): boolean {
  return serverProtocols.length > 0 && !serverProtocols.some((protocol) => STARTTLS.has(protocol));
}
