import type { WrittenNotifier } from '../schema/written-notifier.ts';

const KEYS = ['urlFile', 'secretFile', 'tokenFile', 'passwordFile'] as const;

/** A file with a secret of a notifier. */
export interface SecretFile {
  /** The key that names the file, which determines its content. */
  readonly key: (typeof KEYS)[number];
  readonly path: string;
  /** Only for `urlFile`: the settings that allow or forbid sending the address. */
  readonly protection?: { readonly allowUnverified: boolean; readonly proxy: string | undefined };
}

/** Returns the secret files of an item of `notifiers`, with paths as written. */
export function secretFilesOf(written: WrittenNotifier): readonly SecretFile[] {
  const values = new Map<string, unknown>(Object.entries(written));
  return KEYS.flatMap((key) => {
    const path = values.get(key);
    if (typeof path !== 'string') return [];
    return [{ key, path, ...(key === 'urlFile' && 'allowUnverified' in written ? protectionOf(written) : {}) }];
  });
}

function protectionOf(written: {
  readonly allowUnverified: boolean;
  readonly proxy?: string;
}): Pick<SecretFile, 'protection'> {
  return { protection: { allowUnverified: written.allowUnverified, proxy: written.proxy } };
}
