import { isDeepStrictEqual } from 'node:util';
import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import { type ProbeTarget, probeUrl, USUAL_PROBE } from '../../../domain/connector/probe-target.ts';
import type { ConnectorObservation } from '../../../domain/served/served-on-disk.ts';
import { UsageError } from '../../../work/errors.ts';
import { findConnector } from '../arguments/find-connector.ts';
import type { Probed } from '../json/probe-report.ts';
import { probedPlace } from './probed-place.ts';

/** The options that override the probe settings. */
export interface ProbeWishes {
  readonly allKeyTypes?: true;
  /** The timeout in ms. */
  readonly timeout?: number;
  readonly name?: string;
}

type WithProbe = Connector & { readonly probe: ProbeTarget };

function hasProbe(connector: Connector): connector is WithProbe {
  return connector.probe !== undefined;
}

/** Returns the error for a connector without a probe, with the line to add. */
export function withoutProbe({ name, source }: Connector, doing: readonly [string, string]): UsageError {
  return new UsageError(
    `${doing[0]}: connector "${name}" has no probe; add one, for example probe: "smtp://127.0.0.1:25" (${source.place})`,
    `${doing[1]}: コネクタ「${name}」に probe がありません。probe: "smtp://127.0.0.1:25" のように指定してください (${source.place})`,
  );
}

/** Returns the connector with exactly this name, or with this name in another case. */
function connectorCalled(word: string, all: readonly ConnectorObservation[]): ConnectorObservation | undefined {
  const low = word.toLowerCase();
  const exact = all.find(({ connector }) => connector.name === word);
  return exact ?? all.find(({ connector }) => connector.name.toLowerCase() === low);
}

/**
 * Returns the connector for a prefix of its name or its FQDN.
 * @throws {UsageError}
 */
function connectorLike(word: string, all: readonly ConnectorObservation[]): ConnectorObservation {
  if (all.length > 0) return findConnector(word, all);
  throw new UsageError(
    `cannot probe "${word}": no connector has this name, and a host needs a dot; for a host without one, give smtp://${word}`,
    `「${word}」への接続確認: コネクタがありません。サーバー名の場合は smtp://${word} のように指定してください`,
  );
}

function wished(target: ProbeTarget, { allKeyTypes, timeout, name }: ProbeWishes): ProbeTarget {
  return {
    ...target,
    ...(allKeyTypes === undefined ? {} : { both: true }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(name === undefined ? {} : { serverName: name }),
  };
}

/** Returns whether two connectors are probed with the same settings and the same trust anchors. */
function asksTheSame({ connector: one }: ConnectorObservation, { connector: other }: ConnectorObservation): boolean {
  return isDeepStrictEqual([one.probe, one.trust], [other.probe, other.trust]);
}

/**
 * Finds the connector or server that a word names. A server is probed like its connectors, if all
 * of them have the same settings.
 * @throws {UsageError}
 */
export function findProbed(word: string, wishes: ProbeWishes, all: readonly ConnectorObservation[]): Probed {
  const called = connectorCalled(word, all);
  const place = called === undefined ? probedPlace(word) : undefined;
  const isNameGiven = wishes.name !== undefined;
  if (place === undefined) {
    const named = called ?? connectorLike(word, all);
    const { connector } = named;
    if (!hasProbe(connector)) throw withoutProbe(connector, [`cannot probe "${word}"`, `「${word}」への接続確認`]);
    return {
      target: wished(connector.probe, wishes),
      trust: connector.trust,
      connectors: [named],
      isAsConnector: true,
      isNameGiven,
    };
  }
  const there = all.filter(({ connector }) => connector.probe && probeUrl(connector.probe) === probeUrl(place));
  const [only, ...others] = there;
  if (only !== undefined && hasProbe(only.connector) && others.every((other) => asksTheSame(only, other))) {
    const { probe, trust } = only.connector;
    return { target: wished(probe, wishes), trust, connectors: there, isAsConnector: true, isNameGiven };
  }
  const serverName = resemblesIpAddress(place.host) ? undefined : place.host;
  const target = wished({ ...place, ...USUAL_PROBE, serverName }, wishes);
  return { target, trust: undefined, connectors: there, isAsConnector: false, isNameGiven };
}
