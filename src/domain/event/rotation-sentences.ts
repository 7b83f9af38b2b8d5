import type { Wording } from './event-definition.ts';
import type { Facts } from './facts.ts';

const KEY_KINDS = { rsa: ' (RSA)', ecdsa: ' (ECDSA)', any: '' } as const;

/** Each address that was looked at: the serial number it presented before, and the one it presents now. */
export function rotatedLines({ rotated = [] }: Facts, { locale }: Wording): readonly string[] {
  const unseen = locale === 'ja' ? '確認できず' : 'not seen';
  return rotated.map(
    ({ address, keyType, before, after }) =>
      `${address}${KEY_KINDS[keyType]}: ${before?.serialNumber ?? unseen} → ${after?.serialNumber ?? unseen}`,
  );
}

/** The command that its server was told with. */
export function reloadLines({ reload = [] }: Facts, { locale }: Wording): readonly string[] {
  if (reload.length === 0) return [];
  return [`${locale === 'ja' ? '再読み込み' : 'Reloaded with'}: ${reload.join(' ')}`];
}
