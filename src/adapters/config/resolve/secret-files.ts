import type { WrittenNotifier } from '../schema/written-notifier.ts';

const KEYS = ['urlFile', 'secretFile', 'tokenFile', 'passwordFile'] as const;

/** A file that a secret of a notifier is read from. */
export interface SecretFile {
  /** What names it, and so what has to stand in it. */
  readonly key: (typeof KEYS)[number];
  readonly path: string;
  /** Only for `urlFile`: the settings that decide whether the address may be sent. */
  readonly protection?: { readonly allowUnverified: boolean; readonly proxy: string | undefined };
}

/** The files that an item of `notifiers` names, as they are written. */
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
