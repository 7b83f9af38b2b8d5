import { type AccessDenial, namesOf } from '../../../domain/certificate/certificate.ts';
import { isConnectorFile } from '../../../domain/connector/certificate-file.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemFailure } from '../../../domain/failure/problem-failures.ts';
import type { Refusal } from '../../../domain/store-change/refusal.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { importAdvice } from './import-advice.ts';
import {
  certificatesCommand,
  type RefusalContext,
  renewCommand,
  servicesLine,
  servicesWords,
  shortName,
} from './refusal-commands.ts';

/** The refusals with this reason. */
type Refused<Reason extends Refusal['reason']> = Extract<Refusal, { reason: Reason }>;

/** The maximum number of problems in one line. */
const MAX_PROBLEMS = 3;

/** Returns the first problems in one line. */
const problemList = (problems: readonly Problem[], locale: Locale): string =>
  joinList(
    problems.slice(0, MAX_PROBLEMS).map((problem) => failureText(problemFailure(problem), locale)),
    locale,
    'semicolon',
  );
const problemListEn = (problems: readonly Problem[]): string => problemList(problems, 'en');
const problemListJa = (problems: readonly Problem[]): string => problemList(problems, 'ja');

const accountOf = (denials: readonly AccessDenial[]): string => denials[0]?.account ?? '';

/** Returns the commands that allow an account to read a private key. */
const grantCommand = (denials: readonly AccessDenial[]): string =>
  denials
    .map(({ path, kind }) =>
      shellWords(['setfacl', '-m', `u:${accountOf(denials)}:${kind === 'file' ? 'r' : 'x'}`, path]),
    )
    .join(' && ');

