import type { Change } from '../event/event-record.ts';
import type { Match } from './match.ts';

/** A notifier as the configuration describes it, as far as it is listed. */
export interface ConfiguredNotifier {
  readonly name: string;
  /** exec, webhook and mail are told alerts; alertmanager is shown all that is open; heartbeat is told that the watch is alive. */
  readonly type: 'exec' | 'webhook' | 'mail' | 'alertmanager' | 'heartbeat';
  /** What it is told of; undefined: of no event. */
  readonly match: Match | undefined;
  /** At which changes; undefined where it is not told of changes. */
  readonly on: readonly Change[] | undefined;
  /** How often it is told whatever happens, ms; undefined: only when something does. */
  readonly every: number | undefined;
}
