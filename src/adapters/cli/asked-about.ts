import { findCertificate, findStored, wholeRequest, wholeThumbprint } from './find-certificate.ts';
import { findConnector } from './find-connector.ts';
import type { Session } from './means.ts';

/** A connector of the configuration by any of its names; one that only the log still knows, by its own. @throws {UsageError} */
export async function connectorAsked(word: string, { operations }: Session, signal: AbortSignal): Promise<string> {
  for await (const _ of operations.events({ connector: word, last: 1 })) return word;
  const { connectors } = await operations.scan(undefined, signal);
  return findConnector(word, connectors).connector.name;
}

/** A certificate by its whole thumbprint, whether or not it is there; one that is there, by any of its names. @throws {UsageError} */
export async function thumbprintAsked(word: string, { operations }: Session, signal: AbortSignal): Promise<string> {
  const whole = wholeThumbprint(word);
  if (whole !== undefined) return whole;
  const { certificates } = await operations.scan(undefined, signal);
  return findCertificate(
    word,
    certificates.map(({ stored }) => stored),
  );
}

/** A request by its whole SHA-256, whether or not it still waits; one that does, by any of its names. @throws {UsageError} */
export async function requestAsked(word: string, { operations }: Session, signal: AbortSignal): Promise<string> {
  const whole = wholeRequest(word);
  if (whole !== undefined) return whole;
  const { requests } = await operations.list(false, signal);
  return findStored(word, [], requests);
}
