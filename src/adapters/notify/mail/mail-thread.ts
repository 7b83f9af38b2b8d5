import { createHash } from 'node:crypto';
import type { Alert } from '../../../domain/alert/alert.ts';

/** Of how many conditions a mail says that it belongs to their threads; more would be a header of many kilobytes. */
const MOST_THREADS = 50;

/** What names a mail and its thread, angle brackets included. */
export interface MailThread {
  /** The same at every attempt of one delivery. */
  readonly messageId: string;
  /** The thread of each condition that is told of; empty where nothing of it has a duration. */
  readonly references: readonly string[];
}

/** Ids come from the ledger, and of a computer's name nothing is known here: what an address may not have, it has not. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * That a condition was raised, went on and is over is one thread: each of its mails refers to one message that was never sent,
 * named by the condition. So nothing need be remembered of the first mail, and a lost one tears no thread.
 * @see RFC 5322 section 3.6.4
 */
export function mailThread({ alertId, computer, records }: Alert): MailThread {
  const host = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(computer) ? computer : digest(computer);
  const conditions = new Set(records.flatMap(({ conditionId }) => conditionId ?? []));
  return {
    messageId: `<alert.${digest(alertId)}@${host}>`,
    references: [...conditions].slice(0, MOST_THREADS).map((id) => `<condition.${digest(id)}@${host}>`),
  };
}
