import { subjectsOf } from '../../../domain/event/subjects-of.ts';
import type { Session } from '../cli-dependencies.ts';
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

/** A connector of the configuration by any of its names; one that only the log still knows, by its own. @throws {UsageError} */
export async function connectorAsked(word: string, { operations }: Session, signal: AbortSignal): Promise<string> {
  for await (const _ of operations.events({ connector: word, last: 1 })) return word;
  const { connectors } = await operations.scan(undefined, signal);
  return findConnector(word, connectors).connector.name;
}

/** The thumbprints that begin so among those that the log tells of. All of the log is read. */
async function toldThumbprints(front: string, { operations }: Session): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const { facts } of operations.events({})) {
    for (const [kind, value] of subjectsOf(facts))
      if (kind === 'thumbprint' && value.startsWith(front)) found.add(value);
  }
  return found;
}

/**
 * A certificate by its thumbprint, or the front of it that tables show, whether or not it is there; one that is there, by
 * any of its names. @throws {UsageError}
 */
export async function thumbprintAsked(word: string, session: Session, signal: AbortSignal): Promise<string> {
  const whole = wholeThumbprint(word);
  if (whole !== undefined) return whole;
  const { certificates } = await session.operations.scan(undefined, signal);
  const there = certificates.map(({ stored }) => stored);
  const front = longFront(word);
  // What is gone has its events still.
  const isGone = front !== undefined && namedBy(word, there, []).size === 0;
  const told = isGone ? onlyOne(word, await toldThumbprints(front, session)) : undefined;
  return told ?? findCertificate(word, there);
}

/** A request by its whole SHA-256, whether or not it still waits; one that does, by any of its names. @throws {UsageError} */
export async function requestAsked(word: string, { operations }: Session, signal: AbortSignal): Promise<string> {
  const whole = wholeRequest(word);
  if (whole !== undefined) return whole;
  const { requests } = await operations.list({}, signal);
  return findCertificateOrRequest(word, [], requests);
}
