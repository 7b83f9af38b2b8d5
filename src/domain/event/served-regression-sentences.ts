import type { Locale, Localization } from '../text/locale.ts';
import type { Facts } from './facts.ts';
import { formatInstant } from './format-instant.ts';

/** Returns a path as a scalar for a YAML flow mapping. */
function yamlPath(path: string): string {
  return /^[\w./+-]+$/.test(path) ? path : JSON.stringify(path);
}

/**
 * Returns the line with the certificate that the server served before the problem, and when it was
 * last served; empty if there was none. It can be the current certificate, if only the verification
 * of its chain has a new result. With `mentionsTrust`, the line says that its chain was trusted.
 */
export function previouslyServedLines(
  { thumbprint, previousThumbprint, previousSeenAt }: Facts,
  { mentionsTrust }: { readonly mentionsTrust: boolean },
  localization: Localization,
): readonly string[] {
  if (previousThumbprint === undefined) return [];
  const ja = localization.locale === 'ja';
  const at = formatInstant(previousSeenAt, localization);
  if (previousThumbprint === thumbprint) {
    return [
      ja
        ? `${at} の確認では、信頼された証明機関 (CA) につながっていました。`
        : `It still chained to a trusted root on ${at}.`,
    ];
  }
  const trust = mentionsTrust
    ? { en: ', which chained to a trusted root', ja: '、信頼された証明機関 (CA) につながる証明書' }[localization.locale]
    : '';
  return [
    ja
      ? `以前の証明書: ${previousThumbprint}${trust} (最終確認 ${at})`
      : `Previous certificate: ${previousThumbprint}${trust}, last served on ${at}.`,
  ];
}

/**
 * Returns the line with the names that only the previous certificate matched; empty without any.
 */
export function lostNameLines({ missingNames = [] }: Facts, { locale }: Localization): readonly string[] {
  if (missingNames.length === 0) return [];
  return [
    locale === 'ja'
      ? `以前の証明書に含まれていた名前がありません: ${missingNames.join(', ')}`
      : `It matches none of the previous names: ${missingNames.join(', ')}`,
  ];
}

/**
 * Returns how to accept a complete but untrusted chain; empty for other errors of a chain. `detail`
 * is `self-signed` for a self-signed certificate, otherwise the error of the verification.
 */
export function acceptChainLines(facts: Facts, { locale }: Localization): readonly string[] {
  const isOtherProblem = facts.missingIssuer !== undefined || facts.reason === 'purpose-mismatch';
  if (isOtherProblem || facts.detail === undefined) return [];
  if (facts.detail === 'self-signed') return [acceptSelfSignedLine(facts, locale)];
  const line = 'trust: [system, { enterprise: FILE }]';
  return [
    locale === 'ja'
      ? `ルートが自組織の証明機関である場合は、その証明書のファイルを構成ファイルで指定してください: ${line}`
      : `If the root is your own, trust the file of its certificate in the configuration: ${line}`,
  ];
}

function acceptSelfSignedLine({ locations: [path] = [] }: Facts, locale: Locale): string {
  const line = `trust: [system, { enterprise: ${path === undefined ? 'FILE' : yamlPath(path)} }]`;
  if (locale === 'ja') {
    return path === undefined
      ? `意図した証明書である場合は、その証明書のファイルを構成ファイルで指定してください: ${line}`
      : `意図した証明書である場合は、構成ファイルで指定してください: ${line}`;
  }
  return path === undefined
    ? `If this is intended, trust a file with this certificate in the configuration: ${line}`
    : `If this is intended, trust it in the configuration: ${line}`;
}

/**
 * Returns how to accept a certificate with another name; empty if the required name was configured.
 */
export function acceptNameLines({ fqdnSource }: Facts, { locale }: Localization): readonly string[] {
  if (fqdnSource !== 'discovered') return [];
  return [
    locale === 'ja'
      ? '意図した証明書である場合は、同じ名前のコネクタを構成ファイルに追加し、fqdn に証明書の名前を指定してください。'
      : 'If this is intended, add a connector of the same name to the configuration, with a name of this certificate as its fqdn.',
  ];
}
