import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { problemOfFailure } from '../../../src/domain/failure/problem-of-failure.ts';
import { parseCertbotLineage } from '../../../src/formats/server-config/certbot/certbot.ts';
import { decodeText } from '../../../src/formats/server-config/decode-text.ts';
import { dovecotHostsIn } from '../../../src/formats/server-config/dovecot/dovecot.ts';
import { dovecotIncludes } from '../../../src/formats/server-config/dovecot/dovecot-includes.ts';
import { parseDovecotTree } from '../../../src/formats/server-config/dovecot/dovecot-tree.ts';
import { exchangeCertificates } from '../../../src/formats/server-config/exchange/exchange-certificates.ts';
import { exchangeConnectors } from '../../../src/formats/server-config/exchange/exchange-connectors.ts';
import { parseExchangeExport } from '../../../src/formats/server-config/exchange/exchange-export.ts';
import { eximConnectors } from '../../../src/formats/server-config/exim/exim.ts';
import { parseEximOptions, parseEximTransports } from '../../../src/formats/server-config/exim/exim-options.ts';
import { findEximOverride } from '../../../src/formats/server-config/exim/exim-override.ts';
import { nginxConnectors, nginxHostsIn } from '../../../src/formats/server-config/nginx/nginx.ts';
import { parseNginxFile } from '../../../src/formats/server-config/nginx/nginx-directives.ts';
import { opensmtpdConnectors, smtpdHostsIn } from '../../../src/formats/server-config/opensmtpd/opensmtpd.ts';
import { parseSmtpdConf } from '../../../src/formats/server-config/opensmtpd/parse-smtpd-conf.ts';
import { examinePem } from '../../../src/formats/server-config/pem-contents.ts';
import { parseServicePorts } from '../../../src/formats/server-config/service-ports.ts';
import { type Random, randomFrom } from '../../fixtures/random.ts';
import { spoil } from '../../fixtures/spoil.ts';
import { foundDovecot, recorded, text24 } from './dovecot/dovecot-texts.ts';
import { SAMPLE, SAMPLE_DER } from './exchange/exchange-sample.ts';
import { found as foundPostfix, HOST } from './postfix/postfix-texts.ts';

/** The minutes that `npm run fuzz` takes; it starts with a new seed each time. */
const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 0);
const SEED = MINUTES > 0 ? Date.now() >>> 0 : 20_261_126;
const ROUNDS = 1000;
/** The maximum time, ms. Settings of some thousand characters take one or two. */
const MAX_MS = 200;
/** The maximum length of a message about one error, without its position. */
const MAX_DETAIL = 1000;

/** The result for a text. */
interface Read {
  readonly connectors: readonly Connector[];
  readonly problems: readonly Problem[];
}

/** A parser, and realistic texts. */
interface Target {
  readonly seeds: readonly [string, ...string[]];
  read(bytes: Buffer): Read;
}

const SERVER = { name: 'server', reload: ['true'], hostFqdn: 'mail01.contoso.com' };
const NOTHING: Read = { connectors: [], problems: [] };

const EXIM = `daemon_smtp_ports = 25 : smtp : 465
exim_user = Debian-exim
local_interfaces = <; ::0 ; 0.0.0.0 ; [::1]:26 ; 127.0.0.1.27
no_tls_remember_esmtp
primary_hostname = mail.contoso.com
smtp_active_hostname = \${lookup{$received_ip_address}lsearch{/names}{$value}{mx.$primary_hostname}}
spool_directory = /var/spool/exim4
tls_advertise_hosts = *
tls_certificate = /etc/exim4/\${primary_hostname}.pem : \\N/a$b\\N:/c\\$d
tls_on_connect_ports = 465
tls_privatekey = <value not displayable>

remote_smtp transport:
driver = smtp
hosts_require_tls = *
tls_certificate = /etc/exim4/client.pem
`;
const NGINX = `# proxy
user "www data"; mail { auth_http 127.0.0.1:9; ssl_certificate rsa.pem; ssl_certificate_key 'rsa.key';
server { listen 127.0.0.1:25 proxy_protocol; listen [::]:587; starttls on; server_name \\"mx\\"; }
server { listen mx.contoso.com:993 ssl; protocol imap; ssl_certificate \${a}.pem; } }
stream { server { listen 995 ssl; ssl_certificate a; proxy_pass b; } }
`;
const SMTPD = `# settings
dir = '"/etc/ssl"'
name = "mail.contoso.com"
include "/etc/smtpd.conf"
include "/etc/more"
pki $name cert "/etc/ssl/a.pem" key "/etc/ssl/a.key" dhe auto
listen on lo inet6 port submission tls-require verify pki $name auth <users> hostnames { a = b, \\
  "c" } filter "f" hostname mx.contoso.com
listen on eth0 smtps pki 'mail.contoso.com' mask-src
table t { a => b,
 c }
action "out" relay host smtp+tls://x pki $name tls
`;
const POSTFIX_SERVICES = `smtp inet n - n - 1 postscreen
smtpd pass - - n - - smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:465 inet n - n - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_tls_chain_files=\${a?{b}:{c}}
relay unix - - n - - smtp -o smtp_tls_cert_file=/a.pem`;
const POSTFIX_MAIN = `myhostname = mail.contoso.com
smtpd_tls_security_level = \${{$a} == {b} ? {may} : {encrypt}}
smtpd_tls_chain_files = $a/\${b}, $(c)
tls_server_sni_maps = inline:{ { a.b = /x.pem } c.d=/y.pem }, texthash:/sni
inet_interfaces = all
`;

