import { PROBE_PROTOCOLS } from '../../../domain/connector/probe-target.ts';
import type { RotatedCertificate } from '../../../domain/served/rotation.ts';
import {
  type Check,
  isFlag,
  isInstant,
  isText,
  isTexts,
  listOf,
  objectOf,
  oneOf,
  optional,
} from '../../../formats/json-checks.ts';
import { isProblem, isRequestedBy } from './memory-shapes.ts';
import type { WrittenAddress, WrittenRotatedConnector, WrittenRotation } from './written-rotation.ts';

const isRotatedCertificate = optional(
  objectOf<RotatedCertificate>({ thumbprint: isText, serialNumber: isText, notAfter: isInstant }),
);

const isRotatedConnector = objectOf<WrittenRotatedConnector>({
  connector: isText,
  protocol: optional(oneOf(...PROBE_PROTOCOLS, 'submission')),
  onDisk: listOf(isRotatedCertificate),
  problem: optional(isProblem),
  addresses: listOf(
    objectOf<WrittenAddress>({
      address: isText,
      keyType: oneOf('rsa', 'ecdsa', 'any'),
      before: isRotatedCertificate,
      after: isRotatedCertificate,
      problem: optional(isProblem),
    }),
  ),
});

/** Checks the result of a reload command, as written in the table `rotation`. */
export const isRotation: Check = objectOf<WrittenRotation>({
  rotationId: isText,
  requestedBy: isRequestedBy,
  command: isTexts,
  at: isInstant,
  failure: optional(oneOf('reload-failed', 'not-served', 'probe-failed', 'unknown')),
  isReloaded: isFlag,
  problem: optional(isProblem),
  connectors: listOf(isRotatedConnector),
});
