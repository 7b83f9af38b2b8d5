import { searchKeysOf } from '../../../domain/event/search-keys-of.ts';
import type { Session } from '../session/cli-dependencies.ts';
import {
  findCertificate,
  findCertificateOrRequest,
  longFront,
  namedBy,
  onlyOne,
  wholeRequest,
  wholeThumbprint,
} from './find-certificate.ts';
import { findConnector } from './find-connector.ts';

/**
 * Returns the name of a connector: a configured one by name, prefix or FQDN, or one in the event
 * log by exact name.
 * @throws {UsageError}
 */
export async function connectorAsked(word: string, { operations }: Session, signal: AbortSignal): Promise<string> {
  for await (const _ of operations.events({ connector: word, last: 1 })) return word;
  const { connectors } = await operations.scan(undefined, signal);
  return findConnector(word, connectors).connector.name;
}

/** Returns the thumbprints in the event log with this prefix. It reads the whole log. */
async function loggedThumbprints(front: string, { operations }: Session): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const { facts } of operations.events({})) {
    for (const [kind, value] of searchKeysOf(facts))
      if (kind === 'thumbprint' && value.startsWith(front)) found.add(value);
  }
  return found;
}

/**
 * Returns the thumbprint that a word names. A full thumbprint is not checked. A prefix as in tables
 * may also name a certificate that is only in the event log.
 * @throws {UsageError}
 */
export async function thumbprintAsked(word: string, session: Session, signal: AbortSignal): Promise<string> {
  const whole = wholeThumbprint(word);
  if (whole !== undefined) return whole;
  const { certificates } = await session.operations.scan(undefined, signal);
  const there = certificates.map(({ stored }) => stored);
  const front = longFront(word);
  // The event log still contains events of removed certificates.
  const isGone = front !== undefined && namedBy(word, there, []).size === 0;
  const logged = isGone ? onlyOne(word, await loggedThumbprints(front, session)) : undefined;
  return logged ?? findCertificate(word, there);
}

/**
 * Returns the SHA-256 of a CSR: a full one unchecked, otherwise that of a pending CSR.
 * @throws {UsageError}
 */
export async function requestAsked(word: string, { operations }: Session, signal: AbortSignal): Promise<string> {
  const whole = wholeRequest(word);
  if (whole !== undefined) return whole;
  const { requests } = await operations.list({}, signal);
  return findCertificateOrRequest(word, [], requests);
}
