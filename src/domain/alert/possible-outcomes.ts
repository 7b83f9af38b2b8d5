import type { Reason } from '../problem.ts';
import type { ConfiguredNotifier } from './configured-notifier.ts';
import type { OutcomeCount } from './notifier-health.ts';

type Way = Pick<OutcomeCount, 'outcome' | 'reason'>;

const HOOK: readonly Reason[] = [
  'hook_missing',
  'hook_unsafe',
  'hook_not_started',
  'hook_failed',
  'hook_killed',
  'timed_out',
  'io_error',
];
const SERVER: readonly Reason[] = [
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
const HTTP: readonly Reason[] = [...SERVER, 'redirected', 'too_many_requests'];
const MAIL: readonly Reason[] = [...SERVER, 'starttls_not_offered'];

/**
 * Returns all possible outcomes of attempts with a notifier of a type, delivered first. Counters
 * start with all of them at 0, so that the first occurrence is visible as an increase.
 */
export function possibleOutcomes(type: ConfiguredNotifier['type']): readonly Way[] {
  const again = type === 'exec' ? HOOK : type === 'mail' ? MAIL : HTTP;
  const never: readonly Reason[] = type === 'exec' ? [] : type === 'mail' ? ['refused'] : ['refused', 'gone'];
  return [
    { outcome: 'delivered', reason: undefined },
    ...again.map((reason): Way => ({ outcome: 'retry', reason })),
    ...never.map((reason): Way => ({ outcome: 'rejected', reason })),
  ];
}
