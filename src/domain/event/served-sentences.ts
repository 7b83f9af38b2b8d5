import { reasonInParentheses, reasonText } from '../failure/reason-text.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import { effectsOf } from './effect-by-protocol.ts';
import type {
  CertificateData,
  ConnectorsData,
  ConversationData,
  IssuerData,
  ListData,
  ObservationData,
  ProbeData,
  ProbedAddress,
  StoreData,
} from './event-data.ts';
import type { ServedData, StarttlsMissingData } from './event-data-groups.ts';
import { formatInstant } from './format-instant.ts';
import { detailLine, type EventLine, labeledLine, labeledLines, lineText } from './line.ts';
import type { Localization } from './localization.ts';
import type { MailEffects } from './mail-effect.ts';
import { quoteName } from './quote-name.ts';
import { FILE_LABEL, instantLine, reasonLines } from './sentences.ts';

/**
 * Returns the line with the connectors that serve a certificate, each with its name and probe URL.
 */
export function servedByLines({
  connectors,
  fqdns,
  probes,
}: ConnectorsData & Pick<ProbeData, 'probes'>): readonly EventLine[] {
  if (connectors.length === 0) return [];
  const listIn = (locale: 'en' | 'ja'): readonly string[] =>
    connectors.map((name, index) => {
      const nameAndUrl = [fqdns[index], probes[index]].filter((text) => text !== undefined && text !== '');
      const quoted = quoteName(name, locale);
      return nameAndUrl.length === 0 ? quoted : `${quoted} (${nameAndUrl.join(', ')})`;
    });
  return [
    labeledLine({ en: 'Connectors', ja: 'コネクタ' }, { en: listIn('en').join(', '), ja: listIn('ja').join('、') }),
  ];
}

const KEY_TYPES: Readonly<Record<NonNullable<ProbedAddress['keyType']>, string>> = { rsa: 'RSA', ecdsa: 'ECDSA' };

/**
 * Returns the result of an address: the error or the thumbprint. Returns undefined if the event
 * names only the address, because all addresses have the same result.
 */
function outcomeText(
  { reason, detail = '', failure, times, since, thumbprint }: ProbedAddress,
  localization: Localization,
): EventLine | undefined {
  if (reason === undefined) return thumbprint;
  const error = detailLine(detail, failure);
  const english = `${reason}${reasonInParentheses(reason, 'en')}${detail === '' ? '' : `, ${lineText(error, 'en')}`}`;
  const japaneseReason = reasonText(reason, 'ja');
  const details = detail === '' ? reason : `${reason}、${lineText(error, 'ja')}`;
  const japanese = japaneseReason === undefined ? details : `${japaneseReason} (${details})`;
  if (since === undefined || times === undefined || times < 2) return { en: english, ja: japanese };
  const at = formatInstant(since, localization);
  return { en: `${english}; ${times} times since ${at}`, ja: `${japanese}、${at} から連続 ${times} 回` };
}

function addressName({ address, keyType }: ProbedAddress): string {
  return keyType === undefined ? address : `${address} (${KEY_TYPES[keyType]})`;
}

/**
 * Returns a line for each address with a result, and one line with the addresses that have none.
 */
export function addressLines({ addresses = [] }: Partial<ProbeData>, localization: Localization): readonly EventLine[] {
  const withoutOutcome: string[] = [];
  const lines = addresses.flatMap((probedAddress) => {
    const name = addressName(probedAddress);
    const outcome = outcomeText(probedAddress, localization);
    if (outcome !== undefined) return [labeledLine({ en: `Address ${name}`, ja: `アドレス ${name}` }, outcome)];
    withoutOutcome.push(name);
    return [];
  });
  if (withoutOutcome.length === 0) return lines;
  return [
    ...lines,
    phrase({ en: `Addresses: ${withoutOutcome.join(', ')}`, ja: `アドレス: ${withoutOutcome.join('、')}` }),
  ];
}

