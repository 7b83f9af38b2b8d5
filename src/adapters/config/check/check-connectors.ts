import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { indexedMaps, isKeys, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';

/** Returns errors between the keys of a connector that are valid separately. */
export function checkConnectors(connectors: unknown): readonly PathError[] {
  return indexedMaps(connectors).flatMap(([index, connector]) =>
    [
      ...certificateFileErrors(connector),
      ...internalErrors(connector),
      ...clientKeyErrors(connector),
      ...requireClientCertificateErrors(connector),
      ...selectCertificateErrors(connector),
    ].map(toPathError(index)),
  );
}

/** Returns warnings about valid connectors. */
export function warnConnectors(connectors: unknown): readonly PathError[] {
  return indexedMaps(connectors).flatMap(([index, connector]) =>
    [...missingProbeWarnings(connector), ...uselessProbeWarnings(connector)].map(toPathError(index)),
  );
}

/** An error of a key of a connector. A key inside `probe` is written as `probe.KEY`. */
type KeyError = readonly [key: string, failure: Failure];

function toPathError(index: number): (error: KeyError) => PathError {
  return ([key, failure]) => ({ path: ['connectors', index, ...key.split('.')], pointsAt: 'key', failure });
}

/**
 * Reports a certificate that is configured both by name and by file, and a key file without a
 * certificate file.
 */
function certificateFileErrors(connector: Keys): KeyError[] {
  const has = (key: string): boolean => Object.hasOwn(connector, key);
  if (has('keyFile') && !has('certificateFile')) {
    return [['keyFile', CONFIGURATION_FAILURES.key_requires_key({ key: 'keyFile', other: 'certificateFile' })]];
  }
  return has('tlsCertificateName') && has('certificateFile')
    ? [
        [
          'tlsCertificateName',
          CONFIGURATION_FAILURES.key_excludes_key({ key: 'tlsCertificateName', other: 'certificateFile' }),
        ],
      ]
    : [];
}

/**
 * Reports `internal` for a Receive connector: the key is about the remote server of a Send
 * connector.
 */
function internalErrors({ direction, internal }: Keys): KeyError[] {
  if (direction !== 'receive' || internal === undefined) return [];
  return [['internal', CONFIGURATION_FAILURES.only_for_send_connectors({ key: 'internal' })]];
}

/** The keys that select the certificate of a connector. */
const CERTIFICATE_KEYS = ['certificateFile', 'tlsCertificateName'];

function requireClientCertificateErrors(connector: Keys): KeyError[] {
  const { direction, requireClientCertificate: rawValue } = connector;
  const key = 'requireClientCertificate';
  if (rawValue === undefined) return [];
  if (direction === 'receive') {
    return [[key, CONFIGURATION_FAILURES.only_for_send_connectors({ key })]];
  }
  const certificateKey = CERTIFICATE_KEYS.find((name) => Object.hasOwn(connector, name));
  if (rawValue !== false || certificateKey === undefined) return [];
  return [[key, CONFIGURATION_FAILURES.false_with_certificate({ key, other: certificateKey })]];
}

function selectCertificateErrors(connector: Keys): KeyError[] {
  const { direction, selectCertificate: rawValue } = connector;
  const key = 'selectCertificate';
  if (rawValue === undefined) return [];
  if (direction === 'send') {
    return [[key, CONFIGURATION_FAILURES.only_for_receive_connectors({ key, other: 'requireClientCertificate' })]];
  }
  if (rawValue !== false) return [];
  const certificateKey = CERTIFICATE_KEYS.find((name) => Object.hasOwn(connector, name));
  if (certificateKey !== undefined)
    return [[key, CONFIGURATION_FAILURES.false_with_certificate({ key, other: certificateKey })]];
  if (Object.hasOwn(connector, 'probe')) return [];
  return [[key, CONFIGURATION_FAILURES.false_without_probe({ key })]];
}

function clientKeyErrors({ probe }: Keys): KeyError[] {
  if (!isKeys(probe) || !Object.hasOwn(probe, 'clientKeyFile') || Object.hasOwn(probe, 'clientCertificateFile')) {
    return [];
  }
  const failure = CONFIGURATION_FAILURES.key_requires_key({ key: 'clientKeyFile', other: 'clientCertificateFile' });
  return [['probe.clientKeyFile', failure]];
}

/** Reports keys that have no effect without a probe, if the connector has no probe. */
function missingProbeWarnings(connector: Keys): KeyError[] {
  if (Object.hasOwn(connector, 'probe')) return [];
  return ['grace', 'trust', 'internal']
    .filter((key) => Object.hasOwn(connector, key))
    .map((key) => [key, CONFIGURATION_FAILURES.key_without_probe({ key })]);
}

function uselessProbeWarnings({ starttls, probe }: Keys): KeyError[] {
  if (starttls !== false || probe === undefined) return [];
  return [['probe', CONFIGURATION_FAILURES.probe_without_starttls]];
}
