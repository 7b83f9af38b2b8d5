import { inWords } from '../../../domain/event/reason-words.ts';

/** An English error pattern and its Japanese text, which may use the groups of the pattern. */
type Sentence = readonly [RegExp, string | ((...groups: string[]) => string)];

/** Translates a problem: its location, its reason, and the code of a system or standard. */
function problemInJapanese(text: string): string | undefined {
  const [, location = '', reason = '', detail = ''] =
    /^(?:(.*): )?([a-z0-9]+(?:_[a-z0-9]+)+)(?::? (.*))?$/s.exec(text) ?? [];
  const words = inWords(reason, 'ja');
  if (reason === '' || words === reason) return undefined;
  const code = /\b(E[A-Z0-9]{2,}|[A-Z0-9._-]{3,})$/.exec(detail)?.[0];
  return `${location === '' ? '' : `${location}: `}${words}${code === undefined ? '' : ` (${code})`}`;
}

/** Translates an account: its name, or its number if it has no name. */
const inJapanese = (account: string | undefined): string => (account ?? '').replace(/^user (\d+)$/, 'ユーザー ID $1');

/** Errors of the file system. */
const SYSTEM: readonly Sentence[] = [
  [/^(\w+): no write permission$/, 'このアカウントには書き込みの権限がありません ($1)'],
  [
    /^(\w+): the store belongs to user (\d+); run this as that account, or as root$/,
    'ストアの所有者はユーザー ID $2 です。そのアカウントか root で実行してください ($1)',
  ],
  [
    /^(\w+): the store belongs to (.*); run this as that account, or as root$/s,
    'ストアの所有者は $2 です。そのアカウントか root で実行してください ($1)',
  ],
  [
    /^(\w+): its file system is mounted read-only; mount it read-write$/,
    'ファイル システムが読み取り専用でマウントされています。書き込み可能な状態でマウントしてください ($1)',
  ],
  [
    /^(\w+): no space left on its file system; free some and try again$/,
    'ファイル システムに空きがありません。空きを作ってから再実行してください ($1)',
  ],
  [
    /^(\w+): its directory is on another file system than the store$/,
    '移動先がストアと別のファイル システムにあります ($1)',
  ],
  [
    /^(\w+): a file or directory no longer exists; check and try again$/,
    'あるはずのものがなくなっています。もう一度確認してください ($1)',
  ],
  [/^it already exists$/, '同じ名前のものがすでにあります'],
  [/^(\/.*) no longer exists; check and try again$/s, '$1 がなくなっています。もう一度確認してください'],
  [/^(\/.*) is not a regular file; remove it$/s, '$1 はファイルではありません。削除してください'],
  [/^(\/.*) is not a directory in it$/s, '$1 はストア内のフォルダーではありません'],
  [/^(\/.*) is a link; remove its target$/s, '$1 はリンクです。リンク先を削除してください'],
  [
    /^([^:]*) is neither a file nor a directory nor a link$/s,
    '$1 はファイル、フォルダー、リンクのいずれでもありません',
  ],
  [/^(\S+) is a directory instead of a link$/, '$1 がリンクではなくフォルダーになっています'],
  [
    /^(\/.*) is reached by a link \((.*)\), which is not followed in a store of another account$/s,
    '$1 へはリンク ($2) を経由しますが、別のアカウントのストアではリンクをたどりません',
  ],
  [/^the key (.*?) cannot be used: it is a link$/s, '秘密キー $1 はリンクのため使用しません'],
  [/^the key (.*?) cannot be used: it is not a regular file$/s, '秘密キー $1 は通常のファイルではないため使用しません'],
  [
    /^the key (.*?) cannot be used: it is longer than (\d+) bytes$/s,
    '秘密キー $1 は $2 バイトを超えているため使用しません',
  ],
  [
    /^the key (.*?) cannot be used: it belongs to another account, and the owner of the store must not get it$/s,
    '秘密キー $1 は別のアカウントのもので、ストアの所有者に渡せないため使用しません',
  ],
  [
    /^(\w+): root changes the store as its owner (.*?), who lacks a right in it or in a directory above; give .* that right$/s,
    (code, owner) =>
      `root はストアの所有者 ${inJapanese(owner)} として変更しますが、${inJapanese(owner)} にはストアまたは上位のフォルダーの権限がありません。権限を与えてください (${code})`,
  ],
  [
    /^a link in (.*) that (.*?) can change leads to a directory of (.*); put a directory in place of the link$/s,
    (path, account, owner) =>
      `${path} には ${inJapanese(account)} が変更できるリンクがあり、リンク先のフォルダーの所有者は ${inJapanese(owner)} です。リンクの代わりにフォルダーを置いてください`,
  ],
  [
    /^the trash (.*) does not belong to the owner of the store; give it to (.*)$/s,
    (path, owner) =>
      `ごみ箱 ${path} の所有者がストアの所有者と異なります。所有者を ${inJapanese(owner)} に変更してください`,
  ],
  [
    /^the new directory was replaced by another one; try again$/,
    '作成したフォルダーが別のフォルダーに置き換えられました。もう一度実行してください',
  ],
  [/^it is not locked$/, 'ストアのロックを取得していません'],
  [/^(E[A-Z0-9]+)$/, 'システムのエラー $1'],
];

