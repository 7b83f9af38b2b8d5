import { type Phrase, phrase } from '../text/phrase.ts';
import type { StoreData } from './data/certificate-data.ts';
import { listLines } from './line.ts';
import type { EventLine, Writer } from './writer.ts';

/** The label of a path. */
export const PATH_LABEL: Phrase<string> = phrase({ en: 'Path', ja: 'パス' });

/** The label of files. */
export const FILE_LABEL: Phrase<string> = phrase({ en: 'File', ja: 'ファイル' });

/** Returns the line with the files of the certificate. */
export function locationLines({ locations }: Partial<StoreData>): readonly EventLine[] {
  return listLines(FILE_LABEL, locations);
}

/**
 * Returns the line with the files of private keys of a store.
 * @param count the number of all private keys, of which only some may be listed
 */
export function keyFileLines({ locations }: StoreData, count: string): readonly EventLine[] {
  if (locations.length === 0) return [];
  const isPartial = Number(count) > locations.length;
  return [
    phrase({
      en: (write: Writer) => `Key files: ${write.list(locations)}${isPartial ? ', and more' : ''}`,
      ja: (write) => `秘密キーのファイル: ${write.list(locations)}${isPartial ? ' ほか' : ''}`,
    }),
  ];
}
