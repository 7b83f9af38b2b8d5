import { type InLanguage, phrase } from '../../../domain/text/phrase.ts';

/** @param moreCount the number of further connectors, which are not named */
const connectorNames = phrase({
  en: (names: readonly string[], moreCount: number) => {
    const all = [...names.map((name) => `"${name}"`), ...(moreCount === 0 ? [] : [`${moreCount} more`])];
    return `${all.length === 1 ? 'connector' : 'connectors'} ${all.join(', ')}`;
  },
  ja: (names, moreCount) =>
    `コネクタ${names.map((name) => `「${name}」`).join('')}${moreCount === 0 ? '' : `ほか ${moreCount} 個`}`,
});

/** The texts about served certificates. Arguments are escaped and formatted. */
export const SERVED_PHRASES = {
  /** The heading of the column in the table of connectors. */
  columnServed: phrase({ en: 'served', ja: '提示中' }),
  /** The title of the last step of `connectors explain`. */
  stepServed: phrase({ en: 'serves', ja: '提示中' }),
  probedAgo: phrase({
    en: (duration: string) => `probed ${duration} ago`,
    ja: (duration) => `${duration}前に接続確認`,
  }),
  notProbed: phrase({ en: 'not probed yet', ja: 'まだ接続確認を行っていません' }),
  /** The served certificate is the one on disk. */
  servedAsOnDisk: phrase({ en: 'same', ja: '同じ' }),
  servesPrevious: phrase({
    en: (thumbprint: string) => `${thumbprint}, the previous one`,
    ja: (thumbprint) => `${thumbprint} (以前の証明書)`,
  }),
  servesDifferent: phrase({
    en: (thumbprint: string) => `${thumbprint}, a different one`,
    ja: (thumbprint) => `${thumbprint} (別の証明書)`,
  }),
  notOffered: phrase({ en: 'STARTTLS not offered', ja: 'STARTTLS の提供なし' }),
  /** The server refused STARTTLS. */
  refused: phrase({ en: 'STARTTLS refused', ja: 'STARTTLS を拒否' }),
  /** Replaces the selected certificate of a Send connector whose remote server is probed. */
  remoteMark: phrase({ en: '(remote)', ja: '(接続先)' }),
  /** @param reason in parentheses, or empty */
  unknownFor: phrase({
    en: (duration: string, reason: string) => `unknown for ${duration}${reason}`,
    ja: (duration, reason) => `${duration}前から不明${reason}`,
  }),
  /** Follows `unknownFor`. */
  lastKnown: phrase({
    en: (certificate: string) => `; last known ${certificate}`,
    ja: (certificate) => `、最後の確認: ${certificate}`,
  }),
  /** @param addresses one address, or their number as `addressCount` renders it */
  atAddresses: phrase({
    en: (certificate: string, addresses: string) => `${certificate} at ${addresses}`,
    ja: (certificate, addresses) => `${addresses}: ${certificate}`,
  }),
  addressCount: phrase({ en: (count: number) => `${count} addresses`, ja: (count) => `${count} 個のアドレス` }),
  /** The probe of one address failed. */
  cannotProbeAddress: phrase({
    en: (connector: string, address: string, error: string) =>
      `cannot probe connector "${connector}" at ${address}: ${error}`,
    ja: (connector, address, error) => `コネクタ「${connector}」(${address}) の接続確認ができません: ${error}`,
  }),
  cannotProbe: phrase({
    en: (connector: string, error: string) => `cannot probe ${connector}: ${error}`,
    ja: (connector, error) => `${connector} の接続確認ができません: ${error}`,
  }),
  connectors: connectorNames,
  /**
   * Connectors that were not probed since a change, or since the start of the daemon.
   * @param since undefined: the connectors were never probed
   */
  notProbedSinceChange: phrase({
    en: (names: readonly string[], moreCount: number, since: string | undefined) => {
      const connectors = connectorNames.en(names, moreCount);
      return since === undefined
        ? `${connectors}: not probed yet`
        : `${connectors}: not probed since the change or start at ${since}`;
    },
    ja: (names, moreCount, since) => {
      const connectors = connectorNames.ja(names, moreCount);
      return since === undefined
        ? `${connectors}: まだ接続確認を行っていません`
        : `${connectors}: ${since} の変更または起動の後、まだ接続確認を行っていません`;
    },
  }),
  /** Connectors with an address that has failed in every probe so far. */
  neverProbedEverywhere: phrase({
    en: (names: readonly string[], moreCount: number) =>
      `${connectorNames.en(names, moreCount)}: not yet probed successfully at every address`,
    ja: (names, moreCount) =>
      `${connectorNames.ja(names, moreCount)}: 接続確認に一度も成功していないアドレスがあります`,
  }),
  /** DNS no longer returns an address. */
  notInDns: phrase({
    en: (since: string) => `not in DNS since ${since}`,
    ja: (since) => `${since} 以降、DNS の応答に含まれていません`,
  }),
};

/** The texts about served certificates, in one language. */
export type ServedTexts = InLanguage<typeof SERVED_PHRASES>;
