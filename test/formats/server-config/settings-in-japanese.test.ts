import { describe, expect, test } from 'vitest';
import { DOVECOT_PHRASES } from '../../../src/domain/failure/dovecot-failures.ts';
import { EXIM_PHRASES } from '../../../src/domain/failure/exim-failures.ts';
import type { Failure, FailureArgument } from '../../../src/domain/failure/failure.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { NGINX_PHRASES } from '../../../src/domain/failure/nginx-failures.ts';
import { OPENSMTPD_PHRASES } from '../../../src/domain/failure/opensmtpd-failures.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { SETTING_PHRASES } from '../../../src/domain/failure/setting-failures.ts';
import { eximConnectors } from '../../../src/formats/server-config/exim/exim.ts';
import { parseEximOptions } from '../../../src/formats/server-config/exim/exim-options.ts';
import { nginxConnectors } from '../../../src/formats/server-config/nginx/nginx.ts';
import { parseNginxFile } from '../../../src/formats/server-config/nginx/nginx-directives.ts';
import { opensmtpdConnectors } from '../../../src/formats/server-config/opensmtpd/opensmtpd.ts';
import { parseSmtpdConf } from '../../../src/formats/server-config/opensmtpd/parse-smtpd-conf.ts';
import { foundDovecot, text24 } from './dovecot/dovecot-texts.ts';
import { HOST, kindsByName, found as postfix } from './postfix/postfix-texts.ts';

/** A part of the settings, and the Japanese texts of their problems. */
type Row = readonly [settings: string, ...texts: readonly string[]];

const failuresOf = (problems: readonly Problem[]): readonly Failure[] =>
  problems.map(({ failure }) => failure ?? { code: 'none', arguments: {} });

function dovecot(lines: string): readonly Failure[] {
  const [settings = '', listen] = lines.split(' @ ');
  const host = { ...HOST, addresses: ['127.0.0.1'] };
  return failuresOf(foundDovecot(text24(settings, listen), { host }).problems);
}

function nginx(text: string): readonly Failure[] {
  const { directives, error } = parseNginxFile('/etc/nginx/nginx.conf', text);
  if (error !== undefined) return [error.failure];
  const server = { name: 'nginx', reload: ['systemctl', 'reload', 'nginx'], hostFqdn: 'mail01.contoso.com' };
  return failuresOf(
    nginxConnectors(directives, { host: HOST, server, directory: '/etc/nginx', pemContentsOf: kindsByName }).problems,
  );
}

function opensmtpd(text: string): readonly Failure[] {
  const path = '/etc/smtpd.conf';
  const settings = parseSmtpdConf(path, new Map([[path, text]]));
  const { problems } = opensmtpdConnectors(settings, {
    host: HOST,
    interfaces: new Map([['lo', ['127.0.0.1', '::1']]]),
    mailname: undefined,
    server: { name: 'opensmtpd', reload: ['systemctl', 'restart', 'opensmtpd'], hostFqdn: 'mail01.contoso.com' },
  });
  return [...settings.errors.map(({ failure }) => failure), ...failuresOf(problems)];
}

function exim(lines: string): readonly Failure[] {
  const options = `local_interfaces = 127.0.0.1
daemon_smtp_ports = 25
primary_hostname = mail.contoso.com
tls_advertise_hosts = *
tls_certificate = /etc/exim4/a.pem
${lines}`;
  const texts = {
    command: 'exim4 -bP',
    options: parseEximOptions(options),
    transports: new Map(),
    override: undefined,
    file: '/etc/exim4/exim4.conf',
    pemContentsOf: kindsByName,
  };
  const server = { name: 'exim', reload: ['systemctl', 'reload', 'exim4'], hostFqdn: 'mail01.contoso.com' };
  return failuresOf(eximConnectors(texts, HOST, server).problems);
}

