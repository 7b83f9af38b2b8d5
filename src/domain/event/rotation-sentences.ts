import type { Wording } from './event-definition.ts';
import type { Facts } from './facts.ts';

const KEY_KINDS = { rsa: ' (RSA)', ecdsa: ' (ECDSA)', any: '' } as const;

/** Each address that was looked at: the serial number it presented before, and the one it presents now. */
export function rotatedLines({ rotated = [] }: Facts, { locale }: Wording): readonly string[] {
  const unseen = locale === 'ja' ? '確認できず' : 'not seen';
  return rotated.map(({ address, keyType, before, after }) => {
    const [was, is] = [before, after].map((each) => each?.serialNumber ?? unseen);
    const change = locale === 'ja' ? `変更前 ${was}、現在 ${is}` : `${was} before, ${is} now`;
    return `${address}${KEY_KINDS[keyType]}: ${change}`;
  });
}

/** The command that its server was told with. */
export function reloadLines({ reload = [] }: Facts, { locale }: Wording): readonly string[] {
  if (reload.length === 0) return [];
  return [`${locale === 'ja' ? '再読み込み' : 'Reloaded with'}: ${reload.join(' ')}`];
}
