import { searchKeysOf } from '../../../domain/event/search-keys-of.ts';
import type { Session } from '../session/session.ts';
import {
  findCertificate,
  findCertificateOrRequest,
  matchingIds,
  parseFullRequestId,
  parseFullThumbprint,
  parseTablePrefix,
  requireOneMatch,
} from './find-certificate.ts';
import { findConnector } from './find-connector.ts';

/**
 * Returns the name of the connector that a word names. The exact name of a connector with events is
 * returned even if the connector is not configured any more. Any other word is the name, a prefix
 * or the FQDN of a configured connector.
 * @throws {UsageError}
 */
export async function resolveConnectorName(
  word: string,
  { operations }: Session,
  signal: AbortSignal,
): Promise<string> {
  // The first event ends the loop: the word is the exact name of a connector with events.
  for await (const _ of operations.events({ connector: word, last: 1 })) return word;
  const { connectors } = await operations.scan({}, signal);
  return findConnector(word, connectors).connector.name;
}

/**
 * Returns the thumbprint that a word names. A full thumbprint is returned unchecked. A prefix, if
 * it is as long as in tables, may also name a certificate that only the event log contains.
 * @throws {UsageError}
 */
export async function resolveThumbprint(word: string, session: Session, signal: AbortSignal): Promise<string> {
  const fullThumbprint = parseFullThumbprint(word);
  if (fullThumbprint !== undefined) return fullThumbprint;
  const { certificates } = await session.operations.scan({}, signal);
  const storedCertificates = certificates.map(({ stored }) => stored);
  const prefix = parseTablePrefix(word);
  // The event log still contains events about removed certificates.
  const mayBeOnlyInLog = prefix !== undefined && matchingIds(word, storedCertificates, []).size === 0;
  const loggedThumbprint = mayBeOnlyInLog ? requireOneMatch(word, await loggedThumbprints(prefix, session)) : undefined;
  return loggedThumbprint ?? findCertificate(word, storedCertificates);
}

/** Reads the whole event log, and returns the thumbprints in it with this prefix. */
async function loggedThumbprints(prefix: string, { operations }: Session): Promise<ReadonlySet<string>> {
  const thumbprints = new Set<string>();
  for await (const { facts } of operations.events({})) {
    for (const [kind, value] of searchKeysOf(facts))
      if (kind === 'thumbprint' && value.startsWith(prefix)) thumbprints.add(value);
  }
  return thumbprints;
}

/**
 * Returns the SHA-256 of the pending CSR that a word names. A full SHA-256 is returned unchecked.
 * @throws {UsageError}
 */
export async function resolveRequestId(word: string, { operations }: Session, signal: AbortSignal): Promise<string> {
  const fullId = parseFullRequestId(word);
  if (fullId !== undefined) return fullId;
  const { requests } = await operations.list({}, signal);
  return findCertificateOrRequest(word, [], requests);
}
