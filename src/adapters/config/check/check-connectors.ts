import { isKeys, items, type Keys } from '../schema/keys.ts';
import type { PathFault } from '../schema/path-fault.ts';

/** Returns errors between the keys of a connector, each of which is valid by itself. */
export function checkConnectors(connectors: unknown): readonly PathFault[] {
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
export function warnConnectors(connectors: unknown): readonly PathFault[] {
  return items(connectors).flatMap(([index, connector]) =>
    [...withoutProbe(connector), ...notProbed(connector)].map(placedAt(index)),
  );
}

/** A key of a connector, with a dot for keys inside `probe`, and its error. */
type KeyFault = readonly [key: string, message: string];

function placedAt(index: number): (fault: KeyFault) => PathFault {
  return ([key, message]) => ({ path: ['connectors', index, ...key.split('.')], what: 'key', message });
}

/** Reports two names of the certificate, and a key without a certificate file. */
function namedTwice(connector: Keys): KeyFault[] {
  const has = (key: string): boolean => Object.hasOwn(connector, key);
  if (has('keyFile') && !has('certificateFile')) {
    return [['keyFile', 'keyFile stands without certificateFile; name the file of the certificate too']];
  }
  return has('tlsCertificateName') && has('certificateFile')
    ? [['tlsCertificateName', 'tlsCertificateName and certificateFile both name the certificate; keep one']]
    : [];
}

/**
 * Reports `internal` for a Receive connector; it describes the remote server of a Send connector.
 */
function otherSide({ direction, internal }: Keys): KeyFault[] {
  if (direction !== 'receive' || internal === undefined) return [];
  return [['internal', 'internal says who the other side of a Send connector is, and this one receives; take it out']];
}

/** The keys that name the certificate of a connector. */
const NAMING = ['certificateFile', 'tlsCertificateName'];

function clientCertificate(connector: Keys): KeyFault[] {
  const { direction, requireClientCertificate: written } = connector;
  const key = 'requireClientCertificate';
  if (written === undefined) return [];
  if (direction === 'receive') {
    return [[key, `${key} is only valid for Send connectors, and this one receives; remove it`]];
  }
  const naming = NAMING.find((each) => Object.hasOwn(connector, each));
  if (written !== false || naming === undefined) return [];
  return [[key, `${key} must not be false if ${naming} names a certificate; remove one of them`]];
}

function servedOnly(connector: Keys): KeyFault[] {
  const { direction, selectCertificate: written } = connector;
  const key = 'selectCertificate';
  if (written === undefined) return [];
  if (direction === 'send') {
    return [[key, `${key} is only valid for Receive connectors, and this one sends; write requireClientCertificate`]];
  }
  if (written !== false) return [];
  const naming = NAMING.find((each) => Object.hasOwn(connector, each));
  if (naming !== undefined)
    return [[key, `${key} must not be false if ${naming} names a certificate; remove one of them`]];
  if (Object.hasOwn(connector, 'probe')) return [];
  return [[key, `${key}: false requires a probe, as in probe: "smtp://mx.example.com:25"`]];
}

function keyOfNothing({ probe }: Keys): KeyFault[] {
  if (!isKeys(probe) || !Object.hasOwn(probe, 'clientKeyFile') || Object.hasOwn(probe, 'clientCertificateFile')) {
    return [];
  }
  const message = 'clientKeyFile stands without clientCertificateFile; name the file of the certificate too';
  return [['probe.clientKeyFile', message]];
}

/** Reports keys that only affect a probe if the connector has none. */
function withoutProbe(connector: Keys): KeyFault[] {
  if (Object.hasOwn(connector, 'probe')) return [];
  return ['grace', 'trust', 'internal']
    .filter((key) => Object.hasOwn(connector, key))
    .map((key) => [
      key,
      `${key} counts only where a probe looks at what is served; add one, as in probe: "smtp://127.0.0.1:25", or take it out`,
    ]);
}

function notProbed({ starttls, probe }: Keys): KeyFault[] {
  if (starttls !== false || probe === undefined) return [];
  return [['probe', 'nothing is probed where starttls: false says that no TLS is offered; take one of them out']];
}
