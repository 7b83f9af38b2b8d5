import type { Reason } from '../failure/problem.ts';
import type { ConfiguredNotifier } from './configured-notifier.ts';
import type { OutcomeCount } from './notifier-health.ts';

/** An outcome with its reason. */
type ReasonedOutcome = Pick<OutcomeCount, 'outcome' | 'reason'>;

/** Reasons for a retry, by the type of the notifier. */
const HOOK_REASONS: readonly Reason[] = [
  'hook_missing',
  'hook_unsafe',
  'hook_not_started',
  'hook_failed',
  'hook_killed',
  'timed_out',
  'io_error',
];
const SERVER_REASONS: readonly Reason[] = [
  'host_not_found',
  'connection_refused',
  'network_unreachable',
  'connection_lost',
  'timed_out',
  'tls_failed',
  'certificate_not_trusted',
  'authentication_failed',
  'server_error',
  'refused',
  'response_malformed',
  'secret_unreadable',
  'io_error',
];
const HTTP_REASONS: readonly Reason[] = [...SERVER_REASONS, 'redirected', 'too_many_requests'];
const MAIL_REASONS: readonly Reason[] = [...SERVER_REASONS, 'starttls_not_offered'];

/** Returns the possible reasons of a type of notifier, by outcome. */
function reasonsOf(
  type: ConfiguredNotifier['type'],
): Readonly<Record<Exclude<OutcomeCount['outcome'], 'delivered'>, readonly Reason[]>> {
  switch (type) {
    case 'exec':
      return { retry: HOOK_REASONS, rejected: [] };
    case 'mail':
      return { retry: MAIL_REASONS, rejected: ['refused'] };
    default:
      return { retry: HTTP_REASONS, rejected: ['refused', 'gone'] };
  }
}

/**
 * Returns all possible outcomes of attempts with a notifier of a type, delivered first. Counters
 * start with all of them at 0, so that the first occurrence is visible as an increase.
 */
export function possibleOutcomes(type: ConfiguredNotifier['type']): readonly ReasonedOutcome[] {
  const reasons = reasonsOf(type);
  return [
    { outcome: 'delivered', reason: undefined },
    ...reasons.retry.map((reason): ReasonedOutcome => ({ outcome: 'retry', reason })),
    ...reasons.rejected.map((reason): ReasonedOutcome => ({ outcome: 'rejected', reason })),
  ];
}