/** Returns the line with the server's last reply before TLS. */
export function serverResponseLines({ answer }: Partial<ConversationData>): readonly EventLine[] {
  return labeledLines({ en: 'Response', ja: '応答' }, answer);
}

const ISSUER_LABEL: Phrase<string> = { en: 'Issuer', ja: '発行者' };

function issuerLines({ issuer }: Partial<IssuerData>): readonly EventLine[] {
  return labeledLines(ISSUER_LABEL, issuer);
}

/** Returns the lines with the subject and the issuer of the served certificate. */
export function subjectLines(data: Partial<CertificateData & IssuerData>): readonly EventLine[] {
  return [...labeledLines({ en: 'Subject', ja: 'サブジェクト' }, data.subject), ...issuerLines(data)];
}

/** Returns the lines with the certificates on disk, and since when they are there. */
export function onDiskLines(
  { certificates, locations, onDiskSince }: Partial<ListData & StoreData & ObservationData>,
  localization: Localization,
): readonly EventLine[] {
  if (certificates === undefined || certificates.length === 0) return [];
  const list = certificates.map(({ thumbprint, notAfter }) => ({
    thumbprint,
    expiry: formatInstant(notAfter, localization),
  }));
  const english = list.map(({ thumbprint, expiry }) => `${thumbprint} (expires on ${expiry})`).join(', ');
  const japanese = list.map(({ thumbprint, expiry }) => `${thumbprint} (有効期限 ${expiry})`).join('、');
  const isSinceKnown = onDiskSince !== undefined && !Number.isNaN(onDiskSince);
  const since = isSinceKnown ? formatInstant(onDiskSince, localization) : undefined;
  return [
    phrase({
      en: `On disk${since === undefined ? '' : ` since ${since}`}: ${english}`,
      ja: `ファイル上の証明書${since === undefined ? '' : ` (${since} から)`}: ${japanese}`,
    }),
    ...labeledLines(FILE_LABEL, locations?.join(', ')),
  ];
}

const RELOAD_HINT: Phrase<string> = {
  en: 'A server serves its loaded certificate until it is reloaded.',
  ja: 'サーバーは、再読み込みされるまで、すでに読み込んだ証明書を提示し続けます。',
};

/**
 * Returns the line that explains that a server must be reloaded; empty if no other certificate is
 * on disk.
 */
export function reloadHintLines({ certificates }: Partial<ListData>): readonly EventLine[] {
  return certificates === undefined || certificates.length === 0 ? [] : [RELOAD_HINT];
}

/** Returns the effect of missing STARTTLS on mail, or on mail clients. */
export function starttlsMissingEffect(data: StarttlsMissingData): MailEffects {
  return effectsOf(data.requireTls === true ? 'required-starttls-missing' : 'starttls-missing', data);
}

const EXPIRED_ON = phrase({
  en: (at: string) => `The certificate expired on ${at}.`,
  ja: (at) => `有効期限: ${at}`,
});

/** Returns the lines after the first one about the expired certificate of a remote server. */
export function remoteCertificateLines(
  data: ServedData & { readonly reason?: string },
  localization: Localization,
): readonly EventLine[] {
  return [
    instantLine(EXPIRED_ON, data.notAfter, localization),
    ...servedByLines(data),
    ...addressLines(data, localization),
    ...labeledLines({ en: 'Thumbprint', ja: '拇印' }, data.thumbprint),
    // Without the subject, which the first line of the event names.
    ...issuerLines(data),
    ...reasonLines(data),
    ...earlierProbeLines(data, localization),
  ];
}

const EARLIER_PROBE = phrase({
  en: (at: string) => `This event is based on the probe of ${at}; no later probe succeeded.`,
  ja: (at) => `${at} の接続確認に基づいています (その後の接続確認は成功していません)。`,
});

/**
 * Returns the line with the earlier probe on which the event is based, if the last probe failed.
 */
export function earlierProbeLines(
  { lastSeen }: Partial<ObservationData>,
  localization: Localization,
): readonly EventLine[] {
  return lastSeen === undefined ? [] : [instantLine(EARLIER_PROBE, lastSeen, localization)];
}