/** Shortages of system resources. */
const SHORTAGES: readonly Sentence[] = [
  [
    /^EMFILE: too many open files; raise LimitNOFILE of the unit, or stop programs that have opened them$/,
    '開いているファイルが多すぎます。ユニットの LimitNOFILE を増やすか、ファイルを開いているものを停止してください (EMFILE)',
  ],
  [
    /^ENFILE: too many open files in the system; raise fs\.file-max, or stop programs that have opened them$/,
    'システム全体で開いているファイルが多すぎます。fs.file-max を増やすか、ファイルを開いているものを停止してください (ENFILE)',
  ],
  [/^(\w+): not enough memory; free some$/, 'メモリーが不足しています。空きを作ってから再実行してください ($1)'],
  [
    /^EAGAIN: cannot start another thread; raise TasksMax of the unit$/,
    'スレッドを開始できません。ユニットの TasksMax を増やしてください (EAGAIN)',
  ],
];

/** Errors of issuing. */
const ISSUING: readonly Sentence[] = [
  [/^(".*") cannot be a DNS name$/s, '$1 は DNS 名として使用できません'],
  [/^(".*") is not an IP address$/s, '$1 は IP アドレスではありません'],
];

/** Errors of the event log. */
const LEDGER: readonly Sentence[] = [
  [
    /^it does not exist; no daemon has run here, or stateDirectory is wrong$/,
    'まだありません。デーモンが一度も動作していないか、stateDirectory の指定が違います',
  ],
  [
    /^permission denied; ask to be added to group mailcertd, or run it as root$/,
    'アクセス権がありません。mailcertd グループへの追加を依頼するか、root で実行してください',
  ],
  [
    /^only root and the account of the daemon can; run this as one of them \(sudo\)$/,
    '実行できるのは root とデーモンのアカウントだけです。いずれかで実行してください (sudo)',
  ],
  [/^it is not a regular file; remove it$/, '通常のファイルではないものがあります。削除してください'],
  [
    /^it is a link, which is not followed; replace it with the file, or remove it$/,
    'リンクのため開きません。ファイルそのものを置くか、リンクを削除してください',
  ],
  [
    /^its (-journal|-wal|-shm) file is not a regular file; remove it$/,
    '$1 ファイルが通常のファイルではありません。削除してください',
  ],
  [
    /^its -journal file belongs to another database; remove the -journal file$/,
    '-journal ファイルが別のファイルを指しています。mailcertd が書いたものではないため、その -journal ファイルを削除してください',
  ],
  [
    /^it was written by a newer mailcertd \(schema (\d+), this version supports (\d+)\)$/,
    'より新しい mailcertd のものです (スキーマ $1、このバージョンは $2 まで)',
  ],
  [
    /^its daemon has not yet upgraded it from schema (\d+) to (\d+); start this version's daemon once$/,
    'スキーマがまだ $1 で、$2 に更新されていません。このバージョンのデーモンを一度起動してください',
  ],
  [
    /^no space is left on its file system \((.*)\)$/s,
    'ファイル システムに空きがありません。空きを作ってから再実行してください ($1)',
  ],
  [/^its file system reports an error \((.*)\)$/s, 'ファイル システムでエラーが発生しました ($1)'],
  [/^it cannot be written \((.*)\)$/s, '書き込めません ($1)'],
  [
    /^its -wal and -shm files are missing and cannot be created by this account; start mailcertd once \((.*)\)$/s,
    '-wal と -shm のファイルがなく、このアカウントでは作成できません。mailcertd を一度起動してください ($1)',
  ],
  [
    /^it is locked by another process \((.*)\)$/s,
    '別のプロセスがロックしています。少し待ってから再実行してください ($1)',
  ],
  [
    /^it, its -wal or its -shm file cannot be opened \((.*)\)$/s,
    '本体、-wal、-shm のいずれかのファイルを開けません ($1)',
  ],
  [/^permission denied \((.*)\)$/s, 'アクセス権がありません ($1)'],
  [
    /^it is damaged; the next start of mailcertd moves it away \(a value cannot be read: (.*)\)$/s,
    '読み取れない値があります。mailcertd の次回の起動時に別の場所へ移されます ($1)',
  ],
  [
    /^it is damaged; the next start of mailcertd moves it away \((.*)\)$/s,
    '破損しています。mailcertd の次回の起動時に別の場所へ移されます ($1)',
  ],
  [
    /^it is not a database; the next start of mailcertd moves it away \((.*)\)$/s,
    'データベースではありません。mailcertd の次回の起動時に別の場所へ移されます ($1)',
  ],
];

const SENTENCES: readonly Sentence[] = [...SYSTEM, ...SHORTAGES, ...ISSUING, ...LEDGER];

/** Returns the Japanese text of an error; undefined if it is unknown. */
export function answerInJapanese(text: string): string | undefined {
  for (const [pattern, japanese] of SENTENCES) {
    const found = pattern.exec(text);
    if (found === null) continue;
    return typeof japanese === 'string' ? text.replace(pattern, japanese) : japanese(...found.slice(1));
  }
  return /^[a-z]+_[a-z_]+\b/.test(text) ? problemInJapanese(text) : undefined;
}
