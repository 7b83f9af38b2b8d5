import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';
import type { Reason } from './problem.ts';
import { reasonTextOrCode } from './reason-text.ts';

interface File {
  readonly file: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface DiscoveryFailureArguments {
  readonly certbot_fullchain_missing: undefined;
  readonly certbot_lineages_too_many: { readonly count: number; readonly limit: number };
  readonly postfix_services_missing: File;
  readonly postfix_settings_missing: File;
  /** `limit` is the number of read instances in addition to the main one. */
  readonly server_instances_too_many: { readonly limit: number };
  /** `cause` is an error of the system. */
  readonly interfaces_not_listed: { readonly cause: string };
  readonly tool_not_done: { readonly seconds: number };
  /** `program` drops the capability. */
  readonly tool_runner_missing: { readonly program: string };
  readonly settings_file_unreadable: { readonly path: string; readonly reason: Reason };
  readonly table_outdated: { readonly path: string; readonly compiledPath: string; readonly table: string };
  /** The positions of the dropped and of the kept connector. */
  readonly discovered_name_twice: { readonly place: string; readonly keptPlace: string };
}

/** The texts why the settings of a server cannot be read, or only in part. */
export const DISCOVERY_PHRASES: FailureTable<DiscoveryFailureArguments> = {
  certbot_fullchain_missing: phrase({ en: 'fullchain is missing', ja: 'fullchain がありません' }),
  certbot_lineages_too_many: phrase({
    en: ({ count, limit }) => `there are ${count} certificates; only ${limit} are read`,
    ja: ({ count, limit }) => `証明書 ${count} 個のうち、読み取るのは ${limit} 個です`,
  }),
  postfix_services_missing: phrase({
    en: ({ file }) =>
      `it prints no service: ${file} is empty, cut short or just being written; see what it prints, and complete that file`,
    ja: ({ file }) =>
      `サービスが出力されません。${file} が空か、途中で切れているか、書き込み中です。出力を確認し、ファイルを完成させてください`,
  }),
  postfix_settings_missing: phrase({
    en: ({ file }) =>
      `it prints no settings that Postfix could run with: ${file} is empty, cut short or just being written; see what it prints, and complete that file`,
    ja: ({ file }) =>
      `Postfix の動作に必要な設定が出力されません。${file} が空か、途中で切れているか、書き込み中です。出力を確認し、ファイルを完成させてください`,
  }),
  server_instances_too_many: phrase({
    en: ({ limit }) => `there are further instances: only the main instance and ${limit} others are read`,
    ja: ({ limit }) => `インスタンスがほかにもあります。読み取るのは、メインのインスタンスとほかの ${limit} 個だけです`,
  }),
  interfaces_not_listed: phrase({
    en: ({ cause }) =>
      `${cause}; sockets at :: or at an interface are left out. Under systemd: RestrictAddressFamilies= must contain AF_NETLINK`,
    ja: ({ cause }) =>
      `${cause}。アドレスが :: のソケットと、インターフェイスを指定したソケットは対象外です。systemd では RestrictAddressFamilies= に AF_NETLINK が必要です`,
  }),
  tool_not_done: phrase({
    en: ({ seconds }) => `not finished in ${seconds} s`,
    ja: ({ seconds }) => `${seconds} 秒以内に終了しませんでした`,
  }),
  tool_runner_missing: phrase({
    en: ({ program }) =>
      `${program} is needed to drop the capability of the daemon; to install it: apt-get install util-linux`,
    ja: ({ program }) =>
      `デーモンの権限 (capability) を外してプログラムを実行するには ${program} が必要です: apt-get install util-linux`,
  }),
  settings_file_unreadable: phrase({
    en: ({ path, reason }) => `${reasonTextOrCode(reason, 'en')}: ${path}`,
    ja: ({ path, reason }) => `${path}: ${reasonTextOrCode(reason, 'ja')}`,
  }),
  table_outdated: phrase({
    en: ({ path, compiledPath, table }) =>
      `${path} is newer than ${compiledPath}, which is made of it; rebuild that table: postmap -F ${table}`,
    ja: ({ path, compiledPath, table }) =>
      `${compiledPath} の作成後に ${path} が変更されています。次を実行して作成し直してください: postmap -F ${table}`,
  }),
  discovered_name_twice: phrase({
    en: ({ place, keptPlace }) => `${place} is left out, because it has the same name as ${keptPlace}`,
    ja: ({ place, keptPlace }) => `${place} は ${keptPlace} と同じ名前になるため、対象外です`,
  }),
};

/** The failures of reading the settings of servers. */
export const DISCOVERY_FAILURES: Failures<FailureTable<DiscoveryFailureArguments>> = failuresOf(DISCOVERY_PHRASES);
