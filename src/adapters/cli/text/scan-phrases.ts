import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { phrase } from '../../../domain/text/phrase.ts';

/** The numbers in the summary of a scan. */
export interface ScanCounts {
  readonly certificates: number;
  readonly stores: number;
  readonly unreadableStores: number;
  /** The files that connectors name, each counted once. */
  readonly files: number;
  readonly unreadableFiles: number;
  readonly connectors: number;
  readonly milliseconds: number;
  /** The number of findings. */
  readonly events: number;
}

/** The texts of `scan`. Arguments are escaped and formatted. */
export const SCAN_PHRASES = {
  summary: phrase({
    en: ({
      certificates,
      stores,
      unreadableStores,
      files,
      unreadableFiles,
      connectors,
      milliseconds,
      events,
    }: ScanCounts) => {
      const unreadablePart = (count: number): string => (count > 0 ? ` (${count} unreadable)` : '');
      const places = [
        ...(stores > 0 || files === 0 ? [`${countWithNoun(stores, 'store')}${unreadablePart(unreadableStores)}`] : []),
        ...(files > 0 ? [`${countWithNoun(files, 'connector file')}${unreadablePart(unreadableFiles)}`] : []),
      ];
      return `Scanned ${countWithNoun(certificates, 'certificate')} in ${places.join(', ')} and ${countWithNoun(connectors, 'connector')} in ${milliseconds} ms: ${countWithNoun(events, 'event')}`;
    },
    ja: ({ certificates, stores, unreadableStores, files, unreadableFiles, connectors, milliseconds, events }) => {
      const unreadablePart = (count: number): string => (count > 0 ? `、うち読み取り不可 ${count} 個` : '');
      const places = [
        ...(stores > 0 || files === 0 ? [`ストア ${stores} 個${unreadablePart(unreadableStores)}`] : []),
        ...(files > 0 ? [`コネクタのファイル ${files} 個${unreadablePart(unreadableFiles)}`] : []),
      ];
      return `スキャン完了: 証明書 ${certificates} 個 (${places.join('、')})、コネクタ ${connectors} 個、${milliseconds} ミリ秒、イベント ${events} 件`;
    },
  }),
  problem: phrase({
    en: (location: string, error: string) => `cannot read ${location}: ${error}`,
    ja: (location, error) => `${location} を読み取れません: ${error}`,
  }),
  /** Added to the line of the first block with a problem. */
  furtherBlocks: phrase({
    en: (count: number) => `(and ${countWithNoun(count, 'more block')})`,
    ja: (count) => `(ほか ${count} ブロック)`,
  }),
  /** Replaces the lines of further files with the same reason. */
  furtherProblems: phrase({
    en: (count: number, reason: string) => `cannot read ${countWithNoun(count, 'more file')}: ${reason}`,
    ja: (count, reason) => `ほか ${count} 個のファイルを読み取れません: ${reason}`,
  }),
  /** Files of a store in a format that mailcertd does not read; the first files are named. */
  notRead: phrase({
    en: (store: string, count: number, firstFiles: readonly string[]) => {
      const rest = count > firstFiles.length ? ` and ${count - firstFiles.length} more` : '';
      return `${store}: ${countWithNoun(count, 'file')} not read, although ${count === 1 ? 'it looks like a certificate' : 'they look like certificates'}: ${firstFiles.join(', ')}${rest}`;
    },
    ja: (store, count, firstFiles) => {
      const rest = count > firstFiles.length ? `、ほか ${count - firstFiles.length} 個` : '';
      return `${store}: 証明書と思われるファイル ${count} 個を読み取っていません: ${firstFiles.join('、')}${rest}`;
    },
  }),
  /** `store` is its name; `path` is undefined if the name has the path. */
  unreadable: phrase({
    en: (store: string, path: string | undefined, error: string) =>
      `cannot read ${store}${path === undefined ? '' : ` at ${path}`}: ${error}`,
    ja: (store, path, error) => `${store}${path === undefined ? '' : `(${path}) `}を読み取れません: ${error}`,
  }),
  notCreatedYet: phrase({
    en: (store: string) =>
      `certificate store "${store}" does not exist yet; the daemon creates it at its first start: mailcertd run`,
    ja: (store) => `証明書ストア「${store}」はデーモンの初回起動時に作成されます: mailcertd run`,
  }),
};
