import { dirname } from 'node:path';
import { namesOf, type Service, type StoredCertificate } from '../../../domain/certificate/certificate.ts';
import { nameCauseText } from '../../../domain/certificate/name-cause.ts';
import { isFileStore } from '../../../domain/connector/certificate-file.ts';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import { reasonTextOrCode } from '../../../domain/event/reason-text.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { Refusal } from '../../../domain/store-change/refusal.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { importAdvice } from './import-advice.ts';
import { shortThumbprint } from './short-thumbprint.ts';

/** The refused verbs. `show` is only refused for an unreadable store. */
export type StoreVerb = 'show' | 'new' | 'renew' | 'enable' | 'import' | 'export' | 'remove';

/** The context of a refusal: the verb, and the command that starts mailcertd. */
export interface RefusalContext {
  readonly verb: StoreVerb;
  readonly command: readonly [string, ...string[]];
  /** The account that owns the unreadable path, if it is another one than the user's. */
  readonly owner?: string | undefined;
}

type Words = {
  readonly [Reason in Refusal['reason']]: (
    refusal: Extract<Refusal, { reason: Reason }>,
    context: RefusalContext,
  ) => string;
};

/** Returns a mailcertd command that can be pasted into a shell. */
const typed = ({ command }: RefusalContext, ...words: readonly string[]): string =>
  shellWords([...command, 'certificates', ...words]);

const forServices = (services: readonly Service[] | undefined): readonly string[] =>
  services === undefined ? [] : ['--services', services.join(',') || 'none'];

const short = ({ certificate }: StoredCertificate): string => shortThumbprint(certificate);
const places = (problems: readonly Problem[]): string =>
  problems
    .slice(0, 3)
    .map(({ location, reason, detail }) => `${location}: ${reason}${detail === '' ? '' : `: ${detail}`}`)
    .join('; ');

/**
 * Returns problems in Japanese. English details are omitted; codes and names of a system or
 * standard are kept.
 */
const inJapanese = (problems: readonly Problem[]): string =>
  problems
    .slice(0, 3)
    .map(({ location, reason, detail }) => {
      const named = /^[A-Z0-9._-]+$/.test(detail) ? ` (${detail})` : '';
      return `${location}: ${reasonTextOrCode(reason, 'ja')}${named}`;
    })
    .join('、');

/**
 * Returns the `services` line for a certificate in a read-only store, and its place. A file next to
 * the certificate overrides the store's entry.
 */
function servicesLine(
  { services: has, location }: StoredCertificate,
  { services: stores, source }: StoreDefinition,
  wanted: readonly Service[] = has,
): { readonly line: string; readonly place: { readonly kind: 'entry' | 'file'; readonly path: string } } {
  const line = `services: [${wanted.join(', ')}]`;
  const isOfStore = source.inventory === 'configuration' && has.toSorted().join() === stores.toSorted().join();
  const noteFile = `${dirname(location.path)}/certificate.yaml`;
  return { line, place: isOfStore ? { kind: 'entry', path: source.place } : { kind: 'file', path: noteFile } };
}

/**
 * Returns the command that renews a certificate. One issued by a CA needs a CSR, because a clone
 * would be self-signed.
 */
function renewed({ certificate }: StoredCertificate, context: RefusalContext): string {
  return typed(context, 'renew', certificate.thumbprint, ...(certificate.isSelfIssued ? [] : ['--request']));
}

