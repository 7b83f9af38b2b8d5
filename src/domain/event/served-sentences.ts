import { reasonText } from '../failure/reason-text.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { CertificateData, IssuerData, StoreData } from './data/certificate-data.ts';
import type { ConnectorsData } from './data/connector-data.ts';
import type { ListData } from './data/list-data.ts';
import type { ConversationData, ObservationData, ProbeData, ProbedAddress } from './data/probe-data.ts';
import type { ReasonData } from './data/reason-data.ts';
import { effectsOf } from './effect-by-protocol.ts';
import type { ServedData, StarttlsMissingData } from './event-data-groups.ts';
import { FILE_LABEL } from './file-sentences.ts';
import { detailLine, labeledLine, labeledLines, listLines } from './line.ts';
import type { MailEffects } from './mail-effect.ts';
import { reasonLines } from './reason-sentences.ts';
import type { EventLine, Writer } from './writer.ts';

/**
 * Returns the line with the connectors that serve a certificate, each with its name and probe URL.
 */
export function servedByLines({
  connectors,
  fqdns,
  probes,
}: ConnectorsData & Pick<ProbeData, 'probes'>): readonly EventLine[] {
  if (connectors.length === 0) return [];
  const list = (write: Writer): string =>
    write.list(
      connectors.map((name, index) => {
        const nameAndUrl = [fqdns[index] ?? '', probes[index] ?? ''].filter((text) => text !== '');
        const quoted = write.quote(name);
        return nameAndUrl.length === 0 ? quoted : `${quoted} (${write.list(nameAndUrl)})`;
      }),
    );
  return [labeledLine(phrase({ en: 'Connectors', ja: 'コネクタ' }), list)];
}

const KEY_TYPES: Readonly<Record<NonNullable<ProbedAddress['keyType']>, string>> = { rsa: 'RSA', ecdsa: 'ECDSA' };

/**
 * Returns the result of an address: the error or the thumbprint. Returns undefined if the event
 * names only the address, because all addresses have the same result.
 */
function outcomeText({ reason, detail = '', failure, times, since, thumbprint }: ProbedAddress): EventLine | undefined {
  if (reason === undefined) return thumbprint;
  const error = detailLine(detail, failure);
  const outcome = phrase({
    en: (write: Writer) => {
      const text = detail === '' ? reasonText(reason, 'en') : write.text(error);
      return text === undefined ? reason : `${text} (${reason})`;
    },
    ja: (write) => {
      const japanese = reasonText(reason, 'ja');
      if (detail === '') return japanese === undefined ? reason : `${japanese} (${reason})`;
      // Without its failure, the detail may be English, so the reason is shown too.
      return japanese === undefined || failure !== undefined
        ? `${write.text(error)} (${reason})`
        : `${japanese} (${reason}、${write.text(error)})`;
    },
  });
  if (since === undefined || times === undefined || times < 2) return outcome;
  return phrase({
    en: (write: Writer) => `${write.text(outcome)}; ${times} times since ${write.instant(since)}`,
    ja: (write) => `${write.text(outcome)}、${write.instant(since)} から連続 ${times} 回`,
  });
}

function addressName({ address, keyType }: ProbedAddress): string {
  return keyType === undefined ? address : `${address} (${KEY_TYPES[keyType]})`;
}

/**
 * Returns a line for each address with a result, and one line with the addresses that have none.
 */
export function addressLines({ addresses = [] }: Partial<ProbeData>): readonly EventLine[] {
  const withoutOutcome: string[] = [];
  const lines = addresses.flatMap((probedAddress) => {
    const name = addressName(probedAddress);
    const outcome = outcomeText(probedAddress);
    if (outcome !== undefined) return [labeledLine(phrase({ en: `Address ${name}`, ja: `アドレス ${name}` }), outcome)];
    withoutOutcome.push(name);
    return [];
  });
  return [...lines, ...listLines(phrase({ en: 'Addresses', ja: 'アドレス' }), withoutOutcome)];
}

/** Returns the line with the server's last reply before TLS. */
export function serverResponseLines({ answer }: Partial<ConversationData>): readonly EventLine[] {
  return labeledLines(phrase({ en: 'Response', ja: '応答' }), answer);
}

const SUBJECT_LABEL: Phrase<string> = phrase({ en: 'Subject', ja: 'サブジェクト' });

const ISSUER_LABEL: Phrase<string> = phrase({ en: 'Issuer', ja: '発行者' });

function issuerLines({ issuer }: Partial<IssuerData>): readonly EventLine[] {
  return labeledLines(ISSUER_LABEL, issuer);
}

/** Returns the lines with the subject and the issuer of the served certificate. */
export function subjectLines(data: Partial<CertificateData & IssuerData>): readonly EventLine[] {
  const { subject, issuer, missingIssuer } = data;
  // Another line names an issuer that was not sent.
  return [
    ...labeledLines(SUBJECT_LABEL, subject),
    ...(issuer !== undefined && issuer === missingIssuer ? [] : issuerLines(data)),
  ];
}

