import type { Settings } from '../assessment/settings.ts';
import { certificateRotationNotProven } from '../event/catalog/certificate-rotation-not-proven.ts';
import { certificateRotationProven } from '../event/catalog/certificate-rotation-proven.ts';
import type { ErrorData, RotationData } from '../event/event-data-groups.ts';
import type { NewEventRecord } from '../event/event-record.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { connectorFailure, connectorProblem, type RotatedCertificate, type Rotation } from '../served/rotation.ts';
import type { Instant } from '../time.ts';
import { type RecordPolicy, recordOnce } from './new-record.ts';

// A rotation is one `connectors reload`: the reload command, and what the servers served before and
// after it.

/** The settings for event records, and the command line of mailcertd for remedies. */
type Policy = RecordPolicy & Pick<Settings, 'command'>;

/** Returns the serial numbers of certificates as text, without duplicates. */
function serialNumbersText(certificates: readonly (RotatedCertificate | undefined)[]): string {
  return [...new Set(certificates.flatMap((certificate) => certificate?.serialNumber ?? []))].join(', ');
}

/** Maximum number of connectors for which commands are suggested. */
const MAX_REMEDY_CONNECTORS = 3;

/**
 * Returns the commands for a fix; empty if the rotation was verified.
 * @param affected the names of the connectors that the event names
 */
function remedyOf(
  { failure, command }: Rotation,
  affected: readonly string[],
  ownCommand: Policy['command'],
): NewEventRecord['remedy'] {
  const [program, verb, ...units] = command;
  const commandPerConnector = (subcommand: 'explain' | 'probe'): NewEventRecord['remedy'] =>
    affected.slice(0, MAX_REMEDY_CONNECTORS).map((connector) => [...ownCommand, 'connectors', subcommand, connector]);
  switch (failure) {
    case undefined:
      return [];
    case 'reload-failed':
      return [command];
    case 'unknown':
      // Which certificate the servers should serve is unknown, and `explain` shows why.
      return commandPerConnector('explain');
    case 'probe-failed':
      return commandPerConnector('probe');
    case 'not-served':
      // A restart may help, because some servers do not read their certificate again at a reload.
      return [
        ...(program === 'systemctl' && verb === 'reload' ? [[program, 'restart', ...units]] : []),
        ...commandPerConnector('probe'),
      ];
  }
}

/**
 * Returns the connectors that the event names: all after a success or a failed reload, otherwise
 * only those whose check failed.
 */
function affectedConnectors({ failure, connectors }: Rotation): Rotation['connectors'] {
  if (failure === undefined || failure === 'reload-failed') return connectors;
  return connectors.filter((connector) => connectorFailure(connector) !== undefined);
}

/**
 * Returns the certificate whose thumbprint the event has, and the one that the same address served
 * before with the same key type: of an address that serves a wrong certificate, if this is the
 * failure; otherwise of the first that serves one. If none does, it is a certificate on disk.
 * @param affected the connectors that the event names
 */
function namedCertificates(
  failure: Rotation['failure'],
  affected: Rotation['connectors'],
): { readonly current: RotatedCertificate | undefined; readonly previous: RotatedCertificate | undefined } {
  for (const { addresses, onDisk } of affected) {
    const expected = onDisk.map(({ thumbprint }) => thumbprint);
    const named = addresses.find(
      ({ after }) => after !== undefined && (failure !== 'not-served' || !expected.includes(after.thumbprint)),
    );
    if (named !== undefined) return { current: named.after, previous: named.before };
  }
  const connector = affected.find(({ onDisk }) => onDisk.length > 0);
  const [current, ...others] = connector?.onDisk ?? [];
  // Each of several certificates on disk has a predecessor of its own, which is unknown.
  const replaced = others.length > 0 ? undefined : connector?.addresses.find(({ before }) => before !== undefined);
  return { current, previous: replaced?.before };
}

/**
 * Returns the error of a failed rotation; empty if there is none.
 * @param affected the connectors that the event names
 */
function errorOf(rotation: Rotation, affected: Rotation['connectors']): Partial<ErrorData> {
  // `rotation.failure` is the worst failure of a connector. The error of a connector with this
  // failure explains it.
  const withThisFailure = affected.filter((each) => connectorFailure(each) === rotation.failure);
  const problem = rotation.problem ?? withThisFailure.flatMap((each) => connectorProblem(each) ?? [])[0];
  return problem === undefined ? {} : errorFacts(problem);
}

/**
 * Returns the data that CertificateRotationProven and CertificateRotationNotProven share.
 * @param affected the connectors that the event names
 */
function dataOf(rotation: Rotation, affected: Rotation['connectors']): RotationData {
  const { requestedBy, command, connectors } = rotation;
  const names = affected.map(({ connector }) => connector);
  const { current, previous } = namedCertificates(rotation.failure, affected);
  const isSingleConnector = connectors.length === 1;
  const protocols = [...new Set(affected.flatMap(({ protocol }) => protocol ?? []))];
  return {
    ...(isSingleConnector ? { connector: names[0] ?? '' } : { connectors: names }),
    ...(protocols.length === 0 ? {} : { serverProtocols: protocols }),
    ...(current === undefined ? {} : { thumbprint: current.thumbprint, notAfter: current.notAfter }),
    ...(previous === undefined || previous.thumbprint === current?.thumbprint
      ? {}
      : { previousThumbprint: previous.thumbprint }),
    requestedBy: requestedBy.by,
    requestCommand: requestedBy.command,
    requestedAt: requestedBy.at,
    reload: command,
    // The error of an address is left out here: the event has one error, in `reason` and `detail`.
    rotated: affected.flatMap(({ connector, addresses: connectorAddresses }) =>
      connectorAddresses.map(({ problem: _, ...address }) => (isSingleConnector ? address : { ...address, connector })),
    ),
  };
}

/** Returns one event record for each rotation. */
export function rotationRecords(
  rotations: readonly Rotation[],
  policy: Policy,
  now: Instant,
): readonly NewEventRecord[] {
  return rotations.map((rotation) => {
    const { failure } = rotation;
    const affected = affectedConnectors(rotation);
    const names = affected.map(({ connector }) => connector);
    const addresses = affected.flatMap((each) => each.addresses);
    const served = serialNumbersText(addresses.map(({ after }) => after));
    const data = dataOf(rotation, affected);
    if (failure === undefined) {
      const previous = serialNumbersText(addresses.map(({ before }) => before));
      const connector = names.join(', ');
      const parameters = { connector, serialNumber: served, serialNumberBefore: previous };
      return recordOnce(certificateRotationProven.contentOf(parameters, data), policy, now);
    }
    const onDisk = serialNumbersText(affected.flatMap((each) => each.onDisk));
    const parameters = {
      connector: names.join(', '),
      reason: failure,
      serialNumber: served,
      serialNumberOnDisk: onDisk,
    };
    const remedy = remedyOf(rotation, names, policy.command);
    const content = certificateRotationNotProven.contentOf(parameters, { ...data, ...errorOf(rotation, affected) });
    return recordOnce(content, policy, now, remedy);
  });
}