/** The text of each refusal with its next step. */
export const REFUSAL_PHRASES = {
  'no-personal-store': phrase({
    en: () =>
      'there is no store My, and only this store can be changed; add it under stores: in the configuration, for example { name: My, path: /var/lib/mailcertd/store }',
    ja: () =>
      '書き込みの対象となるストア My がありません。構成ファイルの stores: に { name: My, path: /var/lib/mailcertd/store } のように追加してください',
  }),
  'store-unavailable': phrase({
    en: ({ problem }: Refused<'store-unavailable'>, { command, owner }: RefusalContext) => {
      const next =
        owner === undefined
          ? `for the cause: ${shellWords([...command, 'status'])}`
          : `run this as ${owner}, which owns the store${owner === 'root' ? '' : ', or as root'}`;
      return `parts of the store cannot be read (${problemListEn([problem])}), so certificates in it can be neither found nor changed; ${next}`;
    },
    ja: ({ problem }, { command, owner }) => {
      const next =
        owner === undefined
          ? `${shellWords([...command, 'status'])} で確認してください`
          : `所有者は ${owner} です。そのアカウントか root で実行してください`;
      return `ストアの全体を確認できない (${problemListJa([problem])}) ため、検索も変更もできません。${next}`;
    },
  }),
  'not-found': phrase({
    en: ({ id }: Refused<'not-found'>, context: RefusalContext) =>
      `${id} no longer exists; to list certificates: ${certificatesCommand(context)}`,
    ja: ({ id }, context) => `${id} はすでにありません。一覧の表示: ${certificatesCommand(context)}`,
  }),
  'store-read-only': phrase({
    en: ({ stored, store, services }: Refused<'store-read-only'>, context: RefusalContext) => {
      if (isConnectorFile(store.name)) {
        const description = `${shortName(stored)} is in ${stored.location.path}, a configured file of a connector`;
        return context.verb === 'enable'
          ? `${description}, which the connector uses regardless of services`
          : `${description}; remove it with the program that installed it`;
      }
      const description = `${shortName(stored)} is in store "${store.name}", which is read-only for mailcertd`;
      if (context.verb === 'enable') {
        const { line, place } = servicesLine(stored, store, services);
        return `${description}; to set its services, add ${line} ${place.kind === 'store-entry' ? 'to the store at' : 'to'} ${place.path}`;
      }
      if (context.verb === 'remove') {
        return `${description}; remove ${stored.location.path} with the program that installed it`;
      }
      return `${description}; to import it into My: ${certificatesCommand(context, 'import', stored.location.path)}`;
    },
    ja: ({ stored, store, services }, context) => {
      if (isConnectorFile(store.name)) {
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
  }),
  'directory-shared': phrase({
    en: ({ path, services }: Refused<'directory-shared'>, context: RefusalContext) =>
      context.verb === 'remove'
        ? `${path} is in a directory with other certificates, and only whole directories can be moved to the trash; delete the file and its key file`
        : `${path} is in a directory with other certificates, so it cannot have settings of its own; import it: ${certificatesCommand(context, 'import', path, ...servicesWords(services))}, then remove the file`,
    ja: ({ path, services }, context) =>
      context.verb === 'remove'
        ? `${path} はほかの証明書と同じ場所にあり、ごみ箱フォルダーに移せるのは専用のフォルダーだけです。このファイルと秘密キーのファイルを直接削除してください`
        : `${path} はほかの証明書と同じ場所にあるため、この証明書だけの設定を保存できません。専用のフォルダーへのインポート: ${certificatesCommand(context, 'import', path, ...servicesWords(services))} (その後、元のファイルを削除)`,
  }),
  'intermediate-certificate': phrase({
    en: ({ stored, leaf }: Refused<'intermediate-certificate'>, { verb }: RefusalContext) => {
      const description = `${shortName(stored)} is an intermediate certificate of ${shortName(leaf)} (${namesOf(leaf.certificate).join(', ')})`;
      return verb === 'enable'
        ? `${description}; it cannot be enabled on its own, because servers send it with that certificate`
        : `${description}; it cannot be removed on its own; remove that certificate`;
    },
    ja: ({ stored, leaf }, { verb }) => {
      const description = `${shortName(stored)} は ${shortName(leaf)} (${namesOf(leaf.certificate).join('、')}) に付属する発行者の証明書`;
      return verb === 'enable'
        ? `${description}で、単独では割り当てられません。${shortName(leaf)} と一緒に提示されます`
        : `${description}で、単独では削除できません。${shortName(leaf)} を削除すると一緒に削除されます`;
    },
  }),
  'name-invalid': phrase({
    en: ({ name }: Refused<'name-invalid'>) =>
      `"${name}" is not a DNS name; give one, for example mail.contoso.com or *.contoso.com`,
    ja: ({ name }) => `「${name}」は DNS 名ではありません。mail.contoso.com や *.contoso.com のように指定してください`,
  }),
  'subject-invalid': phrase({
    en: ({ subject, cause }: Refused<'subject-invalid'>) =>
      `"${subject}" is not a valid subject (${failureText(cause, 'en')}); give one, for example CN=mail.contoso.com,O=Contoso`,
    ja: ({ subject, cause }) =>
      `「${subject}」はサブジェクトとして使用できません (${failureText(cause, 'ja')})。CN=mail.contoso.com,O=Contoso のように指定してください`,
  }),
  wildcard: phrase({
    en: ({ name, services }: Refused<'wildcard'>) =>
      `${services.join(' and ')} ${services.length === 1 ? 'does' : 'do'} not support wildcard certificates (${name}); omit ${services.length === 1 ? 'this service' : 'these services'}, or use a certificate with the server's own name`,
    ja: ({ name, services }) =>
      `${services.join('、')} サービスにはワイルドカード証明書 (${name}) を割り当てられません。該当するサービスを除くか、サーバー自身の名前を含む証明書を使用してください`,
  }),
  'key-unusable': phrase({
    en: ({ stored, kind }: Refused<'key-unusable'>, context: RefusalContext) =>
      ({
        missing: `${shortName(stored)} has no private key; import a file with both: ${certificatesCommand(context, 'import', 'FILE')}`,
        differs: `${shortName(stored)} has the private key of another certificate; import a file with both: ${certificatesCommand(context, 'import', 'FILE')}`,
        unreadable: `this account cannot read the private key of ${shortName(stored)}; run this as root, or check: namei -l ${shellWords([stored.key.path ?? stored.location.path])}`,
        matches: `the private key of ${shortName(stored)} cannot be used`,
      })[kind],
    ja: ({ stored, kind }, context) =>
      ({
        missing: `${shortName(stored)} の秘密キーがありません。両方を含むファイルのインポート: ${certificatesCommand(context, 'import', 'FILE')}`,
        differs: `${shortName(stored)} と同じ場所にある秘密キーは別の証明書のものです。両方を含むファイルのインポート: ${certificatesCommand(context, 'import', 'FILE')}`,
        unreadable: `${shortName(stored)} の秘密キーをここからは読み取れません。root で実行するか、次のコマンドで確認してください: namei -l ${shellWords([stored.key.path ?? stored.location.path])}`,
        matches: `${shortName(stored)} の秘密キーを使用できません`,
      })[kind],
  }),
  'key-not-readable': phrase({
    en: ({ stored, denials }: Refused<'key-not-readable'>) =>
      `account ${accountOf(denials)}, which loads the private key of ${shortName(stored)}, cannot read it; grant access: ${grantCommand(denials)}`,
    ja: ({ stored, denials }) =>
      `${shortName(stored)} の秘密キーを、読み込むアカウント ${accountOf(denials)} が読み取れません。対処: ${grantCommand(denials)}`,
  }),
  'not-self-signed': phrase({
    en: ({ stored, renewal }: Refused<'not-self-signed'>, context: RefusalContext) => {
      const next =
        renewal === undefined
          ? `create a CSR: ${certificatesCommand(context, 'renew', stored.certificate.thumbprint, '--request')}`
          : `renew it: ${shellWords(renewal)} (add --force-renewal to renew it early)`;
      return `${shortName(stored)} was issued by ${stored.certificate.issuer}, and its successor would be self-signed; ${next}, or use --force`;
    },
    ja: ({ stored, renewal }, context) => {
      const next =
        renewal === undefined
          ? `更新要求の作成: ${certificatesCommand(context, 'renew', stored.certificate.thumbprint, '--request')}`
          : `更新: ${shellWords(renewal)} (期限前に更新する場合は --force-renewal を追加)`;
      return `${shortName(stored)} は ${stored.certificate.issuer} が発行した証明書で、ここで複製すると自己署名になります。${next}。自己署名でよければ --force を指定してください`;
    },
  }),
  'renews-ca': phrase({
    en: ({ stored }: Refused<'renews-ca'>) =>
      `${shortName(stored)} is a CA certificate (${stored.certificate.subject}), and mailcertd cannot create CA certificates; renew it at the CA (${stored.location.path})`,
    ja: ({ stored }) =>
      `${shortName(stored)} は証明機関の証明書 (${stored.certificate.subject}) です。ここで作成する証明書はほかの証明書を発行できないため、複製しません。更新は証明機関に依頼してください (場所 ${stored.location.path})`,
  }),
  'already-installed': phrase({
    en: ({ stored, services, lacksIssuers }: Refused<'already-installed'>, context: RefusalContext) => {
      const { certificate, location } = stored;
      const next =
        services.length === 0
          ? `enabled for ${stored.services.join(', ') || 'no service'}; to show it: ${certificatesCommand(context, 'show', certificate.thumbprint)}`
          : `to enable it: ${certificatesCommand(context, 'enable', certificate.thumbprint, ...servicesWords(services))}`;
      const intermediatesHint = lacksIssuers ? '; to add its intermediate certificates, append them to that file' : '';
      return `${certificate.thumbprint} is already in the store (${location.path}); ${next}${intermediatesHint}`;
    },
    ja: ({ stored, services, lacksIssuers }, context) => {
      const { certificate, location } = stored;
      const next =
        services.length === 0
          ? `サービスは ${joinList(stored.services, 'ja') || 'なし'} です。内容の表示: ${certificatesCommand(context, 'show', certificate.thumbprint)}`
          : `サービスへの割り当て: ${certificatesCommand(context, 'enable', certificate.thumbprint, ...servicesWords(services))}`;
      const intermediatesHint = lacksIssuers
        ? '。発行者の証明書も提示するには、このファイルの末尾に追加してください'
        : '';
      return `${certificate.thumbprint} はすでにストアにあります (${location.path})。${next}${intermediatesHint}`;
    },
  }),
  'nothing-to-import': phrase({
    en: ({ path, problems }: Refused<'nothing-to-import'>) =>
      `${path} contains no ${problems.length === 0 ? 'certificate' : `readable certificate (${problemListEn(problems)})`}; ${importAdvice(problems).en}`,
    ja: ({ path, problems }) =>
      `${path} に${problems.length === 0 ? '証明書がありません' : `読み取れる証明書がありません (${problemListJa(problems)})`}。${importAdvice(problems).ja}`,
  }),
  'ca-certificate': phrase({
    en: ({ path, subject, stored }: Refused<'ca-certificate'>) =>
      stored !== undefined
        ? `${path} contains only issuers of ${shortName(stored)} (${subject}); to serve them with it, append them as PEM to ${stored.location.path}`
        : `${path} contains only a CA certificate (${subject}); to trust this CA, add it under trust: in the configuration`,
    ja: ({ path, subject, stored }) =>
      stored !== undefined
        ? `${path} にはこのホストの証明書がなく、${shortName(stored)} の発行者 (${subject}) の証明書だけがあります。一緒に提示するには、PEM 形式で ${stored.location.path} の末尾に追加してください`
        : `${path} にはこのホストの証明書がなく、証明機関 (${subject}) の証明書だけがあります。信頼する証明機関は構成ファイルの trust: で指定してください`,
  }),
  'ca-with-key': phrase({
    en: ({ path, subject }: Refused<'ca-with-key'>) =>
      `${path} contains the private key of a CA (${subject}), which no mail server needs; give the file of the server's own certificate, or use --force`,
    ja: ({ path, subject }) =>
      `${path} にあるのは証明機関 (${subject}) の秘密キーです。証明書の発行に使うもので、メール サーバーには必要ありません。サーバーの証明書のファイルを指定するか、--force で続行してください`,
  }),
  'ambiguous-import': phrase({
    en: ({ path, subjects }: Refused<'ambiguous-import'>) =>
      `${path} contains several server certificates (${subjects.join('; ')}); put the one to import and its key into a separate file`,
    ja: ({ path, subjects }) =>
      `${path} には対象になり得る証明書が複数あります (${subjects.join('、')})。インポートする証明書と秘密キーだけを 1 つのファイルにしてください`,
  }),
  'no-key': phrase({
    en: ({ path, subject, problems }: Refused<'no-key'>) =>
      `the private key of ${subject} is neither in ${path} nor with a CSR in the store${problems.length === 0 ? '' : ` (${problemListEn(problems)})`}; ${problems.length === 0 ? 'give a file with both' : importAdvice(problems).en}`,
    ja: ({ path, subject, problems }) =>
      `${subject} の秘密キーが ${path} にも、ストアの要求にもありません${problems.length === 0 ? '' : ` (${problemListJa(problems)})`}。${problems.length === 0 ? '両方を含むファイルを指定してください' : importAdvice(problems).ja}`,
  }),
  'in-use': phrase({
    en: ({ stored, connectors }: Refused<'in-use'>) =>
      `without ${shortName(stored)}, ${connectors.map((name) => `"${name}"`).join(', ')} would select another certificate or none; check with --dry-run, or use --force`,
    ja: ({ stored, connectors }) =>
      `${shortName(stored)} がないと ${connectors.map((name) => `「${name}」`).join('、')} が選択する証明書が変わるか、なくなります。--dry-run で確認するか、--force で続行してください`,
  }),
  'internal-certificate': phrase({
    en: ({ stored }: Refused<'internal-certificate'>) =>
      `${shortName(stored)} is the internal transport certificate; replace it first, or use --force`,
    ja: ({ stored }) =>
      `${shortName(stored)} は内部トランスポート証明書です。先に別の証明書に置き換えるか、--force で続行してください`,
  }),
  'last-for-names': phrase({
    en: ({ stored, names }: Refused<'last-for-names'>, context: RefusalContext) =>
      `no other valid certificate matches ${names.join(', ')}; renew it first: ${renewCommand(stored, context)}, or use --force`,
    ja: ({ stored, names }, context) =>
      `${names.join('、')} に一致する有効な証明書がほかにありません。先に別の証明書を用意するか (${renewCommand(stored, context)})、--force で続行してください`,
  }),
  'not-exportable': phrase({
    en: ({ stored }: Refused<'not-exportable'>) =>
      `the private key of ${shortName(stored)} is not exportable; only keys created or imported with --exportable can be exported`,
    ja: ({ stored }) =>
      `${shortName(stored)} の秘密キーはエクスポートできません。エクスポートできるのは --exportable を付けて作成またはインポートしたものだけです`,
  }),
} satisfies {
  [Reason in Refusal['reason']]: Phrase<(refusal: Refused<Reason>, context: RefusalContext) => string>;
};