/** Returns the problems of a Postfix with a setting `NAME = VALUE`, or a service in master.cf. */
function postfixWith(text: string): readonly Failure[] {
  const tls = { smtpd_tls_security_level: 'may', smtpd_tls_chain_files: '/both.pem', inet_interfaces: '127.0.0.1' };
  const settings = [...text.matchAll(/^(\w+) =[ ]?(.*)$/gm)].map(([, name = '', value = '']) => [name, value] as const);
  const services = text.split('\n').filter((line) => !/^\w+ =/.test(line) && line !== '');
  return failuresOf(
    postfix(
      { ...tls, ...Object.fromEntries(settings) },
      services.length > 0 ? services : ['smtp inet n - y - - smtpd'],
      {
        'hash:/sni': 'mail.fabrikam.com fabrikam-both.pem\n',
        'hash:/conflict': 'a.fabrikam.com /1-both.pem /2-both.pem\n',
      },
      { ...HOST, addresses: ['127.0.0.1'] },
    ).problems,
  );
}

const PROTOCOL = 'protocols = sieve\n';
const FILES = 'ssl_server {\n  cert_file = /mail.pem\n  key_file = /mail.key\n}\n';
const PROXY = 'service managesieve-login {\n  inet_listener sieve {\n    haproxy = yes\n  }\n}';
const LMTP = 'protocols = lmtp\nservice lmtp {\n  inet_listener lmtp {\n    port = 24\n  }\n}\n';

const DOVECOT: readonly Row[] = [
  [PROTOCOL, 'TLS が有効ですが、証明書が設定されていません'],
  [
    `${PROTOCOL}ssl_server_cert_file = "inline:-----BEGIN CERTIFICATE-----"`,
    '証明書: 値がファイルではなく、設定に直接書かれています',
  ],
  [
    `${PROTOCOL}ssl_server_cert_file = /mail.pem\nssl_server_key_file = /%{hostname}.key`,
    '秘密キー: パス「/%{hostname}.key」は変数の値によって変わります',
  ],
  [
    `${PROTOCOL}${FILES}ssl_server_alt_cert_file = /%{hostname}.pem`,
    '2 つ目の証明書: パス「/%{hostname}.pem」は変数の値によって変わります',
  ],
  [
    `${PROTOCOL}${FILES}ssl_server_alt_key_file = /%{hostname}.key`,
    '2 つ目の秘密キー: パス「/%{hostname}.key」は変数の値によって変わります',
  ],
  [
    `${PROTOCOL}ssl_server_cert_file = /rsa-1.pem\nssl_server_alt_cert_file = /rsa-2.pem`,
    '/rsa-1.pem は提示されません。/rsa-2.pem のキーの種類が同じで、後のファイルが優先されるためです',
  ],
  [
    `${LMTP}${FILES}local 127.0.0.1 {\n  ssl_server_cert_file = /local.pem\n}`,
    'このアドレスの設定が LMTP に適用されるかどうか判断できません',
  ],
  [
    `${PROTOCOL}${FILES}local nowhere.contoso.com {\n  ssl_server_cert_file = /local.pem\n}`,
    'ホスト名を解決できません',
  ],
  [
    `${PROTOCOL}${FILES}remote 10.0.0.0/8 {\n  ssl_server_cert_file = /remote.pem\n}`,
    'このアドレスから接続するクライアントには別の設定が適用されます。その設定は確認の対象外です',
  ],
  [
    `${PROTOCOL}${FILES}${PROXY}`,
    'haproxy = yes が指定されています。プロキシだけが接続できるため、接続確認の対象外です',
  ],
  [`protocols = imap\n${FILES}protocol imap {\n  ssl = no\n}`, 'TLS のリスナーですが、ssl = no が指定されています'],
  [`${PROTOCOL}${FILES} @ ::`, 'このコンピューターのアドレスが含まれていません'],
  [`${PROTOCOL}${FILES} @ nowhere.contoso.com`, '「nowhere.contoso.com」を解決できません'],
];

