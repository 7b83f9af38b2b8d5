import type { Locale, Wording } from './event-definition.ts';
import type { Facts, ProbedAddress } from './facts.ts';
import { inBrackets } from './reason-words.ts';
import { reasonLines } from './sentences.ts';
import { quoteName, when } from './wording.ts';

/**
 * Returns the line with the connectors that serve a certificate, each with its name and probe URL.
 */
export function servedByLines(
  { connectors = [], fqdns = [], probes = [] }: Facts,
  { locale }: Wording,
): readonly string[] {
  if (connectors.length === 0) return [];
  const list = connectors.map((name, index) => {
    const where = [fqdns[index], probes[index]].filter((text) => text !== undefined && text !== '');
    return where.length === 0 ? quoteName(name, locale) : `${quoteName(name, locale)} (${where.join(', ')})`;
  });
  return [locale === 'ja' ? `コネクタ: ${list.join('、')}` : `Connectors: ${list.join(', ')}`];
}

const KEY_TYPES: Readonly<Record<NonNullable<ProbedAddress['keyType']>, string>> = { rsa: 'RSA', ecdsa: 'ECDSA' };

/** Returns the result for an address; undefined if all addresses have the same result. */
function outcomeText(
  { reason, detail, times = 1, since, thumbprint }: ProbedAddress,
  wording: Wording,
): string | undefined {
  const { locale } = wording;
  if (reason === undefined) return thumbprint;
  const of = detail === undefined || detail === '' ? '' : `, ${detail}`;
  const why = `${reason}${inBrackets(reason, locale)}${of}`;
  if (since === undefined || times < 2) return why;
  const at = when(since, wording);
  return locale === 'ja' ? `${why}、${at} から連続 ${times} 回` : `${why}; ${times} times since ${at}`;
}

/** Returns the lines with the addresses, each with its result if the results differ. */
export function addressLines({ addresses = [] }: Facts, wording: Wording): readonly string[] {
  const ja = wording.locale === 'ja';
  const addressName = ({ address, keyType }: ProbedAddress): string =>
    keyType === undefined ? address : `${address} (${KEY_TYPES[keyType]})`;
  const plain = addresses.filter((one) => outcomeText(one, wording) === undefined).map(addressName);
  const others = addresses.flatMap((one) => {
    const outcome = outcomeText(one, wording);
    return outcome === undefined ? [] : [`${ja ? 'アドレス' : 'Address'} ${addressName(one)}: ${outcome}`];
  });
  if (plain.length === 0) return others;
  return [...others, ja ? `アドレス: ${plain.join('、')}` : `Addresses: ${plain.join(', ')}`];
}

/** Returns the line with the server's last reply before TLS. */
export function answerLines({ answer }: Facts, { locale }: Wording): readonly string[] {
  if (answer === undefined || answer === '') return [];
  return [`${locale === 'ja' ? '応答' : 'Response'}: ${answer}`];
}

/** Returns the lines with the subject and the issuer of the served certificate. */
export function subjectLines({ subject, issuer }: Facts, { locale }: Wording): readonly string[] {
  const ja = locale === 'ja';
  return [
    ...(subject === undefined ? [] : [`${ja ? 'サブジェクト' : 'Subject'}: ${subject}`]),
    ...(issuer === undefined ? [] : [`${ja ? '発行者' : 'Issuer'}: ${issuer}`]),
  ];
}

/** Returns the lines with the certificates on disk, and since when they are there. */
export function onDiskLines(
  { certificates = [], locations = [], onDiskSince }: Facts,
  wording: Wording,
): readonly string[] {
  if (certificates.length === 0) return [];
  const ja = wording.locale === 'ja';
  const list = certificates.map(({ thumbprint, notAfter }) =>
    ja
      ? `${thumbprint} (有効期限 ${when(notAfter, wording)})`
      : `${thumbprint} (expires on ${when(notAfter, wording)})`,
  );
  const since = onDiskSince === undefined ? '' : when(onDiskSince, wording);
  return [
    ja
      ? `ファイル上の証明書: ${list.join('、')}${since === '' ? '' : `、${since} から`}`
      : `On disk${since === '' ? '' : ` since ${since}`}: ${list.join(', ')}`,
    ...(locations.length === 0 ? [] : [`${ja ? 'ファイル' : 'File'}: ${locations.join(', ')}`]),
  ];
}

/** Returns the line that the server must be reloaded; empty if no other certificate is on disk. */
export function staleLines({ certificates = [] }: Facts, { locale }: Wording): readonly string[] {
  if (certificates.length === 0) return [];
  return [
    locale === 'ja'
      ? 'サーバーは、再読み込みされるまで、すでに読み込んだ証明書を提示し続けます。'
      : 'A server serves its loaded certificate until it is reloaded.',
  ];
}

/** Returns the line with the effect on mail if there is no TLS. */
export function withoutTlsLine({ requireTls }: Facts, locale: Locale): string {
  if (locale === 'ja') {
    return requireTls === true
      ? '影響: このコネクタは TLS を必須としているため、メールの配送が停止します。'
      : '影響: このコネクタのメールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。';
  }
  return requireTls === true
    ? 'Effect: the connector requires TLS, so its mail is deferred.'
    : 'Effect: mail on this connector is sent unencrypted, or deferred if the remote server requires TLS.';
}

/** Returns the lines about the expired certificate of a remote server. */
export function remoteLines(facts: Facts, wording: Wording): readonly string[] {
  const ja = wording.locale === 'ja';
  const { thumbprint, notAfter } = facts;
  return [
    ja ? `有効期限: ${when(notAfter, wording)}` : `The certificate expired on ${when(notAfter, wording)}.`,
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...(thumbprint === undefined ? [] : [`${ja ? '拇印' : 'Thumbprint'}: ${thumbprint}`]),
    ...subjectLines({ ...(facts.issuer === undefined ? {} : { issuer: facts.issuer }) }, wording),
    ...reasonLines(facts, wording),
    ...lastServedLines(facts, wording),
  ];
}

/** Returns the line that the event relies on an earlier probe. */
export function lastServedLines({ lastSeen }: Facts, wording: Wording): readonly string[] {
  if (lastSeen === undefined) return [];
  const at = when(lastSeen, wording);
  return [
    wording.locale === 'ja'
      ? `${at} の接続確認に基づいています (その後の確認なし)。`
      : `This event is based on the probe of ${at}; no later probe succeeded.`,
  ];
}
