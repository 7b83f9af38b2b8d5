import type { Problem } from '../../../domain/failure/problem.ts';
import type { RotatedAddress, RotatedConnector, Rotation } from '../../../domain/served/rotation.ts';
import { readProblem, type WrittenProblem, writeProblem } from './written-failures.ts';

/** The JSON form of an address of a rotation. */
export type WrittenAddress = Omit<RotatedAddress, 'problem'> & { readonly problem: WrittenProblem | undefined };

/** The JSON form of a connector of a rotation. */
export type WrittenRotatedConnector = Omit<RotatedConnector, 'problem' | 'addresses'> & {
  readonly problem: WrittenProblem | undefined;
  readonly addresses: readonly WrittenAddress[];
};

/** The JSON form of a rotation. */
export type WrittenRotation = Omit<Rotation, 'problem' | 'connectors'> & {
  readonly problem: WrittenProblem | undefined;
  readonly connectors: readonly WrittenRotatedConnector[];
};

/** Returns the JSON form of a rotation. */
export function writeRotation(rotation: Rotation): WrittenRotation {
  const withWritten = <T extends { readonly problem: Problem | undefined }>(
    value: T,
  ): Omit<T, 'problem'> & { readonly problem: WrittenProblem | undefined } => ({
    ...value,
    problem: value.problem && writeProblem(value.problem),
  });
  return {
    ...withWritten(rotation),
    connectors: rotation.connectors.map((connector) => ({
      ...withWritten(connector),
      addresses: connector.addresses.map(withWritten),
    })),
  };
}

/** Reads the output of `writeRotation`, also of earlier versions. */
export function readRotation(written: WrittenRotation): Rotation {
  const withProblem = <T extends { readonly problem: WrittenProblem | undefined }>(
    value: T,
  ): Omit<T, 'problem'> & { readonly problem: Problem | undefined } => ({
    ...value,
    problem: value.problem && readProblem(value.problem),
  });
  return {
    ...withProblem(written),
    connectors: written.connectors.map((connector) => ({
      ...withProblem(connector),
      addresses: connector.addresses.map(withProblem),
    })),
  };
}