const SSL = 'ssl_certificate /mail.pem; ssl_certificate_key /mail.key;';

const NGINX: readonly Row[] = [
  ['mail { server { starttls on; } }', '「listen」がありません'],
  ['mail { server { listen mx; } }', '「mx」はポート付きのアドレスではありません'],
  ['mail { server { listen mx.fabrikam.com:25; } }', 'このコンピューターでは「mx.fabrikam.com」のアドレスが不明です'],
  ['mail { server { listen 2525; } }', 'プロトコルが不明です。「protocol」がなく、ポートも標準のものではありません'],
  [
    `mail { ${SSL} server { listen 25 proxy_protocol; starttls on; } }`,
    'proxy_protocol が指定されています。プロキシだけが接続できるため、接続確認の対象外です',
  ],
  [
    `stream { ${SSL} server { listen 993 ssl; } server { listen 993 ssl; server_name mx.contoso.com; } }`,
    '別の server ブロックが同じソケットを使用しています。名前を要求するクライアントにこのブロックが提示する証明書は、確認の対象外です',
  ],
  ['mail { server { listen 25; starttls on; } }', 'TLS を提供しますが、「ssl_certificate」がありません'],
  [`mail { server { listen 993 ssl; ${'ssl_certificate /a.pem; '.repeat(17)} } }`, '証明書が 16 個を超えています'],
  [
    'mail { server { listen 993 ssl; ssl_certificate $ssl_server_name.pem; } }',
    '証明書または秘密キーのパスに変数が含まれているか、パスがファイルを示していません',
  ],
  [
    'mail { server { listen 993 ssl; ssl_certificate /1.pem; ssl_certificate /2.pem; } }',
    '/1.pem は提示されません。/2.pem のキーの種類が同じで、後のファイルが優先されるためです',
  ],
  ['a '.repeat(200_002), '単語が 200000 個を超えています'],
  ['a{'.repeat(100), 'ブロックの入れ子が 32 段を超えています'],
  ['init_by_lua_block { f({}) ', 'ブロックが閉じていません'],
  ['mail { } }', '予期しない「}」があります'],
  ['mail {', 'ファイルが途中で終わっています。「;」または「}」が必要です'],
  ['user "www;', '引用符が閉じていません'],
];

const PKI = 'pki a cert "/a.pem" key "/a.key"\n';

const OPENSMTPD: readonly Row[] = [
  [`${PKI}listen on lo inet4 quic tls pki a\n`, '「quic」は不明なため、無視しました'],
  ['listen on lo port nowhere\n', 'ポート「nowhere」は不明です'],
  ['listen on eth9\n', 'インターフェイスまたはアドレス「eth9」は不明です'],
  [
    `${PKI}listen on lo inet4 proxy-v2 tls pki a\n`,
    'proxy-v2 が指定されています。プロキシだけが接続できるため、接続確認の対象外です',
  ],
  ['listen on lo inet4 tls\n', 'TLS が有効ですが、pki が設定されていません'],
  ['listen on lo inet4 tls pki b\n', 'pki「b」が定義されていません'],
  ['pki b key "/b.key"\nlisten on lo inet4 tls pki b\n', 'pki「b」に証明書がありません'],
  ['pki b cert "ssl/b.pem" key "/b.key"\nlisten on lo inet4 tls pki b\n', '「ssl/b.pem」は絶対パスではありません'],
  ['listen on $nowhere\n', 'マクロ「$nowhere」が定義されていません'],
  ['include "/etc/smtpd.conf"\n', 'ファイルの include が循環しています'],
  ['a\n'.repeat(60_000), '単語が 100000 個を超えています'],
  [`x = ""\n${'$x'.repeat(20_000)}\n`, 'マクロが多すぎます'],
  ['pki b cert "/b.pem\n', '引用符が閉じていません'],
];