/** Returns the lines with the certificates on disk, and since when they are there. */
export function onDiskLines({
  certificates,
  locations,
  onDiskSince,
}: Partial<ListData & StoreData & ObservationData>): readonly EventLine[] {
  if (certificates === undefined || certificates.length === 0) return [];
  const label = phrase({
    en: (write: Writer) => `On disk${onDiskSince !== undefined ? ` since ${write.instant(onDiskSince)}` : ''}`,
    ja: (write) => `ファイル上の証明書${onDiskSince !== undefined ? ` (${write.instant(onDiskSince)} から)` : ''}`,
  });
  const item = phrase({
    en: (thumbprint: string, expiry: string) => `${thumbprint} (expires on ${expiry})`,
    ja: (thumbprint, expiry) => `${thumbprint} (有効期限 ${expiry})`,
  });
  const list = (write: Writer): string =>
    write.list(certificates.map(({ thumbprint, notAfter }) => item[write.locale](thumbprint, write.instant(notAfter))));
  return [labeledLine(label, list), ...listLines(FILE_LABEL, locations)];
}

const RELOAD_HINT: Phrase<string> = phrase({
  en: 'A server process serves the certificate that it has loaded. Reload the server, so that all processes load the new one.',
  ja: 'サーバーのプロセスは、読み込み済みの証明書を提示し続けます。サーバーを再読み込みすると、すべてのプロセスが新しい証明書を読み込みます。',
});

/** The next step if only the operator of the remote server can fix a problem. */
export const REMOTE_STEP: Phrase<string> = phrase({
  en: 'Only the operator of the remote server can fix this: inform its postmaster.',
  ja: '対処できるのは接続先のサーバーの管理者だけです。postmaster に連絡してください。',
});

/**
 * Returns the line with the next step: for a Receive connector this one, for a Send connector to
 * inform the operator of the remote server.
 */
export function nextStepLine({ direction }: { readonly direction?: string }, step: EventLine): EventLine {
  return direction === 'send' ? REMOTE_STEP : step;
}

/** The next step of a server without STARTTLS. */
export const STARTTLS_STEP: Phrase<string> = phrase({
  en: "Check the TLS settings and the log of the server, for example: journalctl -u 'postfix*' -u dovecot --since=-1h",
  ja: "サーバーの TLS の設定とログを確認してください。例: journalctl -u 'postfix*' -u dovecot --since=-1h",
});

/**
 * Returns the line that explains that a server must be reloaded; empty if no other certificate is
 * on disk.
 */
export function reloadHintLines({ certificates }: Partial<ListData>): readonly EventLine[] {
  return certificates === undefined || certificates.length === 0 ? [] : [RELOAD_HINT];
}

/** Returns the effect of missing STARTTLS on mail, or on mail clients. */
export function starttlsMissingEffect(data: Partial<StarttlsMissingData>): MailEffects {
  return effectsOf(data.requireTls === true ? 'required-starttls-missing' : 'starttls-missing', data);
}

/**
 * Returns the remote server with its Send connector: `mx.fabrikam.com (Send connector "To Fabrikam")`.
 * undefined if the record does not name them.
 */
export function remoteServerName({ fqdn, connectors }: Pick<ServedData, 'fqdn' | 'connectors'>): EventLine | undefined {
  const [connector] = connectors;
  if (fqdn === '' || connector === undefined || connector === '') return undefined;
  const others = connectors.length - 1;
  return phrase({
    en: (write: Writer) =>
      `${fqdn} (${write.connector(connector, 'send')}${others === 0 ? '' : ` and ${others} more`})`,
    ja: (write) => `${fqdn} (${write.connector(connector, 'send')}${others === 0 ? '' : ` ほか ${others} 個`})`,
  });
}

/**
 * Returns the certificate of a remote server as a subject: `The certificate of the remote server
 * mx.fabrikam.com (Send connector "To Fabrikam", thumbprint …)`. undefined: it is that of a Receive
 * connector, or the record does not name the server.
 */
export function remoteCertificateSubject(
  { fqdn, connectors, direction }: Pick<ServedData, 'fqdn' | 'connectors' | 'direction'>,
  thumbprint: string,
): EventLine | undefined {
  const [connector] = connectors;
  if (direction !== 'send' || fqdn === '' || connector === undefined || connector === '') return undefined;
  return phrase({
    en: (write: Writer) =>
      `The certificate of the remote server ${fqdn} (${write.connector(connector, 'send')}, thumbprint ${thumbprint})`,
    ja: (write) => `接続先 ${fqdn} (${write.connector(connector, 'send')}) の証明書 (拇印 ${thumbprint})`,
  });
}

/**
 * Returns the lines after the first one about the expired certificate of a remote server.
 * @param step the next step
 */
export function remoteCertificateLines(
  data: ServedData & Partial<Pick<ReasonData, 'reason'>>,
  step: Phrase<string>,
): readonly EventLine[] {
  return [
    ...labeledLines(SUBJECT_LABEL, data.subject),
    ...servedByLines(data),
    ...addressLines(data),
    ...labeledLines(phrase({ en: 'Thumbprint', ja: '拇印' }), data.thumbprint),
    ...issuerLines(data),
    ...reasonLines(data),
    step,
    ...earlierProbeLines(data),
  ];
}

/**
 * Returns the line with the earlier probe on which the event is based, if the last probe failed.
 */
export function earlierProbeLines({ lastSeen }: Partial<ObservationData>): readonly EventLine[] {
  if (lastSeen === undefined) return [];
  return [
    phrase({
      en: (write: Writer) =>
        `This event is based on the probe of ${write.instant(lastSeen)}; no later probe succeeded.`,
      ja: (write) => `${write.instant(lastSeen)} の接続確認に基づいています (その後の接続確認は成功していません)。`,
    }),
  ];
}
