import type { Locale } from '../../../domain/text/locale.ts';

/** The texts about served certificates, in one language. Arguments are escaped and formatted. */
export interface ServedWords {
  /** The heading of the column in the table of connectors. */
  readonly columnServed: string;
  /** The title of the last step of `connectors explain`. */
  readonly stepServed: string;
  readonly probedAgo: (duration: string) => string;
  readonly notProbed: string;
  /** The served certificate is the one on disk. */
  readonly servedAsOnDisk: string;
  readonly servesPrevious: (thumbprint: string) => string;
  readonly servesDifferent: (thumbprint: string) => string;
  readonly notOffered: string;
  /** The server refused STARTTLS. */
  readonly refused: string;
  /** Replaces the selected certificate of a Send connector whose remote server is probed. */
  readonly remoteMark: string;
  /** @param reason in parentheses, or empty */
  readonly unknownFor: (duration: string, reason: string) => string;
  /** Follows `unknownFor`. */
  readonly lastKnown: (certificate: string) => string;
  /** @param addresses one address, or their number as `addressCount` renders it */
  readonly atAddresses: (certificate: string, addresses: string) => string;
  readonly addressCount: (count: number) => string;
  /** The probe of one address failed. */
  readonly cannotProbeAddress: (connector: string, address: string, error: string) => string;
  readonly cannotProbe: (connector: string, error: string) => string;
  /** @param moreCount the number of further connectors, which are not named */
  readonly connectors: (names: readonly string[], moreCount: number) => string;
  /**
   * Connectors that were not probed since a change, or since the start of the daemon.
   * @param since undefined: the connectors were never probed
   */
  readonly notProbedSinceChange: (names: readonly string[], moreCount: number, since: string | undefined) => string;
  /** Connectors with an address that has failed in every probe so far. */
  readonly neverProbedEverywhere: (names: readonly string[], moreCount: number) => string;
  /** DNS no longer returns an address. */
  readonly notInDns: (since: string) => string;
}

const ENGLISH: ServedWords = {
  columnServed: 'served',
  stepServed: 'serves',
  probedAgo: (duration) => `probed ${duration} ago`,
  notProbed: 'not probed yet',
  servedAsOnDisk: 'same',
  servesPrevious: (thumbprint) => `${thumbprint}, the previous one`,
  servesDifferent: (thumbprint) => `${thumbprint}, a different one`,
  notOffered: 'STARTTLS not offered',
  refused: 'STARTTLS refused',
  remoteMark: '(remote)',
  unknownFor: (duration, reason) => `unknown for ${duration}${reason}`,
  lastKnown: (certificate) => `; last known ${certificate}`,
  atAddresses: (certificate, addresses) => `${certificate} at ${addresses}`,
  addressCount: (count) => `${count} addresses`,
  cannotProbeAddress: (connector, address, error) => `cannot probe connector "${connector}" at ${address}: ${error}`,
  cannotProbe: (connector, error) => `cannot probe ${connector}: ${error}`,
  connectors: (names, moreCount) => {
    const all = [...names.map((name) => `"${name}"`), ...(moreCount === 0 ? [] : [`${moreCount} more`])];
    return `${all.length === 1 ? 'connector' : 'connectors'} ${all.join(', ')}`;
  },
  notProbedSinceChange: (names, moreCount, since) => {
    const connectors = ENGLISH.connectors(names, moreCount);
    return since === undefined
      ? `${connectors}: not probed yet`
      : `${connectors}: not probed since the change or start at ${since}`;
  },
  neverProbedEverywhere: (names, moreCount) =>
    `${ENGLISH.connectors(names, moreCount)}: not yet probed successfully at every address`,
  notInDns: (since) => `not in DNS since ${since}`,
};

const JAPANESE: ServedWords = {
  columnServed: '提示中',
  stepServed: '提示中',
  probedAgo: (duration) => `${duration}前に接続確認`,
  notProbed: 'まだ接続確認を行っていません',
  servedAsOnDisk: '同じ',
  servesPrevious: (thumbprint) => `${thumbprint} (以前の証明書)`,
  servesDifferent: (thumbprint) => `${thumbprint} (別の証明書)`,
  notOffered: 'STARTTLS の提供なし',
  refused: 'STARTTLS を拒否',
  remoteMark: '(相手側)',
  unknownFor: (duration, reason) => `${duration}前から不明${reason}`,
  lastKnown: (certificate) => `、最後の確認では${certificate}`,
  atAddresses: (certificate, addresses) => `${addresses}: ${certificate}`,
  addressCount: (count) => `${count} 個のアドレス`,
  cannotProbeAddress: (connector, address, error) =>
    `コネクタ「${connector}」(${address}) に接続確認できません: ${error}`,
  cannotProbe: (connector, error) => `${connector} に接続確認できません: ${error}`,
  connectors: (names, moreCount) =>
    `コネクタ${names.map((name) => `「${name}」`).join('')}${moreCount === 0 ? '' : `ほか ${moreCount} 個`}`,
  notProbedSinceChange: (names, moreCount, since) => {
    const connectors = JAPANESE.connectors(names, moreCount);
    return since === undefined
      ? `${connectors}: まだ接続確認を行っていません`
      : `${connectors}: ${since} の変更または起動の後、まだ接続確認を行っていません`;
  },
  neverProbedEverywhere: (names, moreCount) =>
    `${JAPANESE.connectors(names, moreCount)}: 接続確認に一度も成功していないアドレスがあります`,
  notInDns: (since) => `${since} 以降、DNS の応答に含まれていません`,
};

/** The texts about served certificates, by language. */
export const SERVED_WORDS: Readonly<Record<Locale, ServedWords>> = { en: ENGLISH, ja: JAPANESE };
