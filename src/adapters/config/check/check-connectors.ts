import { isKeys, items, type Keys } from '../schema/keys.ts';
import type { PathFault } from '../schema/path-fault.ts';

/** What is right by itself and wrong beside the rest of a connector. */
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

/** What can be used as it is written, and would better be written otherwise. */
export function warnConnectors(connectors: unknown): readonly PathFault[] {
  return items(connectors).flatMap(([index, connector]) =>
    [...withoutProbe(connector), ...notProbed(connector)].map(placedAt(index)),
  );
}

/** A key of a connector, one inside `probe` behind a dot, and what is wrong with it. */
type KeyFault = readonly [key: string, message: string];

function placedAt(index: number): (fault: KeyFault) => PathFault {
  return ([key, message]) => ({ path: ['connectors', index, ...key.split('.')], what: 'key', message });
}

/** A certificate is named by a file or by its issuer and subject; a key goes with a file. */
function namedTwice(connector: Keys): KeyFault[] {
  const has = (key: string): boolean => Object.hasOwn(connector, key);
  if (has('keyFile') && !has('certificateFile')) {
    return [['keyFile', 'keyFile stands without certificateFile; name the file of the certificate too']];
  }
  return has('tlsCertificateName') && has('certificateFile')
    ? [['tlsCertificateName', 'tlsCertificateName and certificateFile both name the certificate; keep one']]
    : [];
}

/** Only a Send connector has another side. */
function otherSide({ direction, internal }: Keys): KeyFault[] {
  if (direction !== 'receive' || internal === undefined) return [];
  return [['internal', 'internal says who the other side of a Send connector is, and this one receives; take it out']];
}

/** Keys that name the certificate of a connector. */
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

/** What judges a probe that there is not. */
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
