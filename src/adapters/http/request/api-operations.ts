import type { Profile } from '../../../domain/assessment/settings.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NotificationOperations } from '../../../work/operations/notification-operations.ts';
import type { QueryOperations } from '../../../work/operations/query-operations.ts';
import type { Clock } from '../../../work/ports/system.ts';
import { sharedQuery } from './shared-query.ts';

/** The data of the routes: the queries of commands, and the settings of their output. */
export interface ApiOperations {
  readonly queries: Pick<QueryOperations, 'status' | 'measure' | 'conditions' | 'events' | 'followEvents' | 'list'>;
  readonly notifications: Pick<NotificationOperations, 'silences' | 'deliveries' | 'notifiers'>;
  /** FQDN. */
  readonly computer: string;
  readonly rendering: Rendering;
  readonly profile: Profile;
  /** The version of mailcertd. */
  readonly version: string;
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  /** Returns a text that changes with every commit to the event log, and with each start. */
  readonly logVersion: () => string;
}

/** Opens the operations, at the first request that needs them. */
export type OpenApiOperations = () => Promise<ApiOperations>;

/** Returns a query that concurrent requests share (`sharedQuery`), opened at its first use. */
export function sharedWhenOpen<T>(
  open: OpenApiOperations,
  run: (operations: ApiOperations) => Promise<T>,
): () => Promise<T> {
  let shared: (() => Promise<T>) | undefined;
  return async () => {
    const operations = await open();
    const { clock, logVersion } = operations;
    shared ??= sharedQuery({
      run: () => run(operations),
      version: logVersion,
      monotonicMs: () => clock.monotonicMs(),
    });
    return shared();
  };
}
