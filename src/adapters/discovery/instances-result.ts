import type { Inventory } from '../../domain/connector/inventory.ts';
import { withUnreadParts } from '../../domain/connector/unread-parts.ts';
import { DISCOVERY_FAILURES } from '../../domain/failure/discovery-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import type { Instant } from '../../domain/time.ts';
import type { DiscoveredInstance } from '../../formats/server-config/discovered-connectors.ts';

/** The maximum number of instances of one server, in addition to the main one. */
export const MAX_FURTHER_INSTANCES = 31;

/**
 * Returns the problem of a server with more instances than are read.
 * @param location the list of the instances
 */
export function tooManyInstances(location: string): Problem {
  const failure = DISCOVERY_FAILURES.server_instances_too_many({ limit: MAX_FURTHER_INSTANCES });
  return problemOfFailure('too_many_files', location, failure);
}

/** The connectors of one instance of a server, and the files they were read from. */
export interface ReadInstance extends DiscoveredInstance {
  readonly readFrom: readonly string[];
}

/**
 * The instances of a server. Each instance is a part of the inventory (connectors and stores) of
 * the server.
 */
interface Instances {
  /** The results of all enabled instances; for an instance that cannot be read, the last one. */
  readonly instances: readonly ReadInstance[];
  /** The names of the instances that were read, also of disabled ones. @see Inventory */
  readonly readParts: readonly string[];
  /** The names of instances without any result, or `REST_OF_INVENTORY` if names are unknown. */
  readonly unreadParts: readonly string[];
  /** Why instances, or the list of instances, cannot be read. */
  readonly problems: readonly Problem[];
  /** Set if this account may not read the list of instances. @see Inventory */
  readonly instanceListProblem?: Problem | undefined;
}

/** Combines the results of all instances of a server. */
export function instancesResult(
  at: Instant,
  { instances, readParts, unreadParts, problems, instanceListProblem }: Instances,
): ScanResult<Inventory> {
  return {
    kind: 'available',
    at,
    value: {
      connectors: instances.flatMap(({ connectors }) => connectors),
      stores: instances.flatMap(({ stores }) => stores),
      readFrom: [...new Set(instances.flatMap(({ readFrom }) => readFrom))],
      readParts,
      ...(instanceListProblem === undefined ? {} : { instanceListProblem }),
      ...withUnreadParts([...unreadParts, ...instances.flatMap((instance) => instance.unreadParts)]),
    },
    problems: [...problems, ...instances.flatMap((instance) => instance.problems)],
  };
}

/**
 * Returns the result for a server whose tool fails. It is empty if the server is not installed or
 * not configured, and otherwise unavailable.
 */
export function unavailableTool(at: Instant, problem: Problem): ScanResult<Inventory> {
  if (problem.reason !== 'not_installed' && problem.reason !== 'not_configured') return unavailable(at, problem);
  return { kind: 'available', at, value: { connectors: [], stores: [] }, problems: [problem] };
}
