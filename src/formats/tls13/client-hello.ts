import { CIPHER_SUITES } from './cipher-suites.ts';
import { signatureCodes } from './signature-schemes.ts';
import { uint16s, vector } from './vector.ts';

/**
 * The only offered group; every TLS 1.3 implementation must support it.
 * @see RFC 8446 section 9.1
 */
export const SECP256R1 = 0x0017;
/** The version number of TLS 1.3. */
export const TLS_1_3 = 0x0304;
/** The value of TLS 1.3 in the legacy version field. */
export const TLS_1_2 = 0x0303;
/** The used extension types. @see RFC 8446 section 4.2 */
export const EXTENSION = {
  serverName: 0,
  supportedGroups: 10,
  signatureAlgorithms: 13,
  supportedVersions: 43,
  keyShare: 51,
  signatureAlgorithmsCert: 50,
} as const;

/** The variable contents of a ClientHello. */
export interface Hello {
  readonly random: Buffer;
  readonly sessionId: Buffer;
  /** An uncompressed point of secp256r1. */
  readonly keyShare: Buffer;
  readonly serverName: string | undefined;
  /** The requested type of the server's key. */
  readonly keyType: 'any' | 'rsa' | 'ecdsa';
}

const HOST_NAME: Buffer = Buffer.of(0);
const NO_COMPRESSION: Buffer = vector(1, Buffer.of(0));
const SUITES: Buffer = vector(2, uint16s(...CIPHER_SUITES.map(({ code }) => code)));
const VERSIONS: Buffer = extension(EXTENSION.supportedVersions, vector(1, uint16s(TLS_1_3)));
const GROUPS: Buffer = extension(EXTENSION.supportedGroups, vector(2, uint16s(SECP256R1)));

/** The extensions that are the same for all servers. */
const FIXED: Readonly<Record<Hello['keyType'], Buffer>> = {
  any: fixedFor('any'),
  rsa: fixedFor('rsa'),
  ecdsa: fixedFor('ecdsa'),
};

function fixedFor(keyType: Hello['keyType']): Buffer {
  const { handshake, certificates } = signatureCodes(keyType);
  return Buffer.concat([
    VERSIONS,
    GROUPS,
    extension(EXTENSION.signatureAlgorithms, vector(2, uint16s(...handshake))),
    extension(EXTENSION.signatureAlgorithmsCert, vector(2, uint16s(...certificates))),
  ]);
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([uint16s(type), vector(2, content)]);
}

/**
 * Returns the body of a ClientHello that offers only TLS 1.3. It offers no session resumption, so
 * servers send no tickets.
 * @see RFC 8446 section 4.1.2
 */
export function clientHello({ random, sessionId, keyShare, serverName, keyType }: Hello): Buffer {
  const extensions = [
    ...(serverName === undefined ? [] : [extension(EXTENSION.serverName, nameOf(serverName))]),
    FIXED[keyType],
    extension(EXTENSION.keyShare, vector(2, uint16s(SECP256R1), vector(2, keyShare))),
  ];
  return Buffer.concat([
    uint16s(TLS_1_2),
    random,
    vector(1, sessionId),
    SUITES,
    NO_COMPRESSION,
    vector(2, ...extensions),
  ]);
}

/** @see RFC 6066 section 3 */
function nameOf(serverName: string): Buffer {
  return vector(2, HOST_NAME, vector(2, Buffer.from(serverName, 'latin1')));
}
