import type { Locale, Localization } from '../text/locale.ts';
import type { Facts } from './facts.ts';
import { quoteName } from './quote-name.ts';

const KEY_TYPE_SUFFIXES = { rsa: ' (RSA)', ecdsa: ' (ECDSA)', any: '' } as const;
/** Maximum number of connector names in a sentence. The others are counted. */
const MAX_NAMES = 3;
/** Maximum number of listed addresses. The others are counted. */
const MAX_ADDRESSES = 20;

/**
 * Returns the connectors of a reload, as the subject of a sentence: `Connector "Edge"`,
 * `Connectors "A", "B" and 4 more`.
 */
export function reloadedConnectors(connector: string, { connectors = [connector] }: Facts, locale: Locale): string {
  const listed = connectors.slice(0, MAX_NAMES).map((name) => quoteName(name, locale));
  const others = connectors.length - listed.length;
  if (locale === 'ja') return `コネクタ${listed.join('、')}${others > 0 ? ` ほか ${others} 個` : ''}`;
  const noun = connectors.length === 1 ? 'Connector' : 'Connectors';
  if (others > 0) return `${noun} ${listed.join(', ')} and ${others} more`;
  const last = listed.at(-1) ?? '';
  return listed.length === 1 ? `${noun} ${last}` : `${noun} ${listed.slice(0, -1).join(', ')} and ${last}`;
}

/** Returns a line for each probed address, with the serial numbers before the reload and now. */
export function rotatedAddressLines({ rotated = [] }: Facts, { locale }: Localization): readonly string[] {
  const unknown = locale === 'ja' ? '確認できず' : 'unknown';
  const lines = rotated.slice(0, MAX_ADDRESSES).map(({ connector, address, keyType, before, after }) => {
    const [serialNumberBefore, serialNumberNow] = [before, after].map(
      (certificate) => certificate?.serialNumber ?? unknown,
    );
    const change =
      locale === 'ja'
        ? `変更前 ${serialNumberBefore}、現在 ${serialNumberNow}`
        : `${serialNumberBefore} before, ${serialNumberNow} now`;
    const name = connector === undefined ? '' : `${quoteName(connector, locale)} `;
    return `${name}${address}${KEY_TYPE_SUFFIXES[keyType]}: ${change}`;
  });
  const others = rotated.length - lines.length;
  if (others === 0) return lines;
  return [...lines, locale === 'ja' ? `ほか ${others} 個のアドレス` : `and ${others} more addresses`];
}

/** Returns the line with the command that reloaded the server. */
export function reloadCommandLines({ reload = [] }: Facts, { locale }: Localization): readonly string[] {
  if (reload.length === 0) return [];
  return [`${locale === 'ja' ? '再読み込み' : 'Reloaded with'}: ${reload.join(' ')}`];
}
