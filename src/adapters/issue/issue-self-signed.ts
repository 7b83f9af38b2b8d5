import { generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { parseCertificate } from '../../formats/x509/parse-certificate.ts';
import { IssueError } from '../../work/errors.ts';
import type { CertificateIssuer, CertificateOrder } from '../../work/ports.ts';

const generate = promisify(generateKeyPair);

/**
 * Issues self-signed certificates for TLS servers: X.509 v3, no CA, for server and client authentication, a random
 * serial number of 16 octets, SHA-256.
 * @see RFC 5280
 */
export const issueSelfSigned: CertificateIssuer = {
  /** @throws {IssueError} */
  issue: async (order) => {
    const described = `issuing a self-signed certificate for ${order.commonName}`;
    try {
      const { publicKey, privateKey } = await makeKey(order.key);
      // node-forge takes a while to load, and few processes ever issue.
      const { buildToBeSigned, wrapSigned } = await import('./build-certificate.ts');
      const isEc = order.key === 'ec-p256';
      const spki = publicKey.export({ type: 'spki', format: 'der' });
      const toBeSigned = buildToBeSigned({ order, spki, serialNumber: positiveSerialNumber(), isEc });
      const der = wrapSigned(toBeSigned, sign('sha256', toBeSigned, privateKey), isEc);
      const parsed = parseCertificate(der, order.commonName);
      if (parsed.kind === 'problem') throw new Error(`${parsed.problem.reason} ${parsed.problem.detail}`);
      return {
        certificate: parsed.value,
        certificatePem: pem(der),
        privateKeyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      };
    } catch (error) {
      throw new IssueError(`${described}: ${error instanceof Error ? error.message : String(error)}`, error);
    }
  },
};

function makeKey(
  key: CertificateOrder['key'],
): Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }> {
  if (key === 'ec-p256') return generate('ec', { namedCurve: 'prime256v1' });
  return generate('rsa', { modulusLength: key === 'rsa-2048' ? 2048 : 4096 });
}

/** 16 octets, the highest bit clear and the next one set: positive, and never shorter. @see RFC 5280 section 4.1.2.2 */
function positiveSerialNumber(): Buffer {
  const octets = randomBytes(16);
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return octets;
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
