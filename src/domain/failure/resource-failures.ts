import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf, phraseByReader } from './failure.ts';

interface Shortage {
  /** The error code of the system or of Node. */
  readonly code: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface ResourceFailureArguments {
  readonly configuration_not_read: { readonly file: string; readonly cause: string };
  readonly host_name_not_read: { readonly cause: string };
  readonly too_many_open_files: undefined;
  readonly too_many_open_files_in_system: undefined;
  readonly thread_not_started: undefined;
  readonly not_enough_memory: Shortage;
  readonly system_shortage: Shortage;
  readonly native_module_not_loaded: {
    readonly packageName: string;
    readonly cause: string;
    readonly advice: string;
  };
  /** `built` is the ABI that the module was built for, `running` the ABI of this Node. */
  readonly other_node_abi: { readonly built: string; readonly running: string };
  readonly binary_not_installed: undefined;
  readonly install_again: { readonly nodeVersion: string };
  readonly use_newer_node_or_run: { readonly command: string };
  readonly use_newer_node_or_compile: undefined;
  readonly run_command: { readonly command: string };
}

/** The texts of missing system resources, and of native modules that cannot be loaded. */
export const RESOURCE_PHRASES: FailureTable<ResourceFailureArguments> = {
  configuration_not_read: phrase({
    en: ({ file, cause }) => `cannot read the configuration ${file}: ${cause}`,
    ja: ({ file, cause }) => `構成ファイル ${file} を読み取れません: ${cause}`,
  }),
  host_name_not_read: phrase({
    en: ({ cause }) => `cannot read the host's name: ${cause}`,
    ja: ({ cause }) => `ホスト名を読み取れません: ${cause}`,
  }),
  too_many_open_files: phrase({
    en: 'EMFILE: too many open files; raise LimitNOFILE of the unit, or stop programs that have opened them',
    ja: '開いているファイルが多すぎます。ユニットの LimitNOFILE を増やすか、ファイルを開いているプログラムを停止してください (EMFILE)',
  }),
  too_many_open_files_in_system: phrase({
    en: 'ENFILE: too many open files in the system; raise fs.file-max, or stop programs that have opened them',
    ja: 'システム全体で開いているファイルが多すぎます。fs.file-max を増やすか、ファイルを開いているプログラムを停止してください (ENFILE)',
  }),
  thread_not_started: phrase({
    en: 'EAGAIN: cannot start another thread; raise TasksMax of the unit',
    ja: 'スレッドを開始できません。ユニットの TasksMax を増やしてください (EAGAIN)',
  }),
  not_enough_memory: phraseByReader(
    phrase({
      en: ({ code }) => `${code}: not enough memory; free some memory and try again`,
      ja: ({ code }) => `メモリが不足しています。空きメモリを増やしてから再実行してください (${code})`,
    }),
    phrase({
      en: ({ code }) => `${code}: not enough memory`,
      ja: ({ code }) => `メモリが不足しています (${code})`,
    }),
  ),
  system_shortage: phrase({
    en: ({ code }) => `${code}: a resource of the system is exhausted; see journalctl -k`,
    ja: ({ code }) => `システムのリソースが不足しています。journalctl -k を確認してください (${code})`,
  }),
  native_module_not_loaded: phrase({
    en: ({ packageName, cause, advice }) => `cannot load ${packageName}: ${cause}; ${advice}`,
    ja: ({ packageName, cause, advice }) => `${packageName} を読み込めません: ${cause}。${advice}`,
  }),
  other_node_abi: phrase({
    en: ({ built, running }) => `it was built for Node ABI ${built}, but this Node has ABI ${running}`,
    ja: ({ built, running }) => `Node ABI ${built} 用にビルドされていますが、実行中の Node の ABI は ${running} です`,
  }),
  binary_not_installed: phrase({
    en: 'its binary for this Node is not installed',
    ja: 'この Node 用のバイナリがインストールされていません',
  }),
  install_again: phrase({
    en: ({ nodeVersion }) => `install mailcertd again with this Node (${nodeVersion}), see docs/install.md`,
    ja: ({ nodeVersion }) =>
      `この Node (${nodeVersion}) で mailcertd をインストールし直してください (docs/install.md を参照)`,
  }),
  use_newer_node_or_run: phrase({
    en: ({ command }) => `use Node 22 or newer, or run: ${command}`,
    ja: ({ command }) => `Node 22 以降を使用するか、次を実行してください: ${command}`,
  }),
  use_newer_node_or_compile: phrase({
    en: 'use Node 22 or newer, or install make, g++ and python3 and then mailcertd again',
    ja: 'Node 22 以降を使用するか、make、g++、python3 をインストールしてから mailcertd をインストールし直してください',
  }),
  run_command: phrase({
    en: ({ command }) => `run: ${command}`,
    ja: ({ command }) => `次を実行してください: ${command}`,
  }),
};

/** The failures of missing system resources, and of native modules that cannot be loaded. */
export const RESOURCE_FAILURES: Failures<FailureTable<ResourceFailureArguments>> = failuresOf(RESOURCE_PHRASES);
