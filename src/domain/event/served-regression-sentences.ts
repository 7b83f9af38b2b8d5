import { CHAIN_FAILURES } from '../failure/chain-failures.ts';
import { phrase } from '../text/phrase.ts';
import type { CertificateData, IssuerData, PreviousData, StoreData } from './data/certificate-data.ts';
import type { NameData } from './data/connector-data.ts';
import type { ReasonData } from './data/reason-data.ts';
import { listLines } from './line.ts';
import type { EventLine, Writer } from './writer.ts';

/** Returns a path as a scalar for a YAML flow mapping. */
function yamlPath(path: string): string {
  return /^[\w./+-]+$/.test(path) ? path : JSON.stringify(path);
}

/** The certificate before the current one, of an event that also occurs without a previous one. */
type MaybePrevious = Pick<CertificateData, 'thumbprint'> & Partial<PreviousData>;

/**
 * Returns the line with the certificate that the server served before the problem, and when it was
 * last served; empty if there was none. It can be the current certificate, if only the verification
 * of its chain has a new result. With `mentionsTrust`, the line says that its chain was trusted.
 */
export function previouslyServedLines(
  { thumbprint, previousThumbprint, previousSeenAt }: MaybePrevious,
  { mentionsTrust }: { readonly mentionsTrust: boolean },
): readonly EventLine[] {
  if (previousThumbprint === undefined || previousSeenAt === undefined) return [];
  if (previousThumbprint === thumbprint)
    return [
      phrase({
        en: (write: Writer) => `It still chained to a trusted root on ${write.instant(previousSeenAt)}.`,
        ja: (write) => `${write.instant(previousSeenAt)} の確認では、信頼された証明機関 (CA) につながっていました。`,
      }),
    ];
  return [
    phrase({
      en: (write: Writer) =>
        `Previous certificate: ${previousThumbprint}${mentionsTrust ? ', which chained to a trusted root' : ''}, last served on ${write.instant(previousSeenAt)}.`,
      ja: (write) =>
        `以前の証明書: ${previousThumbprint}${mentionsTrust ? '、信頼された証明機関 (CA) につながる証明書' : ''} (最終確認 ${write.instant(previousSeenAt)})`,
    }),
  ];
}

/**
 * Returns the line with the names that only the previous certificate matched; empty without any.
 */
export function lostNameLines({ missingNames }: Partial<PreviousData>): readonly EventLine[] {
  return listLines(
    phrase({ en: 'It matches none of the previous names', ja: '以前の証明書に含まれていた名前がありません' }),
    missingNames,
  );
}

/** The error of a served chain, and the files with the certificate. */
type ChainData = Partial<
  Pick<IssuerData, 'missingIssuer'> & Pick<ReasonData, 'reason' | 'detail' | 'failure'> & Pick<StoreData, 'locations'>
>;

/** Returns whether the error of a served chain is that the certificate is self-signed. */
export function isSelfSigned({ failure }: Partial<Pick<ReasonData, 'failure'>>): boolean {
  return failure?.code === CHAIN_FAILURES.chain_self_signed.code;
}

/** Returns how to accept a complete but untrusted chain; empty for other errors of a chain. */
export function acceptChainLines(data: ChainData): readonly EventLine[] {
  const isOtherProblem = data.missingIssuer !== undefined || data.reason === 'purpose-mismatch';
  if (isOtherProblem || data.detail === undefined || data.detail === '') return [];
  if (isSelfSigned(data)) return [acceptSelfSignedLine(data)];
  const line = 'trust: [system, { enterprise: FILE }]';
  return [
    phrase({
      en: `If the root is your own, trust the file of its certificate in the configuration: ${line}`,
      ja: `ルートが自組織の証明機関である場合は、その証明書のファイルを構成ファイルで指定してください: ${line}`,
    }),
  ];
}

function acceptSelfSignedLine({ locations }: Partial<Pick<StoreData, 'locations'>>): EventLine {
  const path = locations?.[0];
  const line = `trust: [system, { enterprise: ${path === undefined ? 'FILE' : yamlPath(path)} }]`;
  if (path === undefined)
    return phrase({
      en: `If this is intended, trust a file with this certificate in the configuration: ${line}`,
      ja: `意図した証明書である場合は、その証明書のファイルを構成ファイルで指定してください: ${line}`,
    });
  return phrase({
    en: `If this is intended, trust it in the configuration: ${line}`,
    ja: `意図した証明書である場合は、構成ファイルで指定してください: ${line}`,
  });
}

const ACCEPT_NAME = phrase({
  en: 'If this is intended, add a connector of the same name to the configuration, with a name of this certificate as its fqdn.',
  ja: '意図した証明書である場合は、同じ名前のコネクタを構成ファイルに追加し、fqdn に証明書の名前を指定してください。',
});

/**
 * Returns how to accept a certificate with another name; empty if the required name was configured.
 */
export function acceptNameLines({ fqdnSource }: Partial<NameData>): readonly EventLine[] {
  return fqdnSource === 'discovered' ? [ACCEPT_NAME] : [];
}
