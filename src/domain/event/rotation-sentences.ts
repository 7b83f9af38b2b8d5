import type { Locale, Wording } from './event-definition.ts';
import type { Facts } from './facts.ts';
import { quoteName } from './wording.ts';

const KEY_KINDS = { rsa: ' (RSA)', ecdsa: ' (ECDSA)', any: '' } as const;
/** Maximum number of names in a sentence; the others are counted. */
const MOST_NAMES = 3;
/** Maximum number of addresses; the others are counted. */
const MOST_ADDRESSES = 20;

/**
 * Returns the connectors of a reload, as the subject of a sentence: `Connector "Edge"`,
 * `Connectors "A", "B" and 4 more`.
 */
export function reloadedConnectors(connector: string, { connectors = [connector] }: Facts, locale: Locale): string {
  const listed = connectors.slice(0, MOST_NAMES).map((name) => quoteName(name, locale));
  const others = connectors.length - listed.length;
  if (locale === 'ja') return `コネクタ${listed.join('、')}${others > 0 ? ` ほか ${others} 個` : ''}`;
  const noun = connectors.length === 1 ? 'Connector' : 'Connectors';
  if (others > 0) return `${noun} ${listed.join(', ')} and ${others} more`;
  const last = listed.at(-1) ?? '';
  return listed.length === 1 ? `${noun} ${last}` : `${noun} ${listed.slice(0, -1).join(', ')} and ${last}`;
}

/** Returns a line for each probed address: the serial numbers served before and now. */
export function rotatedLines({ rotated = [] }: Facts, { locale }: Wording): readonly string[] {
  const unknown = locale === 'ja' ? '確認できず' : 'unknown';
  const lines = rotated.slice(0, MOST_ADDRESSES).map(({ connector, address, keyType, before, after }) => {
    const [was, is] = [before, after].map((each) => each?.serialNumber ?? unknown);
    const change = locale === 'ja' ? `変更前 ${was}、現在 ${is}` : `${was} before, ${is} now`;
    const name = connector === undefined ? '' : `${quoteName(connector, locale)} `;
    return `${name}${address}${KEY_KINDS[keyType]}: ${change}`;
  });
  const others = rotated.length - lines.length;
  if (others === 0) return lines;
  return [...lines, locale === 'ja' ? `ほか ${others} 個のアドレス` : `and ${others} more addresses`];
}

/** Returns the line with the command that reloaded the server. */
export function reloadLines({ reload = [] }: Facts, { locale }: Wording): readonly string[] {
  if (reload.length === 0) return [];
  return [`${locale === 'ja' ? '再読み込み' : 'Reloaded with'}: ${reload.join(' ')}`];
}