const ENGLISH: Words = {
  'no-personal-store': () =>
    'there is no store My, and only this store can be changed; add it under stores: in the configuration, for example { name: My, path: /var/lib/mailcertd/store }',
  'store-unavailable': ({ problem }, { command, owner }) => {
    const next =
      owner === undefined
        ? `for the cause: ${shellWords([...command, 'status'])}`
        : `run this as ${owner}, which owns the store${owner === 'root' ? '' : ', or as root'}`;
    return `parts of the store cannot be read (${places([problem])}), so certificates in it can be neither found nor changed; ${next}`;
  },
  'not-found': ({ id }, context) => `${id} no longer exists; to list certificates: ${typed(context)}`,
  'store-read-only': ({ stored, store, services }, context) => {
    if (isFileStore(store.name)) {
      const begins = `${short(stored)} is in ${stored.location.path}, a configured file of a connector`;
      return context.verb === 'enable'
        ? `${begins}, which the connector uses regardless of services`
        : `${begins}; remove it with the program that installed it`;
    }
    const begins = `${short(stored)} is in store "${store.name}", which is read-only for mailcertd`;
    if (context.verb === 'enable') {
      const { line, place } = servicesLine(stored, store, services);
      return `${begins}; to set its services, add ${line} ${place.kind === 'entry' ? 'to the store at' : 'to'} ${place.path}`;
    }
    if (context.verb === 'remove') {
      return `${begins}; remove ${stored.location.path} with the program that installed it`;
    }
    return `${begins}; to import it into My: ${typed(context, 'import', stored.location.path)}`;
  },
  'directory-shared': ({ path, services }, context) =>
    context.verb === 'remove'
      ? `${path} is in a directory with other certificates, and only whole directories can be moved to the trash; delete the file and its key file`
      : `${path} is in a directory with other certificates, so it cannot have settings of its own; import it: ${typed(context, 'import', path, ...forServices(services))}, then remove the file`,
  'intermediate-certificate': ({ stored, leaf }, { verb }) => {
    const begins = `${short(stored)} is an intermediate certificate of ${short(leaf)} (${namesOf(leaf.certificate).join(', ')})`;
    return verb === 'enable'
      ? `${begins}; it cannot be enabled on its own, because servers send it with that certificate`
      : `${begins}; it cannot be removed on its own; remove that certificate`;
  },
  'name-invalid': ({ name }) => `"${name}" is not a DNS name; give one, for example mail.contoso.com or *.contoso.com`,
  'subject-invalid': ({ subject, cause }) =>
    `"${subject}" is not a valid subject (${nameCauseText(cause).en}); give one, for example CN=mail.contoso.com,O=Contoso`,
  wildcard: ({ name, services }) =>
    `${services.join(' and ')} ${services.length === 1 ? 'does' : 'do'} not support wildcard certificates (${name}); omit ${services.length === 1 ? 'this service' : 'these services'}, or use a certificate with the server's own name`,
  'key-unusable': ({ stored, kind }, context) =>
    ({
      missing: `${short(stored)} has no private key; import a file with both: ${typed(context, 'import', 'FILE')}`,
      differs: `${short(stored)} has the private key of another certificate; import a file with both: ${typed(context, 'import', 'FILE')}`,
      unreadable: `this account cannot read the private key of ${short(stored)}; run this as root, or check: namei -l ${shellWords([stored.key.path ?? stored.location.path])}`,
      matches: `the private key of ${short(stored)} cannot be used`,
    })[kind],
  'key-not-readable': ({ stored, denials }) => {
    const account = denials[0]?.account ?? '';
    const opening = denials.map(({ path, kind }) =>
      shellWords(['setfacl', '-m', `u:${account}:${kind === 'file' ? 'r' : 'x'}`, path]),
    );
    return `account ${account}, which loads the private key of ${short(stored)}, cannot read it; grant access: ${opening.join(' && ')}`;
  },
  'not-self-signed': ({ stored, renewal }, context) => {
    const next =
      renewal === undefined
        ? `create a CSR: ${typed(context, 'renew', stored.certificate.thumbprint, '--request')}`
        : `renew it: ${shellWords(renewal)} (add --force-renewal to renew it early)`;
    return `${short(stored)} was issued by ${stored.certificate.issuer}, and its successor would be self-signed; ${next}, or use --force`;
  },
  'renews-ca': ({ stored }) =>
    `${short(stored)} is a CA certificate (${stored.certificate.subject}), and mailcertd cannot create CA certificates; renew it at the CA (${stored.location.path})`,
  'already-installed': ({ stored, services, lacksIssuers }, context) => {
    const { certificate, location } = stored;
    const next =
      services.length === 0
        ? `enabled for ${stored.services.join(', ') || 'no service'}; to show it: ${typed(context, 'show', certificate.thumbprint)}`
        : `to enable it: ${typed(context, 'enable', certificate.thumbprint, ...forServices(services))}`;
    const adding = lacksIssuers ? '; to add its intermediate certificates, append them to that file' : '';
    return `${certificate.thumbprint} is already in the store (${location.path}); ${next}${adding}`;
  },
  'nothing-to-import': ({ path, problems }) =>
    `${path} contains no ${problems.length === 0 ? 'certificate' : `readable certificate (${places(problems)})`}; ${importAdvice(problems).en}`,
  'ca-certificate': ({ path, subject, stored }) =>
    stored !== undefined
      ? `${path} contains only issuers of ${short(stored)} (${subject}); to serve them with it, append them as PEM to ${stored.location.path}`
      : `${path} contains only a CA certificate (${subject}); to trust this CA, add it under trust: in the configuration`,
  'ca-with-key': ({ path, subject }) =>
    `${path} contains the private key of a CA (${subject}), which no mail server needs; give the file of the server's own certificate, or use --force`,
  'ambiguous-import': ({ path, subjects }) =>
    `${path} contains several server certificates (${subjects.join('; ')}); put the one to import and its key into a separate file`,
  'no-key': ({ path, subject, problems }) =>
    `the private key of ${subject} is neither in ${path} nor with a CSR in the store${problems.length === 0 ? '' : ` (${places(problems)})`}; ${problems.length === 0 ? 'give a file with both' : importAdvice(problems).en}`,
  'in-use': ({ stored, connectors }) =>
    `without ${short(stored)}, ${connectors.map((name) => `"${name}"`).join(', ')} would select another certificate or none; check with --dry-run, or use --force`,
  'internal-certificate': ({ stored }) =>
    `${short(stored)} is the internal transport certificate; replace it first, or use --force`,
  'last-for-names': ({ stored, names }, context) =>
    `no other valid certificate matches ${names.join(', ')}; renew it first: ${renewed(stored, context)}, or use --force`,
  'not-exportable': ({ stored }) =>
    `the private key of ${short(stored)} is not exportable; only keys created or imported with --exportable can be exported`,
};