function smtpd(text: string): Read {
  const files = new Map([
    ['/etc/smtpd.conf', text],
    ['/etc/more', `x = "y"\n${text.slice(0, 100)}`],
  ]);
  const settings = parseSmtpdConf('/etc/smtpd.conf', files);
  const read = opensmtpdConnectors(settings, {
    host: HOST,
    interfaces: new Map([['lo', ['127.0.0.1', '::1']]]),
    mailname: smtpdHostsIn(settings)[0],
    server: SERVER,
  });
  const errors = settings.errors.map(({ file, line, failure }) =>
    problemOfFailure('settings_malformed', `${file}:${line}`, failure),
  );
  return { connectors: read.connectors, problems: [...read.problems, ...errors] };
}

function exim(text: string): Read {
  const value = findEximOverride(text)?.value;
  return eximConnectors(
    {
      command: 'exim -bP',
      options: parseEximOptions(text),
      transports: parseEximTransports(text),
      override: value === undefined ? undefined : { value, place: '/etc/default/exim4:1' },
      file: '/etc/exim4/exim4.conf',
      pemContentsOf: () => undefined,
    },
    HOST,
    SERVER,
  );
}

function nginx(text: string): Read {
  const { directives } = parseNginxFile('/etc/nginx/nginx.conf', text);
  nginxHostsIn(directives);
  return nginxConnectors(directives, {
    host: HOST,
    server: SERVER,
    directory: '/etc/nginx',
    pemContentsOf: () => undefined,
  });
}

function exchange(bytes: Buffer): Read {
  const text = decodeText(bytes);
  const exported = text === undefined ? undefined : parseExchangeExport(text);
  if (exported === undefined || 'failure' in exported) return NOTHING;
  const { connectors, problems } = exchangeConnectors(exported, { inventory: 'exchange', path: '/e.json' });
  return { connectors, problems: [...problems, ...exchangeCertificates(exported, 'exchange', '/e.json').problems] };
}

function postfix(text: string): Read {
  const [main = '', services = ''] = text.split('\n---\n');
  const lines = main.split('\n').flatMap((line) => {
    const at = line.indexOf(' = ');
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 3)] as const];
  });
  return foundPostfix(Object.fromEntries(lines), services.split('\n'), { 'texthash:/sni': text });
}

function dovecot(text: string): Read {
  dovecotHostsIn(parseDovecotTree(text), undefined);
  for (const path of dovecotIncludes(text))
    if (!path.startsWith('/') && path.length > text.length) throw new Error(path);
  return foundDovecot(text);
}

const asText =
  (read: (text: string) => Read): Target['read'] =>
  (bytes) =>
    read(bytes.toString('utf8'));

const TARGETS: Readonly<Record<string, Target>> = {
  exim: { seeds: [EXIM, "EXIMSERVICE='-bdf -oX <; 127.0.0.1 ; 25'\n"], read: asText(exim) },
  opensmtpd: { seeds: [SMTPD], read: asText(smtpd) },
  nginx: { seeds: [NGINX], read: asText(nginx) },
  exchange: {
    seeds: [JSON.stringify(SAMPLE), JSON.stringify({ ...SAMPLE, Certificates: [{ RawData: [...SAMPLE_DER] }] })],
    read: exchange,
  },
  postfix: { seeds: [`${POSTFIX_MAIN}\n---\n${POSTFIX_SERVICES}`], read: asText(postfix) },
  dovecot: {
    seeds: [recorded('2.4-n'), recorded('2.3-n'), text24('!include a\nlocal_name x {\n ssl_server_cert_file = </a\n}')],
    read: asText(dovecot),
  },
  'small files': {
    seeds: [
      'smtp 25/tcp mail # x\n',
      'fullchain = /a/b\n[x]\n',
      readFileSync(new URL('../../fixtures/spoil.ts', import.meta.url), 'utf8').slice(0, 500),
    ],
    read: (bytes) => {
      parseServicePorts(bytes.toString());
      parseCertbotLineage(bytes.toString());
      examinePem(bytes);
      return NOTHING;
    },
  },
};

