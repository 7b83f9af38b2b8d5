import type { NoSelectionReason, OpenCounts, Words } from './words.ts';

const sinceText = (since: string | undefined): string => (since === undefined ? '' : ` (${since} から)`);

function counts({ errors, warnings, informations, silenced }: OpenCounts): string {
  const parts = [
    ...(errors > 0 ? [`エラー ${errors} 件`] : []),
    ...(warnings > 0 ? [`警告 ${warnings} 件`] : []),
    ...(informations > 0 ? [`情報 ${informations} 件`] : []),
  ];
  if (parts.length === 0) return '未解消の問題なし';
  const silencedPart =
    silenced === errors + warnings + informations ? '、すべて通知停止中' : `、うち通知停止中 ${silenced} 件`;
  return `未解消: ${parts.join('、')}${silenced > 0 ? silencedPart : ''}`;
}

const NO_SELECTION: Readonly<Record<NoSelectionReason, string>> = {
  noTls: 'TLS を提供しません',
  notEnabled: '無効です',
  noFile: '証明書を指定していません',
  noClientCertificate: 'クライアント証明書を必要としません',
  onlyProbed: '接続確認だけを行います',
};

/** The texts of screens in Japanese. */
export const JAPANESE: Words = {
  direction: { receive: '受信', send: '送信' },
  origin: {
    'self-signed': '自己署名',
    enterprise: 'エンタープライズ',
    'third-party': 'サード パーティ',
    unknown: '発行者不明',
  },
  notIssued: '新しい証明書',
  pendingRequest: '保留中の要求',
  lifetime: {
    ok: '有効',
    expiring: 'まもなく期限',
    expired: '有効期限切れ',
    'not-yet-valid': '有効期間前',
    superseded: '後継あり',
  },
  yes: 'はい',
  no: 'いいえ',
  noneSelected: 'なし',
  unsuitable: {
    'certificate-host-mismatch': '名前の不一致',
    'purpose-mismatch': 'サーバー用以外',
    'not-yet-valid': '有効期間前',
  },
  none: 'なし',
  column: {
    since: '発生時刻',
    event: 'イベント',
    connector: 'コネクタ',
    direction: '方向',
    requiredName: '検索する名前',
    selected: '選択された証明書',
    origin: '種類',
    until: '有効期限',
    timeLeft: '残り',
    thumbprint: '拇印',
    services: 'サービス',
    state: '状態',
    names: '名前',
    usedBy: '使用コネクタ',
    file: 'ファイル',
    level: 'レベル',
    summary: '内容',
  },
  ago: (duration) => `${duration}前`,
  more: (count) => `ほか ${count}`,
  unverifiedChains: (count) =>
    `証明書 ${count} 個のチェーンを検証できません: 同じ名前の証明機関が多く、検証回数が上限に達しました。種類は「発行者不明」と表示されます`,
  unknownSelection: '判断できません',
  unexpectedlyEmpty: (store, since) => `ストア ${store} は ${since} から空で、確認待ちです`,
  noTls: 'TLS を提供しない',
  noClientCertificate: '不要',
  onlyProbed: '(接続確認のみ)',
  notEnabled: '無効',
  noFile: '証明書の指定なし',
  expired: '有効期限切れ',
  counts,
  nothingOpen: '未解消の問題はありません。',
  configurationInvalid:
    'mailcertd: 構成に誤りがあります (確認: mailcertd config check)。動作中のデーモンは以前の構成を使用しており、そのイベント ログを表示します。',
  configurationAccepted: (error, time, checkCommand) =>
    `${error}。代わりに、デーモンが ${time} に適用した構成を使用しています。ファイルを修正してから ${checkCommand} を実行してください`,
  openConditionsUnknown: '未解消の問題は不明です。デーモンによるスキャンがまだありません。開始: mailcertd run',
  noConnectors: '構成にコネクタがありません。',
  scan: {
    summary: ({ certificates, stores, unreadableStores, files, unreadableFiles, connectors, milliseconds, events }) => {
      const unreadablePart = (count: number): string => (count > 0 ? `、うち読み取り不可 ${count} 個` : '');
      const places = [
        ...(stores > 0 || files === 0 ? [`ストア ${stores} 個${unreadablePart(unreadableStores)}`] : []),
        ...(files > 0 ? [`コネクタのファイル ${files} 個${unreadablePart(unreadableFiles)}`] : []),
      ];
      return `スキャン完了: 証明書 ${certificates} 個 (${places.join('、')})、コネクタ ${connectors} 個、${milliseconds} ミリ秒、イベント ${events} 件`;
    },
    problem: (location, reason, detail) =>
      `${location} を読み取れません: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    furtherBlocks: (count) => `(ほか ${count} ブロック)`,
    furtherProblems: (count, reason) => `ほか ${count} 個のファイルを読み取れません: ${reason}`,
    notRead: (store, count, firstFiles) => {
      const rest = count > firstFiles.length ? `、ほか ${count - firstFiles.length} 個` : '';
      return `ストア「${store}」: 証明書と思われるファイル ${count} 個を読み取っていません: ${firstFiles.join('、')}${rest}`;
    },
    unreadable: (store, path, reason, detail) =>
      `ストア「${store}」(${path}) を読み取れません: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    notCreatedYet: (store) => `証明書ストア「${store}」はデーモンの初回起動時に作成されます: mailcertd run`,
  },
  events: { noneMatch: '該当するイベントはありません。' },
  status: {
    ok: '問題なし',
    problem: '問題あり',
    unknown: '判断不能',
    join: (parts) => parts.join('、'),
    monitored: (connectors, certificates) => `コネクタ ${connectors} 個、証明書 ${certificates} 個`,
    nextExpiry: (until, timeLeft) => `最も早い有効期限は ${until} (あと ${timeLeft})`,
    neverScanned: 'デーモンはまだスキャンしていません: mailcertd run',
    stopped: (since) =>
      `デーモンが動作していません。最後のスキャンは ${since} で、未解消の問題は最新でない可能性があります: systemctl start mailcertd`,
    starting: (since) =>
      `デーモンは ${since} に起動し、最初のスキャンがまだ完了していません。未解消の問題は最新でない可能性があります`,
    silent: (since) => `デーモンは ${since} を最後にスキャンしていません。未解消の問題は最新でない可能性があります`,
    unstored: (since) =>
      `デーモンは ${since} を最後にイベント ログへ書き込めておらず、通知も送信していません。ディスクの空き (df) と、デーモンのログのエラーを確認してください`,
    unreadable: (store, since, reason) => {
      if (since !== undefined) return `${store} を ${since} から読み取れません`;
      if (reason === 'not_found') return `${store} がありません`;
      const isDenied = reason === undefined || reason === 'permission_denied';
      return isDenied ? `${store} をこのユーザーでは読み取れません` : `${store} を読み取れません (${reason})`;
    },
    undelivered: (notifier, since, reason, isDisabled) =>
      `通知先 ${notifier} への通知が ${since} から失敗しています (${reason}${isDisabled ? '、構成の再読み込みまで無効' : ''})`,
    unwritten: (output, since, reason, pendingRecords) =>
      `ログ出力 ${output} への書き込みが ${since} から失敗しています (${reason}、未書き込み ${pendingRecords} 件)`,
    outputFailing: (since, reason, pendingRecords) => `${since} から失敗 (${reason})、未書き込み ${pendingRecords} 件`,
    noOtherProblem: 'その他は問題ありません',
    stores: 'ストア',
    storeUnreadable: (store, since, reason) => `${store} 読み取り不可${sinceText(since)} (${reason})`,
    scannedByDaemon: (time) => `(デーモンが ${time} に確認)`,
    unreadableFilesScannedByDaemon: (time) => `このアカウントで読み取れないファイル: デーモンが ${time} に確認した内容`,
    storeProblems: (count) => `(問題 ${count} 件)`,
    filesOfConnectors: (count) => `コネクタのファイル ${count} 個`,
    filesUnreadable: (count) => `(読み取り不可 ${count} 個)`,
    createdAtFirstStart: '(初回起動時に作成)',
    storeUnconfirmed: (since) => `(${since} から確認待ち)`,
    notifiers: '通知先',
    logs: 'ログ出力',
    noNotifiers: '構成なし',
    nothingSent: 'まだ送信なし',
    interval: (duration) => `(${duration} ごと)`,
    pendingDeliveries: (count, since) => `${since} から ${count} 件送信待ち`,
    daemon: 'デーモン',
    scanned: (time) => `前回のスキャン ${time}`,
    nextScan: (time) => `次回 ${time}`,
    recordCount: (count) => `イベント ${count} 件`,
    noDaemonScan: 'まだスキャンしていません',
  },
  explain: {
    titleSelects: (connector, direction, verdict) => `${connector} (${direction}) が選択する証明書: ${verdict}`,
    openEvent: (eventId, since) => `イベント ${eventId} (${since} から未解消)`,
    titleNoSelection: (connector, direction, reason) => `${connector} (${direction}) は ${NO_SELECTION[reason]}`,
    offersTls: 'TLS の提供',
    requiredName: '検索する名前',
    searchedStores: '検索するストア',
    matchesName: '名前が一致',
    eligible: '使用可能',
    nameFrom: {
      connector: 'コネクタの FQDN',
      computer: 'コンピューターの FQDN (コネクタに FQDN がないため)',
      discovered: 'サーバーが名乗る名前',
    },
    ownTlsCertificateName: 'コネクタの tlsCertificateName',
    byTlsCertificateName: '、発行者とサブジェクトで選択',
    byConfiguredFiles: '、ファイルを指定',
    onlyConfiguredFiles: '指定のファイルのみ',
    alsoSelected: '併せて選択される証明書です',
    unusableFile: {
      'certificate-file-missing': () => 'ファイルが存在しません',
      'certificate-file-unusable': (detail) => `読み取れる証明書がありません${detail === '' ? '' : ` (${detail})`}`,
    },
    noOrderOfFiles:
      '対象外 (サーバーは指定のファイルを使用します。証明書か秘密キーが 1 つでも読み込めなければ TLS を提供できません)',
    countOfTotal: (count, all) => `${all} 個中 ${count} 個`,
    countInOtherStores: (count) => `ほかに検索対象外のストアに ${count} 個`,
    noPersonalStore: 'なし (コネクタが検索するストアがありません)',
    storeUnreadable: (store, reason) => `${store} 読み取り不可 (${reason})`,
    match: { exact: '完全一致', wildcard: 'ワイルドカード', other: '不一致' },
    validUntil: (until) => `有効期限 ${until}`,
    selected: '選択される証明書です',
    selectedExpired: '有効期限が切れています。代わりの有効な証明書はありません',
    lastSeen: (time) => `最後に確認した時刻 ${time}`,
    nearestMissMark: '<- 最も近い候補',
    selectionOrder: '優先順位',
    simulate: 'シミュレーション',
    evaluatedAt: '判定時点',
    noneValid: 'なし (有効期限切れ)',
    noSelectionNoEvent: '証明書は選択せず、イベントも発生しません',
    noSelectionOnlyServed: '証明書は選択せず、サーバーが提示している証明書だけを確認します',
  },
  check: {
    scannedNow: 'デーモンのスキャンがないため、今回スキャンしました',
    storeNotCreatedYet: (store) => `。${store} は初回起動時に作成されます`,
    openConditions: (open, first) => `${counts(open)}: ${first}`,
    noOpenConditions: (connectors) => `コネクタ ${connectors} 個、未解消の問題なし`,
    allValid: (certificates) => `証明書 ${certificates} 個すべて有効`,
    firstExpires: (name, timeLeft) => `最も早い有効期限は ${name} (あと ${timeLeft})`,
    expiredAgo: (name, ago, path) => `${name} は ${ago}前に有効期限切れ (${path})`,
    expiresIn: (name, timeLeft, path) => `${name} の有効期限まであと ${timeLeft} (${path})`,
    notYetValid: (name, path) => `${name} はまだ有効ではありません (${path})`,
    andOthers: (count) => `ほか ${count} 件`,
    noCertificate: (paths) => `${paths} に証明書がありません`,
    cannotRead: (location, reason, detail) =>
      `${location} を読み取れません: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    limitsUnknown: (connector, others) =>
      `-w と -c を適用できません: ${connector}${others === 0 ? '' : ` ほか ${others} 個`} の証明書を読み取る権限がありません。権限のあるユーザーで実行してください`,
    timedOut: (duration) => `${duration} でタイムアウトしました`,
  },
  config: {
    warning: (text) => `警告: ${text}`,
    valid: (file) => `${file}: 問題ありません`,
    written: (file) => `作成しました: ${file}`,
    computerNotSet:
      'computer が未設定です。このホストの FQDN を判別できないため、この行に設定するまで config check はエラーになります',
    nextStep: '内容を確認してから: mailcertd config check',
  },
  overview: {
    tagline: 'メール コネクタが使う証明書を監視します',
    openConditions: (open, since) => `${counts(open)} (最も古いものは ${since ?? '-'} から)`,
    noOpenConditions: '問題なし: デーモンが動作中で、未解消の問題はありません。',
    unknown: '判断不能: 監視できない対象があります。',
    neverScanned: 'デーモンはまだスキャンしていません。',
    noConfiguration: 'まだ構成ファイルがありません。',
    invalidConfiguration: (error) => `構成ファイルに誤りがあります: ${error}`,
    openConditionsUnknown: (error) => `未解消の問題は不明です: ${error}`,
    view: '確認',
    manage: '操作',
    configure: '設定',
    integrate: '連携',
    about: {
      scan: '一度だけスキャン (変更なし)',
      status: '未解消の問題、コネクタ、ストアの表示',
      events: 'イベント ログの追跡',
      certificates: '証明書の一覧 (有効期限順)',
      explain: '各コネクタが選択する証明書とその理由',
      conditions: '未解消の問題の一覧',
      renew: '証明書の更新 (ほかに new、enable、import、export、remove)',
      silence: '一定期間の通知停止 (ほかに list、expire)',
      notifiers: '通知先とその状況の一覧',
      testNotifier: 'テスト通知の送信',
      init: '検出結果から構成ファイルを作成',
      check: '構成ファイルの検査 (行番号付き)',
      run: 'デーモンをフォアグラウンドで実行',
      nagios: 'Nagios プラグイン',
      metrics: 'Prometheus のメトリック',
    },
    help: 'mailcertd COMMAND --help',
  },
};
