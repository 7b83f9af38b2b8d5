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
type KeyError = readonly [key: string, message: string];

function toPathError(index: number): (error: KeyError) => PathError {
  return ([key, message]) => ({ path: ['connectors', index, ...key.split('.')], pointsAt: 'key', message });
}

/**
 * Reports a certificate that is configured both by name and by file, and a key file without a
 * certificate file.
 */
function certificateFileErrors(connector: Keys): KeyError[] {
  const has = (key: string): boolean => Object.hasOwn(connector, key);
  if (has('keyFile') && !has('certificateFile')) {
    return [['keyFile', 'keyFile requires certificateFile']];
  }
  return has('tlsCertificateName') && has('certificateFile')
    ? [['tlsCertificateName', 'tlsCertificateName is only valid without certificateFile; remove one of them']]
    : [];
}

/**
 * Reports `internal` for a Receive connector: the key is about the remote server of a Send
 * connector.
 */
function internalErrors({ direction, internal }: Keys): KeyError[] {
  if (direction !== 'receive' || internal === undefined) return [];
  return [['internal', 'internal is only valid for Send connectors; remove it']];
}

/** The keys that select the certificate of a connector. */
const CERTIFICATE_KEYS = ['certificateFile', 'tlsCertificateName'];

function requireClientCertificateErrors(connector: Keys): KeyError[] {
  const { direction, requireClientCertificate: rawValue } = connector;
  const key = 'requireClientCertificate';
  if (rawValue === undefined) return [];
  if (direction === 'receive') {
    return [[key, `${key} is only valid for Send connectors; remove it`]];
  }
  const certificateKey = CERTIFICATE_KEYS.find((name) => Object.hasOwn(connector, name));
  if (rawValue !== false || certificateKey === undefined) return [];
  return [[key, `${key} must not be false if ${certificateKey} is set; remove one of them`]];
}

function selectCertificateErrors(connector: Keys): KeyError[] {
  const { direction, selectCertificate: rawValue } = connector;
  const key = 'selectCertificate';
  if (rawValue === undefined) return [];
  if (direction === 'send') {
    return [[key, `${key} is only valid for Receive connectors; use requireClientCertificate`]];
  }
  if (rawValue !== false) return [];
  const certificateKey = CERTIFICATE_KEYS.find((name) => Object.hasOwn(connector, name));
  if (certificateKey !== undefined)
    return [[key, `${key} must not be false if ${certificateKey} is set; remove one of them`]];
  if (Object.hasOwn(connector, 'probe')) return [];
  return [[key, `${key}: false requires a probe, for example probe: "smtp://mx.example.com:25"`]];
}

function clientKeyErrors({ probe }: Keys): KeyError[] {
  if (!isKeys(probe) || !Object.hasOwn(probe, 'clientKeyFile') || Object.hasOwn(probe, 'clientCertificateFile')) {
    return [];
  }
  const message = 'clientKeyFile requires clientCertificateFile';
  return [['probe.clientKeyFile', message]];
}

/** Reports keys that have no effect without a probe, if the connector has no probe. */
function missingProbeWarnings(connector: Keys): KeyError[] {
  if (Object.hasOwn(connector, 'probe')) return [];
  return ['grace', 'trust', 'internal']
    .filter((key) => Object.hasOwn(connector, key))
    .map((key) => [key, `${key} requires a probe, for example probe: "smtp://127.0.0.1:25"`]);
}

function uselessProbeWarnings({ starttls, probe }: Keys): KeyError[] {
  if (starttls !== false || probe === undefined) return [];
  return [['probe', 'probe requires starttls: true; remove one of them']];
}
