import type { Locale, Localization } from '../text/locale.ts';
import type { Facts, ProbedAddress } from './facts.ts';
import { formatInstant } from './format-instant.ts';
import { isClientProbe } from './mail-transfer-protocols.ts';
import { quoteName } from './quote-name.ts';
import { reasonInParentheses } from './reason-text.ts';
import { reasonLines } from './sentences.ts';

/**
 * Returns the line with the connectors that serve a certificate, each with its name and probe URL.
 */
export function servedByLines(
  { connectors = [], fqdns = [], probes = [] }: Facts,
  { locale }: Localization,
): readonly string[] {
  if (connectors.length === 0) return [];
  const list = connectors.map((name, index) => {
    const nameAndUrl = [fqdns[index], probes[index]].filter((text) => text !== undefined && text !== '');
    return nameAndUrl.length === 0 ? quoteName(name, locale) : `${quoteName(name, locale)} (${nameAndUrl.join(', ')})`;
  });
  return [locale === 'ja' ? `コネクタ: ${list.join('、')}` : `Connectors: ${list.join(', ')}`];
}

const KEY_TYPES: Readonly<Record<NonNullable<ProbedAddress['keyType']>, string>> = { rsa: 'RSA', ecdsa: 'ECDSA' };

/**
 * Returns the result of an address: the error or the thumbprint. Returns undefined if the event
 * names only the address, because all addresses have the same result.
 */
function outcomeText(
  { reason, detail, times = 1, since, thumbprint }: ProbedAddress,
  localization: Localization,
): string | undefined {
  const { locale } = localization;
  if (reason === undefined) return thumbprint;
  const detailSuffix = detail === undefined || detail === '' ? '' : `, ${detail}`;
  const reasonText = `${reason}${reasonInParentheses(reason, locale)}${detailSuffix}`;
  if (since === undefined || times < 2) return reasonText;
  const at = formatInstant(since, localization);
  return locale === 'ja' ? `${reasonText}、${at} から連続 ${times} 回` : `${reasonText}; ${times} times since ${at}`;
}

/**
 * Returns a line for each address with a result, and one line with the addresses that have none.
 */
export function addressLines({ addresses = [] }: Facts, localization: Localization): readonly string[] {
  const ja = localization.locale === 'ja';
  const addressName = ({ address, keyType }: ProbedAddress): string =>
    keyType === undefined ? address : `${address} (${KEY_TYPES[keyType]})`;
  const addressesWithoutOutcome = addresses
    .filter((probedAddress) => outcomeText(probedAddress, localization) === undefined)
    .map(addressName);
  const outcomeLines = addresses.flatMap((probedAddress) => {
    const outcome = outcomeText(probedAddress, localization);
    return outcome === undefined ? [] : [`${ja ? 'アドレス' : 'Address'} ${addressName(probedAddress)}: ${outcome}`];
  });
  if (addressesWithoutOutcome.length === 0) return outcomeLines;
  return [
    ...outcomeLines,
    ja ? `アドレス: ${addressesWithoutOutcome.join('、')}` : `Addresses: ${addressesWithoutOutcome.join(', ')}`,
  ];
}

/** Returns the line with the server's last reply before TLS. */
export function serverResponseLines({ answer }: Facts, { locale }: Localization): readonly string[] {
  if (answer === undefined || answer === '') return [];
  return [`${locale === 'ja' ? '応答' : 'Response'}: ${answer}`];
}

/** Returns the lines with the subject and the issuer of the served certificate. */
export function subjectLines({ subject, issuer }: Facts, { locale }: Localization): readonly string[] {
  const ja = locale === 'ja';
  return [
    ...(subject === undefined ? [] : [`${ja ? 'サブジェクト' : 'Subject'}: ${subject}`]),
    ...(issuer === undefined ? [] : [`${ja ? '発行者' : 'Issuer'}: ${issuer}`]),
  ];
}

/** Returns the lines with the certificates on disk, and since when they are there. */
export function onDiskLines(
  { certificates = [], locations = [], onDiskSince }: Facts,
  localization: Localization,
): readonly string[] {
  if (certificates.length === 0) return [];
  const ja = localization.locale === 'ja';
  const list = certificates.map(({ thumbprint, notAfter }) =>
    ja
      ? `${thumbprint} (有効期限 ${formatInstant(notAfter, localization)})`
      : `${thumbprint} (expires on ${formatInstant(notAfter, localization)})`,
  );
  const since = onDiskSince === undefined ? '' : formatInstant(onDiskSince, localization);
  return [
    ja
      ? `ファイル上の証明書: ${list.join('、')}${since === '' ? '' : `、${since} から`}`
      : `On disk${since === '' ? '' : ` since ${since}`}: ${list.join(', ')}`,
    ...(locations.length === 0 ? [] : [`${ja ? 'ファイル' : 'File'}: ${locations.join(', ')}`]),
  ];
}

/**
 * Returns the line that explains that a server must be reloaded; empty if no other certificate is
 * on disk.
 */
export function reloadHintLines({ certificates = [] }: Facts, { locale }: Localization): readonly string[] {
  if (certificates.length === 0) return [];
  return [
    locale === 'ja'
      ? 'サーバーは、再読み込みされるまで、すでに読み込んだ証明書を提示し続けます。'
      : 'A server serves its loaded certificate until it is reloaded.',
  ];
}

/** Returns the line with the effect of missing STARTTLS on mail, or on mail clients. */
export function noTlsEffectLine(facts: Facts, locale: Locale): string {
  const { requireTls } = facts;
  if (isClientProbe(facts)) {
    return locale === 'ja'
      ? '影響: STARTTLS を必須とするクライアントは接続できません。それ以外のクライアントは、パスワードを暗号化せずに送信することがあります。'
      : 'Effect: clients that require STARTTLS cannot connect. Other clients can send the password unencrypted.';
  }
  if (locale === 'ja') {
    return requireTls === true
      ? '影響: このコネクタは TLS を必須としているため、メールの配送が停止します。'
      : '影響: このコネクタのメールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。';
  }
  return requireTls === true
    ? 'Effect: the connector requires TLS, so its mail is deferred.'
    : 'Effect: mail on this connector is sent unencrypted, or deferred if the remote server requires TLS.';
}

/** Returns the lines after the first one about the expired certificate of a remote server. */
export function remoteCertificateLines(facts: Facts, localization: Localization): readonly string[] {
  const ja = localization.locale === 'ja';
  const { thumbprint, issuer, notAfter } = facts;
  return [
    ja
      ? `有効期限: ${formatInstant(notAfter, localization)}`
      : `The certificate expired on ${formatInstant(notAfter, localization)}.`,
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...(thumbprint === undefined ? [] : [`${ja ? '拇印' : 'Thumbprint'}: ${thumbprint}`]),
    // Without the subject, which the first line of the event names.
    ...subjectLines(issuer === undefined ? {} : { issuer }, localization),
    ...reasonLines(facts, localization),
    ...earlierProbeLines(facts, localization),
  ];
}

/**
 * Returns the line with the earlier probe on which the event is based, if the last probe failed.
 */
export function earlierProbeLines({ lastSeen }: Facts, localization: Localization): readonly string[] {
  if (lastSeen === undefined) return [];
  const at = formatInstant(lastSeen, localization);
  return [
    localization.locale === 'ja'
      ? `${at} の接続確認に基づいています (その後の確認なし)。`
      : `This event is based on the probe of ${at}; no later probe succeeded.`,
  ];
}
