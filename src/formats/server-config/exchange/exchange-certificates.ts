import {
  type Certificate,
  CORRECT_KEY_ACCESS,
  type Service,
  type StoredCertificate,
} from '../../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import { EXCHANGE_FAILURES } from '../../../domain/failure/exchange-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { parseCertificate } from '../../x509/parse-certificate.ts';
import type { ExchangeExport } from './exchange-export.ts';
import { ExchangeError, type ExchangeObject, flagIn, listIn, textIn, wordsIn } from './exchange-values.ts';

/** The certificates of an Exchange server, and what the server says about their chains. */
export interface ExchangeCertificates {
  readonly certificates: readonly StoredCertificate[];
  /**
   * By thumbprint. Without an entry for a certificate that the server calls neither valid nor
   * self-signed.
   */
  readonly chains: ReadonlyMap<string, ChainVerdict>;
  readonly problems: readonly Problem[];
}

/**
 * The services by Exchange's names.
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
const SERVICES: ReadonlyMap<string, Service> = new Map([
  ['imap', 'IMAP'],
  ['pop', 'POP'],
  ['um', 'UM'],
  ['iis', 'IIS'],
  ['smtp', 'SMTP'],
  ['federation', 'Federation'],
]);
/** The values of RootCAType for the organization's own CAs. */
const ORGANIZATION_ROOTS: ReadonlySet<string> = new Set(['enterprise', 'grouppolicy']);
const MAX_CERTIFICATE_BYTES = 65_536;

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/**
 * Returns the bytes of a certificate in base64 or in a list of byte values. @throws {ExchangeError}
 */
function derOf(object: ExchangeObject): Buffer {
  const value = object['RawData'];
  if (typeof value === 'string' && value.length <= 2 * MAX_CERTIFICATE_BYTES && /^[A-Za-z0-9+/\s]+=*\s*$/.test(value)) {
    return Buffer.from(value, 'base64');
  }
  const bytes = typeof value === 'string' ? [] : listIn(value);
  if (bytes.length === 0 || bytes.length > MAX_CERTIFICATE_BYTES)
    throw new ExchangeError(EXCHANGE_FAILURES.exported_certificate_missing);
  if (!bytes.every(isByte)) throw new ExchangeError(EXCHANGE_FAILURES.exported_certificate_missing);
  return Buffer.from([...bytes]);
}

/** Returns the server's verdict on a chain; undefined if it is neither trusted nor self-signed. */
function chainVerdictOf(object: ExchangeObject, { isSelfIssued }: Certificate): ChainVerdict | undefined {
  if (flagIn(object, 'IsSelfSigned', isSelfIssued)) return { status: 'self-signed' };
  if (textIn(object, 'Status')?.toLowerCase() !== 'valid') return undefined;
  const root = textIn(object, 'RootCAType')?.toLowerCase() ?? '';
  return { status: 'trusted', anchor: ORGANIZATION_ROOTS.has(root) ? 'enterprise' : 'system' };
}

/**
 * Reads the certificates. A certificate that cannot be read is a problem with its position in the
 * file.
 * @param store the name of the store
 * @param path the path of the export, absolute
 */
export function exchangeCertificates(
  { certificates: objects }: ExchangeExport,
  store: string,
  path: string,
): ExchangeCertificates {
  const certificates: StoredCertificate[] = [];
  const chains = new Map<string, ChainVerdict>();
  const problems: Problem[] = [];
  for (const [block, object] of objects.entries()) {
    const location = `${path}#Certificates[${block}]`;
    try {
      const parsed = parseCertificate(derOf(object), location);
      if (parsed.kind === 'problem') {
        problems.push(parsed.problem);
        continue;
      }
      const certificate = parsed.value;
      const services = [...(wordsIn(object, 'Services') ?? [])].flatMap((word) => SERVICES.get(word) ?? []);
      const keyKind = flagIn(object, 'HasPrivateKey', true) ? 'matches' : 'missing';
      certificates.push({
        certificate,
        store,
        location: { path, block, alias: textIn(object, 'FriendlyName') },
        services,
        key: { kind: keyKind, path: undefined, access: CORRECT_KEY_ACCESS },
      });
      const verdict = chainVerdictOf(object, certificate);
      if (verdict !== undefined) chains.set(certificate.thumbprint, verdict);
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      problems.push(problemOfFailure('settings_malformed', location, error.failure));
    }
  }
  return { certificates, chains, problems };
}
