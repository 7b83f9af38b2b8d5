import { type LifePolicy, recordOnce } from '../condition/advance.ts';
import type { RotatedCertificate, Rotation } from '../connector/rotation.ts';
import { certificateRotationNotProven } from '../event/catalog/certificate-rotation-not-proven.ts';
import { certificateRotationProven } from '../event/catalog/certificate-rotation-proven.ts';
import type { NewEventRecord } from '../event/event-record.ts';
import type { Facts } from '../event/facts.ts';
import type { Settings } from '../settings.ts';
import type { Instant } from '../time.ts';

type Policy = LifePolicy & Pick<Settings, 'command'>;

/** Serial numbers, each once. */
function serials(certificates: readonly (RotatedCertificate | undefined)[]): string {
  return [...new Set(certificates.flatMap((each) => each?.serialNumber ?? []))].join(', ');
}

/** What has to be done next, as far as a command can do it. */
function remedyOf({ failure, command, connector }: Rotation, own: Policy['command']): NewEventRecord['remedy'] {
  const [program, verb, ...units] = command;
  switch (failure) {
    case undefined:
      return [];
    case 'reload-failed':
      return [command];
    case 'unknown':
      return [[...own, 'connectors', 'explain', connector]];
    case 'unseen':
      return [[...own, 'connectors', 'probe', connector]];
    case 'not-served':
      // Not every server reads its certificate at a reload.
      return [
        ...(program === 'systemctl' && verb === 'reload' ? [[program, 'restart', ...units]] : []),
        [...own, 'connectors', 'probe', connector],
      ];
  }
}

function factsOf(rotation: Rotation): Facts {
  const { connector, asked, command, addresses, onDisk } = rotation;
  const now = addresses.find(({ after }) => after !== undefined)?.after;
  const before = addresses.find((each) => each.before !== undefined)?.before;
  const told = now ?? onDisk[0];
  const problem = rotation.problem ?? addresses.find((each) => each.problem !== undefined)?.problem;
  return {
    connector,
    ...(told === undefined ? {} : { thumbprint: told.thumbprint, notAfter: told.notAfter }),
    ...(before === undefined || before.thumbprint === told?.thumbprint ? {} : { thumbprintBefore: before.thumbprint }),
    ...(rotation.failure === undefined || problem === undefined
      ? {}
      : { reason: problem.reason, detail: problem.detail }),
    askedBy: asked.by,
    askedCommand: asked.command,
    askedAt: asked.at,
    reload: command,
    rotated: addresses.map(({ problem: _, ...address }) => address),
  };
}

/** What the event log says of each rotation that a command has left. */
export function rotationRecords(
  rotations: readonly Rotation[],
  policy: Policy,
  now: Instant,
): readonly NewEventRecord[] {
  return rotations.map((rotation) => {
    const { connector, addresses, onDisk, failure } = rotation;
    const presented = serials(addresses.map(({ after }) => after));
    const facts = factsOf(rotation);
    if (failure === undefined) {
      const before = serials(addresses.map((each) => each.before));
      return recordOnce(certificateRotationProven, [connector, presented, before], facts, policy, now);
    }
    const parameters = [connector, failure, presented, serials(onDisk)];
    return recordOnce(certificateRotationNotProven, parameters, facts, policy, now, remedyOf(rotation, policy.command));
  });
}
