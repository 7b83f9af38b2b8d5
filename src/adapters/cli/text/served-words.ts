import type { Locale } from '../../../domain/event/event-definition.ts';

/** The texts about served certificates, in one language. */
export interface ServedWords {
  readonly served: string;
  readonly notProbed: string;
  /** The served certificate is on disk in the connector's files. */
  readonly same: string;
  readonly older: (thumbprint: string) => string;
  readonly other: (thumbprint: string) => string;
  readonly notOffered: string;
  readonly refused: string;
  /** Replaces the selected certificate of a Send connector whose remote server is probed. */
  readonly theirs: string;
  /** @param reason in parentheses, or empty */
  readonly unknown: (lasting: string, reason: string) => string;
  readonly last: (what: string) => string;
  readonly at: (what: string, places: string) => string;
  readonly addresses: (count: number) => string;
  /** The probe of an address failed. */
  readonly notSeen: (connector: string, place: string, why: string) => string;
  readonly cannotProbe: (connector: string, why: string) => string;
  /**
   * Connectors that were not probed since a change.
   * @param more the number of further connectors
   * @param since undefined: the connectors were never probed
   */
  readonly unproven: (names: readonly string[], more: number, since: string | undefined) => string;
  /** Connectors with an address that has failed in every probe so far. */
  readonly unanswered: (names: readonly string[], more: number) => string;
  /** A step of `connectors explain`. */
  readonly serves: string;
  readonly seen: (ago: string) => string;
  /** DNS no longer returns an address. */
  readonly notInDns: (since: string) => string;
}

/** Returns the names of connectors, with the number of further ones. */
export function connectorsInEnglish(names: readonly string[], more: number): string {
  const all = [...names.map((name) => `"${name}"`), ...(more === 0 ? [] : [`${more} more`])];
  return `${all.length === 1 ? 'connector' : 'connectors'} ${all.join(', ')}`;
}

/** Returns the names of connectors in Japanese, with the number of further ones. */
export function connectorsInJapanese(names: readonly string[], more: number): string {
  return `コネクタ${names.map((name) => `「${name}」`).join('')}${more === 0 ? '' : `ほか ${more} 個`}`;
}

const ENGLISH: ServedWords = {
  served: 'served',
  notProbed: 'not probed yet',
  same: 'same',
  older: (thumbprint) => `${thumbprint}, the previous one`,
  other: (thumbprint) => `${thumbprint}, a different one`,
  notOffered: 'STARTTLS not offered',
  refused: 'STARTTLS refused',
  theirs: '(remote)',
  unknown: (lasting, reason) => `unknown for ${lasting}${reason}`,
  last: (what) => `; last known ${what}`,
  at: (what, places) => `${what} at ${places}`,
  addresses: (count) => `${count} addresses`,
  notSeen: (connector, place, why) => `cannot probe connector "${connector}" at ${place}: ${why}`,
  cannotProbe: (connector, why) => `cannot probe ${connector}: ${why}`,
  unproven: (names, more, since) => {
    const connectors = connectorsInEnglish(names, more);
    return since === undefined
      ? `${connectors}: not probed yet`
      : `${connectors}: not probed since the change or start at ${since}`;
  },
  unanswered: (names, more) => `${connectorsInEnglish(names, more)}: not yet probed successfully at every address`,
  serves: 'serves',
  seen: (ago) => `probed ${ago} ago`,
  notInDns: (since) => `not in DNS since ${since}`,
};

const JAPANESE: ServedWords = {
  served: '提示中',
  notProbed: 'まだ接続確認を行っていません',
  same: '同じ',
  older: (thumbprint) => `${thumbprint} (以前の証明書)`,
  other: (thumbprint) => `${thumbprint} (別の証明書)`,
  notOffered: 'STARTTLS の提供なし',
  refused: 'STARTTLS を拒否',
  theirs: '(相手側)',
  unknown: (lasting, reason) => `${lasting}前から不明${reason}`,
  last: (what) => `、最後の確認では${what}`,
  at: (what, places) => `${places}: ${what}`,
  addresses: (count) => `${count} 個のアドレス`,
  notSeen: (connector, place, why) => `コネクタ「${connector}」(${place}) に接続確認できません: ${why}`,
  cannotProbe: (connector, why) => `${connector} に接続確認できません: ${why}`,
  unproven: (names, more, since) => {
    const all = connectorsInJapanese(names, more);
    return since === undefined
      ? `${all}: まだ接続確認を行っていません`
      : `${all}: ${since} の変更または起動の後、まだ接続確認を行っていません`;
  },
  unanswered: (names, more) => `${connectorsInJapanese(names, more)}: 接続確認に一度も成功していないアドレスがあります`,
  serves: '提示中',
  seen: (ago) => `${ago}前に接続確認`,
  notInDns: (since) => `${since} 以降、DNS の応答に含まれていません`,
};

/** The texts about served certificates, by language. */
export const SERVED_WORDS: Readonly<Record<Locale, ServedWords>> = { en: ENGLISH, ja: JAPANESE };
