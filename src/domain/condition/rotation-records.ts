import type { Settings } from '../assessment/settings.ts';
import { certificateRotationNotProven } from '../event/catalog/certificate-rotation-not-proven.ts';
import { certificateRotationProven } from '../event/catalog/certificate-rotation-proven.ts';
import type { NewEventRecord } from '../event/event-record.ts';
import type { Facts } from '../event/facts.ts';
import { connectorFailure, type RotatedCertificate, type Rotation } from '../served/rotation.ts';
import type { Instant } from '../time.ts';
import { type LifePolicy, recordOnce } from './advance.ts';

type Policy = LifePolicy & Pick<Settings, 'command'>;

/** Returns the serial numbers, each once. */
function serials(certificates: readonly (RotatedCertificate | undefined)[]): string {
  return [...new Set(certificates.flatMap((each) => each?.serialNumber ?? []))].join(', ');
}

/** Maximum number of connectors for which commands are suggested. */
const REMEDIED = 3;

/** Returns the commands that lead to a fix, if there are any. */
function remedyOf(
  { failure, command }: Rotation,
  failed: readonly string[],
  ownCommand: Policy['command'],
): NewEventRecord['remedy'] {
  const [program, verb, ...units] = command;
  const each = (verb: 'explain' | 'probe'): NewEventRecord['remedy'] =>
    failed.slice(0, REMEDIED).map((connector) => [...ownCommand, 'connectors', verb, connector]);
  switch (failure) {
    case undefined:
      return [];
    case 'reload-failed':
      return [command];
    case 'unknown':
      return each('explain');
    case 'probe-failed':
      return each('probe');
    case 'not-served':
      // Not every server reads its certificate again at a reload.
      return [
        ...(program === 'systemctl' && verb === 'reload' ? [[program, 'restart', ...units]] : []),
        ...each('probe'),
      ];
  }
}

/**
 * Returns the connectors that the event names: those that failed, or all if none did or if the
 * reload itself failed.
 */
function affectedConnectors({ failure, connectors }: Rotation): Rotation['connectors'] {
  if (failure === undefined || failure === 'reload-failed') return connectors;
  return connectors.filter((each) => connectorFailure(each) !== undefined);
}

function factsOf(rotation: Rotation, affected: Rotation['connectors']): Facts {
  const { requestedBy, command, connectors } = rotation;
  const names = affected.map(({ connector }) => connector);
  const addresses = affected.flatMap((each) => each.addresses);
  const now = addresses.find(({ after }) => after !== undefined)?.after;
  const before = addresses.find((each) => each.before !== undefined)?.before;
  const certificate = now ?? affected.find(({ onDisk }) => onDisk.length > 0)?.onDisk[0];
  const problem =
    rotation.problem ??
    affected.find((each) => each.problem !== undefined)?.problem ??
    addresses.find((each) => each.problem !== undefined)?.problem;
  const isOne = connectors.length === 1;
  return {
    ...(isOne ? { connector: names[0] ?? '' } : { connectors: names }),
    ...(certificate === undefined ? {} : { thumbprint: certificate.thumbprint, notAfter: certificate.notAfter }),
    ...(before === undefined || before.thumbprint === certificate?.thumbprint
      ? {}
      : { previousThumbprint: before.thumbprint }),
    ...(rotation.failure === undefined || problem === undefined
      ? {}
      : { reason: problem.reason, detail: problem.detail }),
    requestedBy: requestedBy.by,
    requestCommand: requestedBy.command,
    requestedAt: requestedBy.at,
    reload: command,
    rotated: affected.flatMap(({ connector, addresses: ownAddresses }) =>
      ownAddresses.map(({ problem: _, ...address }) => (isOne ? address : { ...address, connector })),
    ),
  };
}

/** Returns the event of each reload that a command recorded. */
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
    const served = serials(addresses.map(({ after }) => after));
    const facts = factsOf(rotation, affected);
    if (failure === undefined) {
      const before = serials(addresses.map((each) => each.before));
      return recordOnce(certificateRotationProven, [names.join(', '), served, before], facts, policy, now);
    }
    const onDisk = serials(affected.flatMap((each) => each.onDisk));
    const parameters = [names.join(', '), failure, served, onDisk];
    const remedy = remedyOf(rotation, names, policy.command);
    return recordOnce(certificateRotationNotProven, parameters, facts, policy, now, remedy);
  });
}