const JAPANESE: Words = {
  'no-personal-store': () =>
    '書き込みの対象となるストア My がありません。構成ファイルの stores: に { name: My, path: /var/lib/mailcertd/store } のように追加してください',
  'store-unavailable': ({ problem }, { command, owner }) => {
    const next =
      owner === undefined
        ? `${shellWords([...command, 'status'])} で確認してください`
        : `所有者は ${owner} です。そのアカウントか root で実行してください`;
    return `ストアの全体を確認できない (${inJapanese([problem])}) ため、検索も変更もできません。${next}`;
  },
  'not-found': ({ id }, context) => `${id} はすでにありません。一覧の表示: ${typed(context)}`,
  'store-read-only': ({ stored, store, services }, context) => {
    if (isFileStore(store.name)) {
      const begins = `${short(stored)} はコネクタが指定するファイル ${stored.location.path} にあり、サービスの割り当てに関係なく提示されます`;
      return context.verb === 'enable'
        ? begins
        : `${begins}。このファイルを配置したプログラムまたは担当者の側で削除してください`;
    }
    const begins = `${short(stored)} は mailcertd が書き込まないストア「${store.name}」にあります`;
    if (context.verb === 'enable') {
      const { line, place } = servicesLine(stored, store, services);
      return `${begins}。サービスを割り当てるには、${place.kind === 'entry' ? `構成ファイル (${place.path}) のストアの設定に` : `${place.path} に`} ${line} と書いてください`;
    }
    if (context.verb === 'remove')
      return `${begins}。${stored.location.path} は、配置したプログラムまたは担当者の側で削除してください`;
    return `${begins}。ストア My へのインポート: ${typed(context, 'import', stored.location.path)}`;
  },
  'directory-shared': ({ path, services }, context) =>
    context.verb === 'remove'
      ? `${path} は他の証明書と同じ場所にあり、ごみ箱フォルダーに移せるのは専用のフォルダーだけです。このファイルと秘密キーのファイルを直接削除してください`
      : `${path} は他の証明書と同じ場所にあるため、この証明書だけの設定を保存できません。専用のフォルダーへのインポート: ${typed(context, 'import', path, ...forServices(services))} (その後、元のファイルを削除)`,
  'intermediate-certificate': ({ stored, leaf }, { verb }) => {
    const begins = `${short(stored)} は ${short(leaf)} (${namesOf(leaf.certificate).join('、')}) に付属する発行者の証明書`;
    return verb === 'enable'
      ? `${begins}で、単独では割り当てられません。${short(leaf)} と一緒に提示されます`
      : `${begins}で、単独では削除できません。${short(leaf)} を削除すると一緒に削除されます`;
  },
  'name-invalid': ({ name }) =>
    `「${name}」は DNS 名ではありません。mail.contoso.com や *.contoso.com のように指定してください`,
  'subject-invalid': ({ subject, cause }) =>
    `「${subject}」はサブジェクトとして使用できません (${nameCauseText(cause).ja})。CN=mail.contoso.com,O=Contoso のように指定してください`,
  wildcard: ({ name, services }) =>
    `${services.join('、')} サービスにはワイルドカード証明書 (${name}) を割り当てられません。該当するサービスを除くか、サーバー自身の名前を含む証明書を使用してください`,
  'key-unusable': ({ stored, kind }, context) =>
    ({
      missing: `${short(stored)} の秘密キーがありません。両方を含むファイルのインポート: ${typed(context, 'import', 'FILE')}`,
      differs: `${short(stored)} と同じ場所にある秘密キーは別の証明書のものです。両方を含むファイルのインポート: ${typed(context, 'import', 'FILE')}`,
      unreadable: `${short(stored)} の秘密キーをここからは読み取れません。root で実行するか、次のコマンドで確認してください: namei -l ${shellWords([stored.key.path ?? stored.location.path])}`,
      matches: `${short(stored)} の秘密キーを使用できません`,
    })[kind],
  'key-not-readable': ({ stored, denials }) => {
    const account = denials[0]?.account ?? '';
    const opening = denials.map(({ path, kind }) =>
      shellWords(['setfacl', '-m', `u:${account}:${kind === 'file' ? 'r' : 'x'}`, path]),
    );
    return `${short(stored)} の秘密キーを、読み込むアカウント ${account} が読み取れません。対処: ${opening.join(' && ')}`;
  },
  'not-self-signed': ({ stored, renewal }, context) => {
    const next =
      renewal === undefined
        ? `更新要求の作成: ${typed(context, 'renew', stored.certificate.thumbprint, '--request')}`
        : `更新: ${shellWords(renewal)} (期限前に更新する場合は --force-renewal を追加)`;
    return `${short(stored)} は ${stored.certificate.issuer} が発行した証明書で、ここで複製すると自己署名になります。${next} (自己署名でよければ --force)`;
  },
  'renews-ca': ({ stored }) =>
    `${short(stored)} は証明機関の証明書 (${stored.certificate.subject}) です。ここで作成する証明書は他の証明書を発行できないため、複製しません。更新は証明機関に依頼してください (場所 ${stored.location.path})`,
  'already-installed': ({ stored, services, lacksIssuers }, context) => {
    const { certificate, location } = stored;
    const next =
      services.length === 0
        ? `サービスは ${stored.services.join(', ') || 'なし'} です。内容の表示: ${typed(context, 'show', certificate.thumbprint)}`
        : `サービスへの割り当て: ${typed(context, 'enable', certificate.thumbprint, ...forServices(services))}`;
    const adding = lacksIssuers ? '。発行者の証明書も提示するには、このファイルの末尾に追加してください' : '';
    return `${certificate.thumbprint} はすでにストアにあります (${location.path})。${next}${adding}`;
  },
  'nothing-to-import': ({ path, problems }) =>
    `${path} に${problems.length === 0 ? '証明書がありません' : `読み取れる証明書がありません (${inJapanese(problems)})`}。${importAdvice(problems).ja}`,
  'ca-certificate': ({ path, subject, stored }) =>
    stored !== undefined
      ? `${path} にはこのホストの証明書がなく、${short(stored)} の発行者 (${subject}) の証明書だけがあります。一緒に提示するには、PEM 形式で ${stored.location.path} の末尾に追加してください`
      : `${path} にはこのホストの証明書がなく、証明機関 (${subject}) の証明書だけがあります。信頼する証明機関は構成ファイルの trust: で指定してください`,
  'ca-with-key': ({ path, subject }) =>
    `${path} にあるのは証明機関 (${subject}) の秘密キーです。証明書の発行に使うもので、メール サーバーには必要ありません。サーバーの証明書のファイルを指定するか、--force で続行してください`,
  'ambiguous-import': ({ path, subjects }) =>
    `${path} には対象になり得る証明書が複数あります (${subjects.join('、')})。インポートする証明書と秘密キーだけを 1 つのファイルにしてください`,
  'no-key': ({ path, subject, problems }) =>
    `${subject} の秘密キーが ${path} にも、ストアの要求にもありません${problems.length === 0 ? '' : ` (${inJapanese(problems)})`}。${problems.length === 0 ? '両方を含むファイルを指定してください' : importAdvice(problems).ja}`,
  'in-use': ({ stored, connectors }) =>
    `${short(stored)} がないと ${connectors.map((name) => `「${name}」`).join('、')} が選択する証明書が変わるか、なくなります。--dry-run で確認するか、--force で続行してください`,
  'internal-certificate': ({ stored }) =>
    `${short(stored)} は内部トランスポート証明書です。先に別の証明書に置き換えるか、--force で続行してください`,
  'last-for-names': ({ stored, names }, context) =>
    `${names.join('、')} に一致する有効な証明書がほかにありません。先に別の証明書を用意するか (${renewed(stored, context)})、--force で続行してください`,
  'not-exportable': ({ stored }) =>
    `${short(stored)} の秘密キーはエクスポートできません。エクスポートできるのは --exportable を付けて作成またはインポートしたものだけです`,
};

const DOING: Readonly<Record<Locale, Readonly<Record<StoreVerb, string>>>> = {
  en: {
    show: 'cannot show the certificate',
    new: 'cannot create a certificate',
    renew: 'cannot renew the certificate',
    enable: 'cannot enable the certificate',
    import: 'cannot import a certificate',
    export: 'cannot export the certificate',
    remove: 'cannot remove the certificate',
  },
  ja: {
    show: '証明書の表示',
    new: '証明書の作成',
    renew: '証明書の更新',
    enable: '証明書のサービスへの割り当て',
    import: '証明書のインポート',
    export: '証明書のエクスポート',
    remove: '証明書の削除',
  },
};

/** Returns the refusal with the next step, in one line, not escaped. */
export function refusalLine(refusal: Refusal, context: RefusalContext, locale: Locale): string {
  const words = locale === 'ja' ? JAPANESE : ENGLISH;
  // The reason determines the function; TypeScript cannot infer this relation.
  const say = words[refusal.reason] as (refusal: Refusal, refusalContext: RefusalContext) => string;
  return `mailcertd: ${DOING[locale][context.verb]}: ${say(refusal, context)}`;
}
