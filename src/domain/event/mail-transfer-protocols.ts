import type { Facts } from './event-data.ts';

/** The protocols that transfer mail between servers. Other protocols are for mail clients. */
const MAIL_TRANSFER_PROTOCOLS: ReadonlySet<string> = new Set(['smtp', 'lmtp']);

/**
 * Returns whether all known protocols of an event's connectors transfer mail between servers; true
 * if none is known.
 */
export function allTransferMail({ serverProtocols = [] }: Facts): boolean {
  return serverProtocols.every((protocol) => MAIL_TRANSFER_PROTOCOLS.has(protocol));
}

/**
 * Returns whether the protocols of an event's connectors are known, and none of them transfers mail
 * between servers.
 */
export function noneTransfersMail({ serverProtocols = [] }: Facts): boolean {
  return serverProtocols.length > 0 && !serverProtocols.some((protocol) => MAIL_TRANSFER_PROTOCOLS.has(protocol));
}

/** Returns whether a probe of the event has a protocol for mail clients, for example IMAP. */
export function isClientProbe({ probes = [] }: Facts): boolean {
  return probes.some((url) => !MAIL_TRANSFER_PROTOCOLS.has(url.slice(0, url.indexOf(':'))));
}
