import { allowsServer } from '../certificate/allows-server.ts';
import type { AnchorsIdentity } from '../certificate/anchors-identity.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import { limitFailure } from '../failure/failure.ts';
import type { Served, ServedCertificate, ServedLeaf } from './served.ts';

/**
 * The result of a conversation with a server, leaf first; an unparsable certificate is undefined.
 */
export type ProbedConversation =
  | {
      readonly starttls: 'offered' | 'implicit';
      readonly protocol: string;
      readonly cipher: string;
      readonly chain: readonly { readonly certificate: Certificate | undefined }[];
    }
  | { readonly starttls: 'not-offered' | 'refused'; readonly answer: string };

/** Limits for stored results, because a server can send any amount of data. */
const MAX_NAMES = 100;
const MAX_ISSUERS = 10;
/** DNS names are shorter; a truncated name matches nothing. */
const MAX_NAME_CHARACTERS = 256;
const MAX_TEXT_CHARACTERS = 1024;

function cut(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1)}…`;
}

/**
 * Returns the first names up to the limit, with a name that matches `requiredName` if there is one.
 */
function limitNames(names: readonly string[], requiredName: string | undefined): readonly string[] {
  const limitedNames = names.slice(0, MAX_NAMES);
  const matches = (name: string): boolean =>
    requiredName !== undefined && matchDnsName(name, requiredName) !== undefined;
  const laterMatch = limitedNames.some(matches) ? undefined : names.slice(MAX_NAMES).find(matches);
  if (laterMatch !== undefined) limitedNames[MAX_NAMES - 1] = laterMatch;
  return limitedNames.map((name) => cut(name, MAX_NAME_CHARACTERS));
}

function limitCertificate({
  thumbprint,
  serialNumber,
  subject,
  issuer,
  notBefore,
  notAfter,
}: Certificate): ServedCertificate {
  return {
    thumbprint,
    serialNumber: cut(serialNumber, MAX_NAME_CHARACTERS),
    subject: cut(subject, MAX_TEXT_CHARACTERS),
    issuer: cut(issuer, MAX_TEXT_CHARACTERS),
    notBefore,
    notAfter,
  };
}

function limitLeaf(certificate: Certificate, requiredName: string | undefined): ServedLeaf {
  const { dnsNames, ipAddresses, commonNames, publicKeyAlgorithm } = certificate;
  return {
    ...limitCertificate(certificate),
    dnsNames: limitNames(dnsNames, requiredName),
    ipAddresses: limitNames(ipAddresses, undefined),
    commonNames: limitNames(commonNames, requiredName),
    publicKeyAlgorithm: cut(publicKeyAlgorithm, MAX_NAME_CHARACTERS),
    ...(allowsServer(certificate) ? {} : { purposeMismatch: true }),
  };
}

function limitVerdict(chain: ChainVerdict): ChainVerdict {
  if (chain.status === 'self-signed') return chain;
  if (chain.status === 'refused') return { status: 'refused', detail: cut(chain.detail, MAX_TEXT_CHARACTERS) };
  if (chain.status === 'unknown') {
    return { status: 'unknown', failure: limitFailure(chain.failure, MAX_TEXT_CHARACTERS) };
  }
  if (chain.status === 'trusted') {
    // `intermediates` is only about files on disk; `issuers` has the certificates that were served.
    const { endsWith, intermediates: _, ...rest } = chain;
    return endsWith === undefined ? rest : { ...rest, endsWith: cut(endsWith, MAX_TEXT_CHARACTERS) };
  }
  const { failure, missingIssuer, isUncertain } = chain;
  return {
    status: 'untrusted',
    failure: limitFailure(failure, MAX_TEXT_CHARACTERS),
    ...(missingIssuer === undefined ? {} : { missingIssuer: cut(missingIssuer, MAX_TEXT_CHARACTERS) }),
    ...(isUncertain === undefined ? {} : { isUncertain }),
  };
}

/**
 * Returns a conversation in the stored form, which has a limited size. Returns undefined if the
 * leaf is unparsable or its chain was not verified.
 * @param chain undefined without TLS
 * @param requiredName the name that the certificate must match; undefined: none
 * @param anchors the trust anchors with which the chain was verified; undefined: unknown
 */
export function storableServed(
  probed: ProbedConversation,
  chain: ChainVerdict | undefined,
  requiredName: string | undefined,
  anchors?: AnchorsIdentity,
): Served | undefined {
  if ('answer' in probed) {
    return { starttls: probed.starttls, tls: undefined, answer: cut(probed.answer, MAX_TEXT_CHARACTERS) };
  }
  const [first, ...others] = probed.chain;
  if (first?.certificate === undefined || chain === undefined) return undefined;
  const issuers = others.flatMap(({ certificate }) => certificate ?? []).slice(0, MAX_ISSUERS);
  return {
    starttls: probed.starttls,
    tls: {
      protocol: probed.protocol,
      cipher: probed.cipher,
      leaf: limitLeaf(first.certificate, requiredName),
      issuers: issuers.map(limitCertificate),
      chain: limitVerdict(chain),
      ...(anchors === undefined ? {} : { anchors }),
    },
  };
}
