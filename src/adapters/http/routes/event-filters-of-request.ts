import {
  parseEventIds,
  parseLevel,
  parseWholeRequestId,
  parseWholeThumbprint,
} from '../../../formats/filter/event-values.ts';
import { parsePast } from '../../../formats/filter/time-arguments.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';
import type { ApiOperations } from '../request/api-operations.ts';
import type { QueryValues } from '../request/read-query.ts';

/** The parameters that select events: the options of `mailcertd events`. */
export const EVENT_FILTERS: {
  readonly id: (text: string) => readonly number[];
  readonly level: typeof parseLevel;
  readonly since: typeof parsePast;
  readonly until: typeof parsePast;
  readonly connector: (text: string) => string;
  readonly thumbprint: typeof parseWholeThumbprint;
  readonly request: typeof parseWholeRequestId;
} = {
  id: (text) => parseEventIds(text),
  level: parseLevel,
  since: parsePast,
  until: parsePast,
  connector: (text) => text,
  thumbprint: parseWholeThumbprint,
  request: parseWholeRequestId,
};

/** Returns the query for the values of these parameters. */
export function recordQueryOf(
  { id, since, until, ...rest }: QueryValues<typeof EVENT_FILTERS>,
  { clock, rendering }: Pick<ApiOperations, 'clock' | 'rendering'>,
): RecordQuery {
  const now = clock.now();
  return {
    ...rest,
    ...(id === undefined ? {} : { eventIds: id }),
    ...(since === undefined ? {} : { since: since(now, rendering.offsetMinutes) }),
    ...(until === undefined ? {} : { until: until(now, rendering.offsetMinutes) }),
  };
}
