import { element, integer, objectIdentifier, sequence } from '../../fixtures/write-der.ts';

/** The parts of a certificate, each a complete element; left out: valid ones. */
export interface Parts {
  readonly version?: Buffer;
  readonly serialNumber?: Buffer;
  readonly issuer?: Buffer;
  readonly validity?: Buffer;
  readonly subject?: Buffer;
  readonly publicKey?: Buffer;
  /** The elements after the public key. */
  readonly rest?: readonly Buffer[];
  readonly signatureAlgorithm?: Buffer;
  /** The elements after the signature. */
  readonly afterSignature?: readonly Buffer[];
}

export const utcTime = (text: string): Buffer => element(0x17, Buffer.from(text, 'latin1'));
export const generalizedTime = (text: string): Buffer => element(0x18, Buffer.from(text, 'latin1'));
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8'));

/** Returns an attribute of a name. */
export const attribute = (oid: string, value: Buffer): Buffer => sequence(objectIdentifier(oid), value);
/** Returns a name with these relative names, each with its attributes. */
export const name = (...relativeNames: readonly (readonly Buffer[])[]): Buffer =>
  sequence(...relativeNames.map((attributes) => element(0x31, ...attributes)));
export const commonName = (text: string): Buffer => name([attribute('2.5.4.3', utf8(text))]);

export const bitString = (...contents: readonly Buffer[]): Buffer => element(0x03, Buffer.from([0]), ...contents);
export const algorithm = (oid: string, ...parameters: readonly Buffer[]): Buffer =>
  sequence(objectIdentifier(oid), ...parameters);

export const extension = (oid: string, value: Buffer): Buffer => sequence(objectIdentifier(oid), element(0x04, value));

/** Returns a certificate with an invalid signature, for parts that no tool writes. */
export function handMade(parts: Parts = {}): Buffer {
  const signatureAlgorithm = parts.signatureAlgorithm ?? algorithm('1.2.840.10045.4.3.2');
  const toBeSigned = sequence(
    parts.version ?? element(0xa0, integer(Buffer.from([2]))),
    parts.serialNumber ?? integer(Buffer.from([1])),
    signatureAlgorithm,
    parts.issuer ?? commonName('Contoso CA'),
    parts.validity ?? sequence(utcTime('260101000000Z'), utcTime('270101000000Z')),
    parts.subject ?? commonName('mail.contoso.com'),
    parts.publicKey ?? sequence(algorithm('1.3.101.112'), bitString(Buffer.alloc(32))),
    ...(parts.rest ?? []),
  );
  return sequence(toBeSigned, signatureAlgorithm, bitString(Buffer.alloc(64)), ...(parts.afterSignature ?? []));
}
