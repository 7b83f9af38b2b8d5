import type { Change } from '../event/event-record.ts';
import type { Match } from './match.ts';

/** The settings of a notifier that are shown to users, without secrets and addresses. */
export interface ConfiguredNotifier {
  readonly name: string;
  /**
   * `exec`, `webhook` and `mail` receive alerts, `alertmanager` all open conditions, `heartbeat` a
   * regular message that mailcertd is running.
   */
  readonly type: 'exec' | 'webhook' | 'mail' | 'alertmanager' | 'heartbeat';
  /** The filter for its events; undefined: it receives no events. */
  readonly match: Match | undefined;
  /** The changes that it receives; undefined: it receives no alerts. */
  readonly changes: readonly Change[] | undefined;
  /** Interval of regular sends, ms; undefined: only alerts are sent. */
  readonly interval: number | undefined;
}
