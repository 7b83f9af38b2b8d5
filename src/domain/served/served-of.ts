import type { AnchorsIdentity } from '../certificate/anchors-identity.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import { allowsServer } from '../certificate/purpose.ts';
import type { Served, ServedCertificate, ServedLeaf } from './served.ts';

/**
 * The result of a conversation with a server, leaf first; an unparsable certificate is undefined.
 */
export type ProbedChain =
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
const LONGEST_NAME = 256;
const LONGEST_TEXT = 1024;

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** Returns the first names up to the limit, always including the one that matches `asked`. */
function namesKept(names: readonly string[], asked: string | undefined): readonly string[] {
  const limitedNames = names.slice(0, MAX_NAMES);
  const matches = (name: string): boolean => asked !== undefined && matchDnsName(name, asked) !== undefined;
  const later = limitedNames.some(matches) ? undefined : names.slice(MAX_NAMES).find(matches);
  if (later !== undefined) limitedNames[MAX_NAMES - 1] = later;
  return limitedNames.map((name) => cut(name, LONGEST_NAME));
}

function certificateOf({
  thumbprint,
  serialNumber,
  subject,
  issuer,
  notBefore,
  notAfter,
}: Certificate): ServedCertificate {
  return {
    thumbprint,
    serialNumber: cut(serialNumber, LONGEST_NAME),
    subject: cut(subject, LONGEST_TEXT),
    issuer: cut(issuer, LONGEST_TEXT),
    notBefore,
    notAfter,
  };
}

function leafOf(certificate: Certificate, asked: string | undefined): ServedLeaf {
  const { dnsNames, ipAddresses, commonNames, publicKeyAlgorithm } = certificate;
  return {
    ...certificateOf(certificate),
    dnsNames: namesKept(dnsNames, asked),
    ipAddresses: namesKept(ipAddresses, undefined),
    commonNames: namesKept(commonNames, asked),
    publicKeyAlgorithm: cut(publicKeyAlgorithm, LONGEST_NAME),
    ...(allowsServer(certificate) ? {} : { purposeMismatch: true }),
  };
}

function verdictKept(chain: ChainVerdict): ChainVerdict {
  if (chain.status === 'self-signed') return chain;
  if (chain.status === 'refused' || chain.status === 'unknown') {
    return { status: chain.status, detail: cut(chain.detail, LONGEST_TEXT) };
  }
  if (chain.status === 'trusted') {
    const { endsWith, intermediates: _, ...rest } = chain;
    return endsWith === undefined ? rest : { ...rest, endsWith: cut(endsWith, LONGEST_TEXT) };
  }
  const { detail, missingIssuer, isUncertain } = chain;
  return {
    status: 'untrusted',
    detail: cut(detail, LONGEST_TEXT),
    ...(missingIssuer === undefined ? {} : { missingIssuer: cut(missingIssuer, LONGEST_TEXT) }),
    ...(isUncertain === undefined ? {} : { isUncertain }),
  };
}

/**
 * Returns a conversation in a form of limited size. Returns undefined if the leaf is unparsable or
 * its chain was not verified.
 * @param chain undefined without TLS
 * @param asked the name that the certificate must match; undefined: none
 * @param anchors the trust anchors with which the chain was verified; undefined: unknown
 */
export function servedOf(
  probed: ProbedChain,
  chain: ChainVerdict | undefined,
  asked: string | undefined,
  anchors?: AnchorsIdentity,
): Served | undefined {
  if ('answer' in probed) {
    return { starttls: probed.starttls, tls: undefined, answer: cut(probed.answer, LONGEST_TEXT) };
  }
  const [first, ...others] = probed.chain;
  if (first?.certificate === undefined || chain === undefined) return undefined;
  const issuers = others.flatMap(({ certificate }) => certificate ?? []).slice(0, MAX_ISSUERS);
  return {
    starttls: probed.starttls,
    tls: {
      protocol: probed.protocol,
      cipher: probed.cipher,
      leaf: leafOf(first.certificate, asked),
      issuers: issuers.map(certificateOf),
      chain: verdictKept(chain),
      ...(anchors === undefined ? {} : { anchors }),
    },
  };
}
