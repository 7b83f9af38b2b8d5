import type { RotationFailure } from '../../domain/connector/rotation.ts';
import type { Locale } from '../../domain/event/event-definition.ts';

/** What `connectors reload` says, in one language. Everything comes in escaped, and as it is to be shown. */
export interface ReloadWords {
  /** Where a serial number is shown: that none was seen. */
  readonly unseen: string;
  readonly presentsIt: string;
  readonly presentsOther: string;
  readonly spare: string;
  readonly onDisk: string;
  readonly onDiskUnknown: string;
  readonly would: (connector: string, command: string) => string;
  readonly proven: (connector: string) => string;
  readonly failure: Readonly<Record<RotationFailure, (connector: string, why: string) => string>>;
  readonly rehearsed: string;
  readonly noDaemon: string;
  readonly notYet: (command: string) => string;
  readonly notKept: (why: string) => string;
  readonly send: (connector: string) => string;
  readonly disabled: (connector: string, place: string) => string;
  readonly withoutTls: (connector: string, place: string) => string;
  readonly noReload: (connector: string, place: string) => string;
  readonly noProbe: (connector: string, place: string) => string;
}

export const RELOAD_WORDS: Readonly<Record<Locale, ReloadWords>> = {
  en: {
    unseen: 'not seen',
    presentsIt: 'what lies on disk',
    presentsOther: 'NOT what lies on disk',
    spare: 'no certificate of this kind',
    onDisk: 'on disk',
    onDiskUnknown: 'what it should present cannot be said',
    would: (connector, command) => `${connector} would be reloaded with: ${command}`,
    proven: (connector) => `PROVEN   ${connector} presents what lies on disk`,
    failure: {
      'reload-failed': (connector, why) => `NOT PROVEN   ${connector} could not be reloaded: ${why}`,
      unseen: (connector, why) => `NOT PROVEN   ${connector} was reloaded, and could not be looked at: ${why}`,
      'not-served': (connector) => `NOT PROVEN   ${connector} was reloaded, and goes on presenting something else`,
      unknown: (connector) => `NOT PROVEN   ${connector} was reloaded; what it should present cannot be said`,
    },
    rehearsed: 'Nothing was reloaded.',
    noDaemon: 'No daemon runs here: the event is written once one does.',
    notYet: (command) => `The daemon has not written of it yet; ask again with: ${command}`,
    notKept: (why) => `No event will tell of it: ${why}`,
    send: (connector) =>
      `reloading "${connector}": it is a Send connector, and its probe shows the other side; nothing could be proven`,
    disabled: (connector, place) =>
      `reloading "${connector}": it is not enabled, so it is not probed and nothing could be proven; nothing was run. Enable it (${place}), or reload its server yourself`,
    withoutTls: (connector, place) =>
      `reloading "${connector}": it offers no TLS (starttls: false), so it is not probed and nothing could be proven; nothing was run. Correct that (${place}), or reload its server yourself`,
    noReload: (connector, place) =>
      `reloading "${connector}": how is not known; write the command under it, as in reload: [systemctl, reload, postfix] (${place})`,
    noProbe: (connector, place) =>
      `reloading "${connector}": it has no probe, so nothing could be proven; write where it is probed, as in probe: "smtp://127.0.0.1:25" (${place})`,
  },
  ja: {
    unseen: '確認できず',
    presentsIt: 'ディスク上の証明書',
    presentsOther: 'ディスク上の証明書ではありません',
    spare: 'この種類の証明書はありません',
    onDisk: 'ディスク',
    onDiskUnknown: '提示すべき証明書を特定できません',
    would: (connector, command) => `${connector} を次のコマンドで再読み込みします: ${command}`,
    proven: (connector) => `確認済み   ${connector} はディスク上の証明書を提示しています`,
    failure: {
      'reload-failed': (connector, why) => `未確認   ${connector} を再読み込みできませんでした: ${why}`,
      unseen: (connector, why) => `未確認   ${connector} を再読み込みしましたが、提示内容を確認できません: ${why}`,
      'not-served': (connector) => `未確認   ${connector} を再読み込みしましたが、別の証明書を提示しています`,
      unknown: (connector) => `未確認   ${connector} を再読み込みしましたが、提示すべき証明書を特定できません`,
    },
    rehearsed: '再読み込みは行っていません。',
    noDaemon: 'デーモンが動作していないため、イベントは次の起動時に記録されます。',
    notYet: (command) => `デーモンはまだイベントを記録していません。確認: ${command}`,
    notKept: (why) => `イベントは記録されません: ${why}`,
    send: (connector) =>
      `コネクタ「${connector}」の再読み込み: 送信コネクタの probe は相手側の証明書を確認するため、結果を確認できません`,
    disabled: (connector, place) =>
      `コネクタ「${connector}」の再読み込み: コネクタが無効で接続確認の対象外のため、結果を確認できません。コマンドは実行していません。コネクタを有効にするか (${place})、サーバーを直接再読み込みしてください`,
    withoutTls: (connector, place) =>
      `コネクタ「${connector}」の再読み込み: TLS を提供しない設定 (starttls: false) で接続確認の対象外のため、結果を確認できません。コマンドは実行していません。設定を見直すか (${place})、サーバーを直接再読み込みしてください`,
    noReload: (connector, place) =>
      `コネクタ「${connector}」の再読み込み: コマンドが指定されていません。reload: [systemctl, reload, postfix] のように指定してください (${place})`,
    noProbe: (connector, place) =>
      `コネクタ「${connector}」の再読み込み: probe がないため結果を確認できません。probe: "smtp://127.0.0.1:25" のように指定してください (${place})`,
  },
};
