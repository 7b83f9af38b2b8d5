import type { Inventory } from '../../domain/connector/inventory.ts';
import type { Problem } from '../../domain/problem.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import type { Instant } from '../../domain/time.ts';
import type { FoundInstance } from '../../formats/server-config/found-connector.ts';

/** More than any host has of one server. */
export const MAX_INSTANCES = 32;

/** What was found of one instance of a server, and of what. */
export interface ReadInstance extends FoundInstance {
  readonly readFrom: readonly string[];
}

/** All that was found of a server. @param problems those of instances that cannot be asked */
export function instancesResult(
  at: Instant,
  all: readonly ReadInstance[],
  problems: readonly Problem[],
): ScanResult<Inventory> {
  return {
    kind: 'seen',
    at,
    value: {
      connectors: all.flatMap(({ connectors }) => connectors),
      stores: all.flatMap(({ stores }) => stores),
      readFrom: [...new Set(all.flatMap(({ readFrom }) => readFrom))],
    },
    problems: [...problems, ...all.flatMap((found) => found.problems)],
  };
}

/** What there is of a server that cannot be asked: nothing, where it is not installed or not configured; else nobody knows. */
export function unavailableTool(at: Instant, problem: Problem): ScanResult<Inventory> {
  if (problem.reason !== 'not_installed' && problem.reason !== 'not_configured') return unavailable(at, problem);
  return { kind: 'seen', at, value: { connectors: [], stores: [] }, problems: [problem] };
}