const EXIM: readonly Row[] = [
  ['tls_certificate = /$tls_in_sni.pem', 'クライアントが TLS で要求する名前によって値が変わります'],
  ['tls_certificate = ${if a}', '「${if」は接続ごとに評価されます'],
  [`tls_certificate = /${'a'.repeat(70_000)}`, '値が長すぎます'],
  ['tls_certificate = /\\q', '値に不明なエスケープがあります'],
  [
    'tls_certificate = <value not displayable>',
    '「hide」が指定されているため、値は Exim の管理者にだけ表示されます。このオプションから「hide」を削除してください',
  ],
  ['tls_certificate = a.pem', '「a.pem」は絶対パスではありません'],
  [
    'tls_certificate = /a.pem : /b.pem',
    'キーの種類が同じ証明書が 2 個あります。どちらが提示されるかはクライアントによって変わります',
  ],
  ['tls_certificate = ', 'Exim は起動のたびに新しい自己署名証明書を作成します'],
  ['tls_advertise_hosts = !192.0.2.0/24 : *', 'STARTTLS を提供する相手が限られているため、接続確認の対象外です'],
  ['hosts_proxy = *', 'このコンピューターからはプロキシとしてしか接続できないため、接続確認の対象外です'],
  [
    'hosts_proxy = proxy.contoso.com',
    'このコンピューターがプロキシと見なされるかどうか判断できないため、接続確認の対象外です',
  ],
  ['daemon_smtp_ports = nowhere', 'ポート「nowhere」は不明です'],
  ['local_interfaces = mail.contoso.com', '「mail.contoso.com」はアドレスではありません'],
];

const inChain = (text: string): string => `smtpd_tls_chain_files: ${text}`;

const POSTFIX: readonly Row[] = [
  ['smtpd_tls_chain_files = ', 'TLS が有効ですが、証明書が設定されていません'],
  ['smtpd_tls_chain_files = $nowhere', inChain('$nowhere が定義されていません')],
  ['a = $b\nb = $a\nsmtpd_tls_chain_files = $a', inChain('マクロが循環しています')],
  [
    `${[...'abcdefg'].map((name, index) => `${name} = ${`$${'bcdefgh'[index]}`.repeat(9)}`).join('\n')}\nh = \nsmtpd_tls_chain_files = $a`,
    inChain('マクロが多すぎます'),
  ],
  ['smtpd_tls_chain_files = $', inChain('$ の後に名前がありません')],
  [`a = ${'x'.repeat(50_000)}\nb = $a$a$a$a\nsmtpd_tls_chain_files = $b$b`, inChain('値が長すぎます')],
  ['smtpd_tls_chain_files = ${}', inChain('「${}」はマクロではありません')],
  ['smtpd_tls_chain_files = ${a', inChain('「{a」の括弧が閉じていません')],
  ['smtpd_tls_chain_files = ${{a} ~ {b} ? {c}}', inChain('「{a} ~ {b} ? {c}」は比較式ではありません')],
  ['smtpd_tls_chain_files = ${{a} == {a} {c}}', inChain('「{a} == {a} {c}」は条件式ではありません')],
  ['smtpd_tls_chain_files = ${{a} <level {3} ? {c}}', inChain('「a」は互換性レベルではありません')],
  ['smtpd_use_tls = maybe\nsmtpd_tls_security_level = ', 'smtpd_use_tls: 「maybe」は yes でも no でもありません'],
  [
    'smtpd_tls_security_level = always',
    'smtpd_tls_security_level: 「always」というレベルはありません。Postfix は動作しますが、このサービスは動作しません (ログ: Invalid TLS level)。none、may、encrypt のいずれかを指定してください',
  ],
  [
    'smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd\ntlsproxy unix - - y - 0 tlsproxy -o tlsproxy_tls_chain_files=/tls-both.pem',
    'postscreen は新しいクライアントに /tls-both.pem を提示します。このファイルは確認の対象外です',
  ],
  [
    'smtp inet n - y - 1 postscreen',
    'master.cf に、postscreen が接続を引き渡す pass タイプの smtpd サービスがありません',
  ],
  [
    'tls_server_sni_maps = hash:/conflict',
    'a.fabrikam.com の 2 つの証明書のキーの種類が同じです。Postfix は、このサーバー名の TLS 接続を切断します',
  ],
  [
    'smtpd_upstream_proxy_protocol = haproxy',
    'smtpd_upstream_proxy_protocol が haproxy です。プロキシだけが接続できるため、接続確認の対象外です',
  ],
  ['inet_protocols = ipx', 'inet_protocols: 「ipx」はプロトコルではありません'],
  ['nowhere:25 inet n - y - - smtpd', '「nowhere」を解決できません'],
  ['no-such-port inet n - y - - smtpd', '「no-such-port」のポートが不明です'],
  ['inet_protocols = ipv4\n[::1]:25 inet n - y - - smtpd', '「[::1]:25」に inet_protocols のアドレスがありません'],
  ['tls_server_sni_maps = pcre:/sni', 'pcre:/sni: この種類のテーブルにある名前は一覧できません'],
  ['tls_server_sni_maps = hash:/sni', 'hash:/sni: 「fabrikam-both.pem」は絶対パスではありません'],
  [
    'smtpd_tls_chain_files = /1-both.pem /2-both.pem',
    'smtpd_tls_chain_files: 2 つの証明書のキーの種類が同じです。この場合、Postfix は TLS を提供しません',
  ],
  [
    'smtpd_tls_chain_files =\nsmtpd_tls_cert_file = /1.pem\nsmtpd_tls_key_file = /1-key.pem\nsmtpd_tls_dcert_file = /2.pem\nsmtpd_tls_dkey_file = /2-key.pem',
    '/1.pem は提示されません。/2.pem のキーの種類が同じで、後のファイルが優先されるためです',
  ],
  [
    'smtpd_tls_chain_files =\nsmtpd_tls_cert_file = /1.pem\nsmtpd_tls_eccert_file = /2.pem',
    '/2.pem のキーの種類が前のファイルと同じです。この場合、Postfix は TLS を提供しません',
  ],
];

