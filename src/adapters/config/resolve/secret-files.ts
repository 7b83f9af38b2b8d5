import type { SecretFile } from '../configuration.ts';
import type { WrittenNotifier } from '../schema/written-notifier.ts';

const SECRET_KEYS: readonly SecretFile['key'][] = ['urlFile', 'secretFile', 'tokenFile', 'passwordFile'];

/** Returns the secret files of an item of `notifiers`, with paths as written. */
export function secretFilesOf(rawNotifier: WrittenNotifier): readonly SecretFile[] {
  const values = new Map<string, unknown>(Object.entries(rawNotifier));
  return SECRET_KEYS.flatMap((key) => {
    const path = values.get(key);
    if (typeof path !== 'string') return [];
    if (key !== 'urlFile' || !('allowUnverified' in rawNotifier)) return [{ key, path }];
    // Every notifier with `urlFile` has these keys; `proxy` only if it is set.
    const { allowUnverified, proxy } = rawNotifier as { readonly allowUnverified: boolean; readonly proxy?: string };
    return [{ key, path, protection: { allowUnverified, proxy } }];
  });
}
