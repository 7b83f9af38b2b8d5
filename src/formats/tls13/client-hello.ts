import { CIPHER_SUITES } from './cipher-suites.ts';
import { signatureCodes } from './signature-schemes.ts';
import { encodeUint16s, encodeVector } from './vector.ts';

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
export interface ClientHelloParameters {
  readonly random: Buffer;
  readonly sessionId: Buffer;
  /** An uncompressed point of secp256r1. */
  readonly keyShare: Buffer;
  readonly serverName: string | undefined;
  /** The requested type of the server's key. */
  readonly keyType: 'any' | 'rsa' | 'ecdsa';
}

const HOST_NAME_TYPE: Buffer = Buffer.of(0);
const NO_COMPRESSION: Buffer = encodeVector(1, Buffer.of(0));
const CIPHER_SUITE_LIST: Buffer = encodeVector(2, encodeUint16s(...CIPHER_SUITES.map(({ code }) => code)));
const SUPPORTED_VERSIONS: Buffer = encodeExtension(
  EXTENSION.supportedVersions,
  encodeVector(1, encodeUint16s(TLS_1_3)),
);
const SUPPORTED_GROUPS: Buffer = encodeExtension(EXTENSION.supportedGroups, encodeVector(2, encodeUint16s(SECP256R1)));

/** The extensions that are the same for all servers. */
const FIXED_EXTENSIONS: Readonly<Record<ClientHelloParameters['keyType'], Buffer>> = {
  any: fixedExtensions('any'),
  rsa: fixedExtensions('rsa'),
  ecdsa: fixedExtensions('ecdsa'),
};

function fixedExtensions(keyType: ClientHelloParameters['keyType']): Buffer {
  const { handshake, certificates } = signatureCodes(keyType);
  return Buffer.concat([
    SUPPORTED_VERSIONS,
    SUPPORTED_GROUPS,
    encodeExtension(EXTENSION.signatureAlgorithms, encodeVector(2, encodeUint16s(...handshake))),
    encodeExtension(EXTENSION.signatureAlgorithmsCert, encodeVector(2, encodeUint16s(...certificates))),
  ]);
}

function encodeExtension(type: number, content: Buffer): Buffer {
  return Buffer.concat([encodeUint16s(type), encodeVector(2, content)]);
}

/**
 * Returns the body of a ClientHello that offers only TLS 1.3. It offers no session resumption, so
 * servers send no tickets.
 * @see RFC 8446 section 4.1.2
 */
export function encodeClientHello({ random, sessionId, keyShare, serverName, keyType }: ClientHelloParameters): Buffer {
  const extensions = [
    ...(serverName === undefined ? [] : [encodeExtension(EXTENSION.serverName, serverNameList(serverName))]),
    FIXED_EXTENSIONS[keyType],
    encodeExtension(EXTENSION.keyShare, encodeVector(2, encodeUint16s(SECP256R1), encodeVector(2, keyShare))),
  ];
  return Buffer.concat([
    encodeUint16s(TLS_1_2),
    random,
    encodeVector(1, sessionId),
    CIPHER_SUITE_LIST,
    NO_COMPRESSION,
    encodeVector(2, ...extensions),
  ]);
}

/** @see RFC 6066 section 3 */
function serverNameList(serverName: string): Buffer {
  return encodeVector(2, HOST_NAME_TYPE, encodeVector(2, Buffer.from(serverName, 'latin1')));
}
