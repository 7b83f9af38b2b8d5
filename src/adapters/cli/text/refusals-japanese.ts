import { namesOf } from '../../../domain/certificate/certificate.ts';
import { nameCauseText } from '../../../domain/certificate/name-cause.ts';
import { isFileStore } from '../../../domain/connector/certificate-file.ts';
import { reasonTextOrCode } from '../../../domain/event/reason-text.ts';
import type { Problem } from '../../../domain/problem.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { importAdvice } from './import-advice.ts';
import {
  certificatesCommand,
  type RefusalWords,
  renewCommand,
  servicesLine,
  servicesWords,
  shortName,
} from './refusal-words.ts';

/** The maximum number of problems in one line. */
const MAX_PROBLEMS = 3;

/**
 * Returns the first problems in one line. English details are left out; a detail that is a code or
 * name of a system or standard, for example EACCES, is kept.
 */
const problemList = (problems: readonly Problem[]): string =>
  problems
    .slice(0, MAX_PROBLEMS)
    .map(({ location, reason, detail }) => {
      const code = /^[A-Z0-9._-]+$/.test(detail) ? ` (${detail})` : '';
      return `${location}: ${reasonTextOrCode(reason, 'ja')}${code}`;
    })
    .join('、');

/** The texts of refusals in Japanese. */
export const JAPANESE_REFUSALS: RefusalWords = {
  'no-personal-store': () =>
    '書き込みの対象となるストア My がありません。構成ファイルの stores: に { name: My, path: /var/lib/mailcertd/store } のように追加してください',
  'store-unavailable': ({ problem }, { command, owner }) => {
    const next =
      owner === undefined
        ? `${shellWords([...command, 'status'])} で確認してください`
        : `所有者は ${owner} です。そのアカウントか root で実行してください`;
    return `ストアの全体を確認できない (${problemList([problem])}) ため、検索も変更もできません。${next}`;
  },
  'not-found': ({ id }, context) => `${id} はすでにありません。一覧の表示: ${certificatesCommand(context)}`,
  'store-read-only': ({ stored, store, services }, context) => {
    if (isFileStore(store.name)) {
      const description = `${shortName(stored)} はコネクタが指定するファイル ${stored.location.path} にあり、サービスの割り当てに関係なく提示されます`;
      return context.verb === 'enable'
        ? description
        : `${description}。このファイルを配置したプログラムまたは担当者の側で削除してください`;
    }
    const description = `${shortName(stored)} は mailcertd が書き込まないストア「${store.name}」にあります`;
    if (context.verb === 'enable') {
      const { line, place } = servicesLine(stored, store, services);
      return `${description}。サービスを割り当てるには、${place.kind === 'store-entry' ? `構成ファイル (${place.path}) のストアの設定に` : `${place.path} に`} ${line} と書いてください`;
    }
    if (context.verb === 'remove')
      return `${description}。${stored.location.path} は、配置したプログラムまたは担当者の側で削除してください`;
    return `${description}。ストア My へのインポート: ${certificatesCommand(context, 'import', stored.location.path)}`;
  },
  'directory-shared': ({ path, services }, context) =>
    context.verb === 'remove'
      ? `${path} は他の証明書と同じ場所にあり、ごみ箱フォルダーに移せるのは専用のフォルダーだけです。このファイルと秘密キーのファイルを直接削除してください`
      : `${path} は他の証明書と同じ場所にあるため、この証明書だけの設定を保存できません。専用のフォルダーへのインポート: ${certificatesCommand(context, 'import', path, ...servicesWords(services))} (その後、元のファイルを削除)`,
  'intermediate-certificate': ({ stored, leaf }, { verb }) => {
    const description = `${shortName(stored)} は ${shortName(leaf)} (${namesOf(leaf.certificate).join('、')}) に付属する発行者の証明書`;
    return verb === 'enable'
      ? `${description}で、単独では割り当てられません。${shortName(leaf)} と一緒に提示されます`
      : `${description}で、単独では削除できません。${shortName(leaf)} を削除すると一緒に削除されます`;
  },
  'name-invalid': ({ name }) =>
    `「${name}」は DNS 名ではありません。mail.contoso.com や *.contoso.com のように指定してください`,
  'subject-invalid': ({ subject, cause }) =>
    `「${subject}」はサブジェクトとして使用できません (${nameCauseText(cause).ja})。CN=mail.contoso.com,O=Contoso のように指定してください`,
  wildcard: ({ name, services }) =>
    `${services.join('、')} サービスにはワイルドカード証明書 (${name}) を割り当てられません。該当するサービスを除くか、サーバー自身の名前を含む証明書を使用してください`,
  'key-unusable': ({ stored, kind }, context) =>
    ({
      missing: `${shortName(stored)} の秘密キーがありません。両方を含むファイルのインポート: ${certificatesCommand(context, 'import', 'FILE')}`,
      differs: `${shortName(stored)} と同じ場所にある秘密キーは別の証明書のものです。両方を含むファイルのインポート: ${certificatesCommand(context, 'import', 'FILE')}`,
      unreadable: `${shortName(stored)} の秘密キーをここからは読み取れません。root で実行するか、次のコマンドで確認してください: namei -l ${shellWords([stored.key.path ?? stored.location.path])}`,
      matches: `${shortName(stored)} の秘密キーを使用できません`,
    })[kind],
  'key-not-readable': ({ stored, denials }) => {
    const account = denials[0]?.account ?? '';
    const setfaclCommands = denials.map(({ path, kind }) =>
      shellWords(['setfacl', '-m', `u:${account}:${kind === 'file' ? 'r' : 'x'}`, path]),
    );
    return `${shortName(stored)} の秘密キーを、読み込むアカウント ${account} が読み取れません。対処: ${setfaclCommands.join(' && ')}`;
  },
  'not-self-signed': ({ stored, renewal }, context) => {
    const next =
      renewal === undefined
        ? `更新要求の作成: ${certificatesCommand(context, 'renew', stored.certificate.thumbprint, '--request')}`
        : `更新: ${shellWords(renewal)} (期限前に更新する場合は --force-renewal を追加)`;
    return `${shortName(stored)} は ${stored.certificate.issuer} が発行した証明書で、ここで複製すると自己署名になります。${next} (自己署名でよければ --force)`;
  },
  'renews-ca': ({ stored }) =>
    `${shortName(stored)} は証明機関の証明書 (${stored.certificate.subject}) です。ここで作成する証明書は他の証明書を発行できないため、複製しません。更新は証明機関に依頼してください (場所 ${stored.location.path})`,
  'already-installed': ({ stored, services, lacksIssuers }, context) => {
    const { certificate, location } = stored;
    const next =
      services.length === 0
        ? `サービスは ${stored.services.join(', ') || 'なし'} です。内容の表示: ${certificatesCommand(context, 'show', certificate.thumbprint)}`
        : `サービスへの割り当て: ${certificatesCommand(context, 'enable', certificate.thumbprint, ...servicesWords(services))}`;
    const intermediatesHint = lacksIssuers
      ? '。発行者の証明書も提示するには、このファイルの末尾に追加してください'
      : '';
    return `${certificate.thumbprint} はすでにストアにあります (${location.path})。${next}${intermediatesHint}`;
  },
  'nothing-to-import': ({ path, problems }) =>
    `${path} に${problems.length === 0 ? '証明書がありません' : `読み取れる証明書がありません (${problemList(problems)})`}。${importAdvice(problems).ja}`,
  'ca-certificate': ({ path, subject, stored }) =>
    stored !== undefined
      ? `${path} にはこのホストの証明書がなく、${shortName(stored)} の発行者 (${subject}) の証明書だけがあります。一緒に提示するには、PEM 形式で ${stored.location.path} の末尾に追加してください`
      : `${path} にはこのホストの証明書がなく、証明機関 (${subject}) の証明書だけがあります。信頼する証明機関は構成ファイルの trust: で指定してください`,
  'ca-with-key': ({ path, subject }) =>
    `${path} にあるのは証明機関 (${subject}) の秘密キーです。証明書の発行に使うもので、メール サーバーには必要ありません。サーバーの証明書のファイルを指定するか、--force で続行してください`,
  'ambiguous-import': ({ path, subjects }) =>
    `${path} には対象になり得る証明書が複数あります (${subjects.join('、')})。インポートする証明書と秘密キーだけを 1 つのファイルにしてください`,
  'no-key': ({ path, subject, problems }) =>
    `${subject} の秘密キーが ${path} にも、ストアの要求にもありません${problems.length === 0 ? '' : ` (${problemList(problems)})`}。${problems.length === 0 ? '両方を含むファイルを指定してください' : importAdvice(problems).ja}`,
  'in-use': ({ stored, connectors }) =>
    `${shortName(stored)} がないと ${connectors.map((name) => `「${name}」`).join('、')} が選択する証明書が変わるか、なくなります。--dry-run で確認するか、--force で続行してください`,
  'internal-certificate': ({ stored }) =>
    `${shortName(stored)} は内部トランスポート証明書です。先に別の証明書に置き換えるか、--force で続行してください`,
  'last-for-names': ({ stored, names }, context) =>
    `${names.join('、')} に一致する有効な証明書がほかにありません。先に別の証明書を用意するか (${renewCommand(stored, context)})、--force で続行してください`,
  'not-exportable': ({ stored }) =>
    `${shortName(stored)} の秘密キーはエクスポートできません。エクスポートできるのは --exportable を付けて作成またはインポートしたものだけです`,
};
