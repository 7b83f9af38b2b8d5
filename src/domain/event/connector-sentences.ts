import { type Phrase, phrase } from '../text/phrase.ts';
import type { ConnectorsData, NameData } from './data/connector-data.ts';
import type { ServerData } from './data/server-data.ts';
import { labeledLine, listLines } from './line.ts';
import type { EventLine, Writer } from './writer.ts';

const FQDN_SOURCES: Readonly<Record<NameData['fqdnSource'], Phrase<string>>> = {
  connector: phrase({ en: "the connector's FQDN", ja: 'コネクタの FQDN' }),
  computer: phrase({ en: "this computer's FQDN, because the connector has none", ja: 'コンピューターの FQDN' }),
  discovered: phrase({ en: "the server's own name, from its settings", ja: 'サーバーの設定から取得した名前' }),
};

/** Returns the line with the required name and its origin, or with the TlsCertificateName. */
export function requiredNameLine({
  fqdn,
  fqdnSource,
  tlsCertificateName,
}: Pick<NameData, 'fqdn' | 'fqdnSource'> & Partial<NameData>): EventLine {
  if (tlsCertificateName !== undefined)
    return phrase({
      en: `Required certificate: ${tlsCertificateName} (TlsCertificateName). FQDN: ${fqdn}`,
      ja: `検索した証明書名: ${tlsCertificateName} (TlsCertificateName)。コネクタの FQDN: ${fqdn}`,
    });
  const source = FQDN_SOURCES[fqdnSource];
  return labeledLine(phrase({ en: 'Name', ja: '検索した名前' }), (write) => `${fqdn} (${write.text(source)})`);
}

/** Returns the line with the certificate files in the server's settings; empty without any. */
export function certificateFileLines({ certificateFiles }: Partial<ServerData>): readonly EventLine[] {
  return listLines(phrase({ en: 'Configured files', ja: '指定された証明書ファイル' }), certificateFiles);
}

/** Returns the line with the key type, for a server that may have certificates of several types. */
export function publicKeyLines({ publicKeyAlgorithm }: Partial<ServerData>): readonly EventLine[] {
  if (publicKeyAlgorithm === undefined) return [];
  return [labeledLine(phrase({ en: 'Public key', ja: '公開キー' }), publicKeyAlgorithm)];
}

function connectorList(label: Phrase<string>, { connectors, fqdns }: ConnectorsData): readonly EventLine[] {
  if (connectors.length === 0) return [];
  const list = (write: Writer): string =>
    write.list(connectors.map((name, index) => `${write.quote(name)} (${fqdns[index] ?? ''})`));
  return [labeledLine(label, list)];
}

/**
 * Returns the line with all connectors that share a certificate, each with its FQDN. Empty if the
 * event names its only connector.
 */
export function usedByLines(data: ConnectorsData): readonly EventLine[] {
  return connectorList(phrase({ en: 'Used by', ja: '使用コネクタ' }), data);
}

/**
 * Returns the line with the connectors that need a certificate and cannot use it, each with its
 * FQDN. Empty if the event names no connectors.
 */
export function neededByLines(data: ConnectorsData): readonly EventLine[] {
  return connectorList(phrase({ en: 'Needed by', ja: 'この名前を検索したコネクタ' }), data);
}
