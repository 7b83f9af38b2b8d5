import { isDeepStrictEqual } from 'node:util';
import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import { DEFAULT_PROBE, type ProbeTarget, probeUrl } from '../../../domain/connector/probe-target.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { ConnectorObservation } from '../../../domain/served/served-on-disk.ts';
import { findConnector } from '../arguments/find-connector.ts';
import type { ProbedServer } from '../json/probe-report.ts';
import { PROBE_FAILURES } from '../text/probe-failures.ts';
import { UsageError } from '../text/usage-error.ts';
import { parseServer } from './parse-server.ts';

/** The options that override settings of a probe; undefined: the setting is used. */
export interface ProbeOverrides {
  readonly allKeyTypes: true | undefined;
  /** The timeout in ms. */
  readonly timeout: number | undefined;
  /** The TLS server name, which the certificate must match. */
  readonly name: string | undefined;
}

/** Returns the failure of a connector without a probe, with the line to add. */
export function missingProbe({ name, source }: Connector): Failure {
  return PROBE_FAILURES.probe_missing({ connector: name, place: source.place });
}

/**
 * Finds the connector or server that a word names. A server is probed with the settings of its
 * connectors if they agree; otherwise with the default settings.
 * @throws {UsageError} if no connector or server has this name, or the connector has no probe
 */
export function findServer(
  word: string,
  overrides: ProbeOverrides,
  all: readonly ConnectorObservation[],
): ProbedServer {
  // The name of a connector may look like a host, so names are compared first.
  const namedConnector = connectorWithName(word, all);
  const server = namedConnector === undefined ? parseServer(word) : undefined;
  const isNameGiven = overrides.name !== undefined;
  if (server === undefined) {
    // The word names a connector: by its full name, or else by a prefix or its FQDN.
    const observation = namedConnector ?? connectorMatching(word, all);
    const { connector } = observation;
    if (!hasProbe(connector))
      throw new UsageError(PROBE_FAILURES.server_not_probed({ word, cause: missingProbe(connector) }));
    return {
      target: overrideTarget(connector.probe, overrides),
      trust: connector.trust,
      connectors: [observation],
      hasConnectorSettings: true,
      isNameGiven,
    };
  }
  const connectors = all.filter(({ connector }) => connector.probe && probeUrl(connector.probe) === probeUrl(server));
  const [first, ...others] = connectors;
  if (first !== undefined && hasProbe(first.connector) && others.every((other) => haveSameProbe(first, other))) {
    const { probe, trust } = first.connector;
    return { target: overrideTarget(probe, overrides), trust, connectors, hasConnectorSettings: true, isNameGiven };
  }
  const serverName = resemblesIpAddress(server.host) ? undefined : server.host;
  const target = overrideTarget({ ...server, ...DEFAULT_PROBE, serverName }, overrides);
  return { target, trust: undefined, connectors, hasConnectorSettings: false, isNameGiven };
}

/** Returns the connector with exactly this name, or else with this name in any letter case. */
function connectorWithName(word: string, all: readonly ConnectorObservation[]): ConnectorObservation | undefined {
  const lowerCaseWord = word.toLowerCase();
  const exact = all.find(({ connector }) => connector.name === word);
  return exact ?? all.find(({ connector }) => connector.name.toLowerCase() === lowerCaseWord);
}

/**
 * Returns the connector for a prefix of its name or its FQDN.
 * @throws {UsageError} if none or several match
 */
function connectorMatching(word: string, all: readonly ConnectorObservation[]): ConnectorObservation {
  if (all.length > 0) return findConnector(word, all);
  const cause = PROBE_FAILURES.host_needs_dot({ word });
  throw new UsageError(PROBE_FAILURES.server_not_probed({ word, cause }));
}

function hasProbe(connector: Connector): connector is Connector & { readonly probe: ProbeTarget } {
  return connector.probe !== undefined;
}

function overrideTarget(target: ProbeTarget, { allKeyTypes, timeout, name }: ProbeOverrides): ProbeTarget {
  return {
    ...target,
    ...(allKeyTypes === undefined ? {} : { probesBothKeyTypes: true }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(name === undefined ? {} : { serverName: name }),
  };
}

/** Returns whether two connectors are probed with the same settings and the same trust anchors. */
function haveSameProbe(
  { connector: first }: ConnectorObservation,
  { connector: second }: ConnectorObservation,
): boolean {
  return isDeepStrictEqual([first.probe, first.trust], [second.probe, second.trust]);
}