/** Returns the error in a result; undefined: none. */
function failureOf({ connectors, problems }: Read): string | undefined {
  for (const { name, certificateFiles, keyFiles = [], probe, source } of connectors) {
    if (name === '*' || name.trim() === '' || name.length > 600) return `a connector is called ${JSON.stringify(name)}`;
    if (certificateFiles?.length === 0) return `${name} names no file at all`;
    const relative = [...(certificateFiles ?? []), ...keyFiles].find((path) => !path.startsWith('/'));
    if (relative !== undefined) return `${name} names ${JSON.stringify(relative)}`;
    if (probe !== undefined && !(probe.port > 0 && probe.port <= 65_535 && probe.host !== ''))
      return `${name} is probed nowhere`;
    if (source.place === '') return `${name} comes from nowhere`;
  }
  const long = problems.find(({ failure }) => failureText(failure, 'en').length > MAX_DETAIL);
  return long && `${failureText(long.failure, 'en').length} characters are printed about ${long.location}`;
}

function roundOf({ seeds, read }: Target, random: Random): string | undefined {
  const [first, ...others] = seeds;
  const original = random.oneOf([first, ...others]);
  const encoded = random.below(8) === 0 ? Buffer.from(`\ufeff${original}`, 'utf16le') : Buffer.from(original);
  const bytes = spoil(encoded, random);
  let failure: string | undefined;
  // The processor time, which other processes do not affect.
  const cpuMs = (): number => {
    const before = process.cpuUsage();
    try {
      failure = failureOf(read(bytes));
    } catch (error) {
      failure = `it threw: ${error instanceof Error ? error.stack : String(error)}`;
    }
    return process.cpuUsage(before).user / 1000;
  };
  if (cpuMs() > MAX_MS) {
    const ms = Math.min(cpuMs(), cpuMs(), cpuMs());
    if (ms > MAX_MS) failure ??= `it took ${Math.round(ms)} ms`;
  }
  return failure && `${failure}\n${bytes.toString('base64')}`;
}

describe('the settings of servers', () => {
  it.each(Object.entries(TARGETS))(
    `of %s are read or refused, in time, after any change in them (seed ${SEED})`,
    (_name, target) => {
      const random = randomFrom(SEED);
      const ends = performance.now() + (MINUTES * 60_000) / Object.keys(TARGETS).length;
      let round = 0;
      for (; round < ROUNDS || performance.now() < ends; round += 1) {
        const failure = roundOf(target, random);
        if (failure !== undefined) throw new Error(`round ${round} from seed ${SEED}: ${failure}`);
      }
      expect(round).toBeGreaterThanOrEqual(ROUNDS);
    },
    MINUTES * 60_000 + 120_000,
  );

  it.each([
    ['exim', 'the same line', 'tls_certificate = '.repeat(5000)],
    ['exim', 'dollars', `tls_certificate = ${'$'.repeat(60_000)}`],
    ['exim', 'what is verbatim', `tls_certificate = ${'\\N'.repeat(30_000)}`],
    ['exim', 'separators', `local_interfaces = ${'<;'.repeat(50_000)}`],
    ['opensmtpd', 'files within files', 'include "/etc/smtpd.conf"\n'.repeat(2000)],
    ['opensmtpd', 'braces', `${'{'.repeat(100_000)}`],
    ['opensmtpd', 'options', `listen on lo ${'pki a '.repeat(20_000)}`],
    ['opensmtpd', 'macros', `x = "$x"\n${'$x '.repeat(20_000)}`],
    ['nginx', 'braces', 'mail {'.repeat(20_000)],
    ['nginx', 'quotation marks', `mail "${'\\"'.repeat(50_000)}`],
    ['nginx', 'variables', `mail ${'${'.repeat(50_000)}`],
    ['nginx', 'sockets', `mail { server { ${'listen 25;'.repeat(20_000)} } }`],
    ['exchange', 'brackets', `{"Certificates":${'['.repeat(100_000)}`],
    [
      'exchange',
      'connectors at one place',
      `{"ReceiveConnectors":[${'{"Bindings":["0.0.0.0:25"],"AuthMechanism":"Tls","Fqdn":"a.b"},'.repeat(900)}{}]}`,
    ],
    ['postfix', 'macros', `a = ${'${a?{'.repeat(10_000)}\n---\n${POSTFIX_SERVICES}`],
    ['dovecot', 'sections', 'a {\n'.repeat(20_000)],
  ])('of %s that are endless are bounded: %s', (name, _what, text) => {
    const target = TARGETS[name];
    if (target === undefined) throw new Error('no target');
    const before = process.cpuUsage();
    expect(failureOf(target.read(Buffer.from(text)))).toBeUndefined();
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});
