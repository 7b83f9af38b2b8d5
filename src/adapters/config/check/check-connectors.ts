import { isKeys, items, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';

/** Returns errors between the keys of a connector that are valid separately. */
export function checkConnectors(connectors: unknown): readonly PathError[] {
  return items(connectors).flatMap(([index, connector]) =>
    [
      ...namedTwice(connector),
      ...otherSide(connector),
      ...keyOfNothing(connector),
      ...clientCertificate(connector),
      ...servedOnly(connector),
    ].map(placedAt(index)),
  );
}

/** Returns warnings about valid connectors. */
export function warnConnectors(connectors: unknown): readonly PathError[] {
  return items(connectors).flatMap(([index, connector]) =>
    [...withoutProbe(connector), ...notProbed(connector)].map(placedAt(index)),
  );
}

/** A key of a connector, with a dot for keys inside `probe`, and its error. */
type KeyError = readonly [key: string, message: string];

function placedAt(index: number): (error: KeyError) => PathError {
  return ([key, message]) => ({ path: ['connectors', index, ...key.split('.')], marks: 'key', message });
}

/** Reports two names of the certificate, and a key without a certificate file. */
function namedTwice(connector: Keys): KeyError[] {
  const has = (key: string): boolean => Object.hasOwn(connector, key);
  if (has('keyFile') && !has('certificateFile')) {
    return [['keyFile', 'keyFile requires certificateFile']];
  }
  return has('tlsCertificateName') && has('certificateFile')
    ? [['tlsCertificateName', 'tlsCertificateName is only valid without certificateFile; remove one of them']]
    : [];
}

/**
 * Reports `internal` for a Receive connector; it describes the remote server of a Send connector.
 */
function otherSide({ direction, internal }: Keys): KeyError[] {
  if (direction !== 'receive' || internal === undefined) return [];
  return [['internal', 'internal is only valid for Send connectors; remove it']];
}

/** The keys that name the certificate of a connector. */
const NAMING = ['certificateFile', 'tlsCertificateName'];

function clientCertificate(connector: Keys): KeyError[] {
  const { direction, requireClientCertificate: rawValue } = connector;
  const key = 'requireClientCertificate';
  if (rawValue === undefined) return [];
  if (direction === 'receive') {
    return [[key, `${key} is only valid for Send connectors; remove it`]];
  }
  const naming = NAMING.find((each) => Object.hasOwn(connector, each));
  if (rawValue !== false || naming === undefined) return [];
  return [[key, `${key} must not be false if ${naming} is set; remove one of them`]];
}

function servedOnly(connector: Keys): KeyError[] {
  const { direction, selectCertificate: rawValue } = connector;
  const key = 'selectCertificate';
  if (rawValue === undefined) return [];
  if (direction === 'send') {
    return [[key, `${key} is only valid for Receive connectors; use requireClientCertificate`]];
  }
  if (rawValue !== false) return [];
  const naming = NAMING.find((each) => Object.hasOwn(connector, each));
  if (naming !== undefined) return [[key, `${key} must not be false if ${naming} is set; remove one of them`]];
  if (Object.hasOwn(connector, 'probe')) return [];
  return [[key, `${key}: false requires a probe, for example probe: "smtp://mx.example.com:25"`]];
}

function keyOfNothing({ probe }: Keys): KeyError[] {
  if (!isKeys(probe) || !Object.hasOwn(probe, 'clientKeyFile') || Object.hasOwn(probe, 'clientCertificateFile')) {
    return [];
  }
  const message = 'clientKeyFile requires clientCertificateFile';
  return [['probe.clientKeyFile', message]];
}

/** Reports keys that only affect a probe if the connector has none. */
function withoutProbe(connector: Keys): KeyError[] {
  if (Object.hasOwn(connector, 'probe')) return [];
  return ['grace', 'trust', 'internal']
    .filter((key) => Object.hasOwn(connector, key))
    .map((key) => [key, `${key} requires a probe, for example probe: "smtp://127.0.0.1:25"`]);
}

function notProbed({ starttls, probe }: Keys): KeyError[] {
  if (starttls !== false || probe === undefined) return [];
  return [['probe', 'probe requires starttls: true; remove one of them']];
}