/** The failures that no settings have: an adapter makes them, or another server. */
const MADE_ELSEWHERE: ReadonlySet<string> = new Set([
  'dovecot_version_missing',
  'opensmtpd_file_empty',
  'opensmtpd_refused',
  'opensmtpd_included_at',
  'opensmtpd_error_included_at',
  'quotation_mark_open',
  'table_not_read',
]);

const isFailure = (value: FailureArgument): value is Failure => typeof value === 'object' && 'code' in value;

const codesIn = ({ code, arguments: values }: Failure): readonly string[] => [
  code,
  ...Object.values(values).flatMap((value) => (isFailure(value) ? codesIn(value) : [])),
];

describe.each([
  ['Dovecot', dovecot, DOVECOT, DOVECOT_PHRASES],
  ['nginx', nginx, NGINX, NGINX_PHRASES],
  ['OpenSMTPD', opensmtpd, OPENSMTPD, OPENSMTPD_PHRASES],
  ['Exim', exim, EXIM, EXIM_PHRASES],
  ['Postfix', postfixWith, POSTFIX, SETTING_PHRASES],
] as const)('the problems in settings of %s', (_server, problemsOf, rows, phrases) => {
  test.each(rows.map(([settings, ...texts]) => ({ settings, start: settings.slice(0, 100), texts })))(
    'have Japanese texts: $start',
    ({ settings, texts }) => {
      expect([...new Set(problemsOf(settings).map((failure) => failureText(failure, 'ja')))]).toEqual(texts);
    },
  );

  test('are all of those that the settings can have', () => {
    const codes = new Set(rows.flatMap(([settings]) => problemsOf(settings).flatMap(codesIn)));
    expect(Object.keys(phrases).filter((code) => !codes.has(code) && !MADE_ELSEWHERE.has(code))).toEqual([]);
  });
});
