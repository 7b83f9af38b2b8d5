import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../../src/domain/certificate/chain-verdict.ts';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import { type ProbeTarget, probeUrl } from '../../../../src/domain/connector/probe-target.ts';
import { CONFIGURATION_FAILURES } from '../../../../src/domain/failure/configuration-failures.ts';
import type { Reason } from '../../../../src/domain/failure/problem.ts';
import { EMPTY_MEMORY } from '../../../../src/domain/observation/memory.ts';
import { unavailable } from '../../../../src/domain/scan-result.ts';
import type { Endpoint } from '../../../../src/domain/served/served.ts';
import { DAY } from '../../../../src/domain/time.ts';
import type { TargetProbeResult, VerifiedEndpoint } from '../../../../src/work/operations/connector-operations.ts';
import type { Conversation, ConversationStep } from '../../../../src/work/ports/probes.ts';
import { said } from '../../../domain/failure/said.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import { MemoryLedger } from '../../../fakes/memory-ledger.ts';
import { type Answer, type DeskOptions, deskDependencies, typeCommand } from '../desk.ts';

const MAIL = 'mail.contoso.com';
const OLD = stored('OLD', { dnsNames: [MAIL], notAfter: NOON + 60 * DAY, path: '/backup/old.pem' });
const NEW = stored('NEW', { dnsNames: [MAIL], notBefore: NOON - DAY, notAfter: NOON + 89 * DAY });
const TARGET: ProbeTarget = {
  protocol: 'smtp',
  host: MAIL,
  port: 25,
  serverName: MAIL,
  timeoutMs: 10_000,
  failureThreshold: 2,
  probesBothKeyTypes: false,
  client: undefined,
};
const TRUSTED: ChainVerdict = { status: 'trusted', anchor: 'system' };

const step = (
  name: ConversationStep['step'],
  durationMs: number,
  sent: string[],
  received: string[],
): ConversationStep => ({
  step: name,
  durationMs,
  sent,
  received,
});
const STEPS = [
  step('connect', 1.25, [], []),
  step('greeting', 41.2, [], ['220-wait', '220 mail.contoso.com ESMTP']),
  step('capabilities', 5, ['EHLO mail01.contoso.com'], ['250-mail.contoso.com', '250 STARTTLS']),
  step('starttls', 4, ['STARTTLS'], ['220 go ahead']),
  step('handshake', 18.31, [], []),
  step('quit', 2, ['QUIT'], ['221 bye']),
];

type Shown = Extract<Conversation, { readonly protocol: string }>;

/** Returns an address that serves a certificate. */
function presents(
  certificate = NEW,
  more: Partial<VerifiedEndpoint> & { readonly tls?: Partial<Shown> } = {},
): VerifiedEndpoint {
  const { tls, ...rest } = more;
  const value: Conversation = {
    starttls: 'offered',
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: [{ der: new Uint8Array(), certificate: certificate.certificate }],
    ...tls,
  };
  return {
    address: '192.0.2.25',
    keyType: 'any',
    steps: STEPS,
    conversation: { kind: 'available', at: NOON, value, problems: [] },
    chain: TRUSTED,
    ...rest,
  };
}

function fails(reason: Reason, more: Partial<VerifiedEndpoint> = {}): VerifiedEndpoint {
  const detail = 'waiting for its greeting';
  return {
    ...presents(),
    steps: STEPS.slice(0, 1),
    conversation: unavailable(NOON, { reason, location: 'smtp://192.0.2.25:25', failure: said(detail) }),
    chain: undefined,
    ...more,
  };
}

const WITHOUT: VerifiedEndpoint = {
  ...presents(),
  conversation: { kind: 'available', at: NOON, value: { starttls: 'not-offered', answer: '250 HELP' }, problems: [] },
  chain: undefined,
};

function refuses(answer: string): VerifiedEndpoint {
  return {
    ...WITHOUT,
    conversation: { kind: 'available', at: NOON, value: { starttls: 'refused', answer }, problems: [] },
  };
}

const WORLD: Partial<World> = {
  now: NOON,
  stores: [store('My')],
  connectors: [
    connector('Edge', MAIL, { probe: TARGET }),
    connector('Client', 'imap.contoso.com'),
    connector('To Fabrikam', undefined, { direction: 'send', probe: { ...TARGET, host: 'mx.fabrikam.com' } }),
  ],
  certificates: [OLD, NEW],
};

/** Runs probes with this result, and returns the calls and the command line. */
function desk(
  endpoints: readonly VerifiedEndpoint[],
  answer: Partial<TargetProbeResult> = {},
  options: DeskOptions = {},
) {
  const asked: ProbeTarget[] = [];
  const addresses = [...new Set(endpoints.map(({ address }) => address))];
  const connectors: DeskOptions['connectors'] = {
    probe: async (target) => {
      asked.push(target);
      const resolution = { kind: 'available' as const, at: NOON, value: addresses, problems: [] };
      return { at: NOON, target, resolution, resolutionMs: 12, endpoints, ...answer };
    },
  };
  const type = (...argv: readonly string[]): Promise<Answer> =>
    typeCommand(['connectors', 'probe', ...argv], { world: WORLD, connectors, ...options });
  return { asked, type };
}

describe('the target of a probe', () => {
  it.each<[string, Partial<ProbeTarget>]>([
    ['mx.example.com', { protocol: 'smtp', host: 'mx.example.com', port: 25, serverName: 'mx.example.com' }],
    ['mx.example.com:587', { protocol: 'smtp', port: 587 }],
    ['mx.example.com:465', { protocol: 'smtps', port: 465 }],
    ['mail.example.com:993', { protocol: 'imaps', port: 993 }],
    ['mail.example.com:143', { protocol: 'imap', port: 143 }],
    ['mail.example.com:4190', { protocol: 'sieve', port: 4190 }],
    ['mx.example.com:2525', { protocol: 'smtp', port: 2525 }],
    ['imaps://mail.example.com', { protocol: 'imaps', port: 993, serverName: 'mail.example.com' }],
    ['192.0.2.1', { host: '192.0.2.1', port: 25, serverName: undefined }],
    ['192.0.2.1:993', { protocol: 'imaps', host: '192.0.2.1' }],
    ['2001:db8::1', { host: '2001:db8::1', port: 25, serverName: undefined }],
    ['[2001:db8::1]:465', { protocol: 'smtps', host: '2001:db8::1' }],
    ['localhost', { host: 'localhost' }],
    ['MX.Example.COM.', { host: 'mx.example.com', serverName: 'mx.example.com' }],
    ['Edge', { host: MAIL, serverName: MAIL }],
    ['edge', { host: MAIL }],
    ['Ed', { host: MAIL }],
    ['to', { host: 'mx.fabrikam.com' }],
  ])('%s is this server', async (word, target) => {
    const { type, asked } = desk([presents()]);
    expect((await type(word)).code).toBe(0);
    expect(asked).toEqual([expect.objectContaining(target)]);
  });

  it('has the settings of the connector that is probed there: name and deadline', async () => {
    const probe = { ...TARGET, host: '127.0.0.1', timeoutMs: 3000 };
    const world = { ...WORLD, connectors: [connector('Edge', MAIL, { probe })] };
    const { type, asked } = desk([presents()], {}, { world });
    const { stdout } = await type('127.0.0.1');
    expect(asked).toEqual([probe]);
    expect(stdout).toContain('smtp://127.0.0.1:25   server name mail.contoso.com   connector Edge\n');
  });

  it('is probed by the options', async () => {
    const { type, asked } = desk([presents()]);
    await type('Edge', '--all-key-types', '--timeout', '2s', '--name', 'mx.contoso.com');
    expect(asked).toMatchObject([{ probesBothKeyTypes: true, timeoutMs: 2000, serverName: 'mx.contoso.com' }]);
  });

  it.each<[readonly string[], string]>([
    [['nothing'], 'no such name'],
    [['smtpx://mx.example.com'], 'protocol smtpx is not supported; did you mean smtp?'],
    [['smtp://joe:secret@mx.example.com'], 'a probe does not log in; remove the user name and password'],
    [['tls://mx.example.com'], 'tls has no default port'],
    [['mx.example.com:70000'], 'the port must be between 1 and 65535'],
    [['mx.example.com/path'], 'the server must end after its port; remove the text after it'],
    [['-x.example.com.:1'], ''],
    [['Client'], 'connector "Client" has no probe; add one'],
    [['mx.example.com', '--timeout', '100h'], 'write 1s to 10m'],
    [['mx.example.com', '--name', 'a b'], 'write a DNS name'],
    [[], 'cannot probe: name one server'],
  ])('that is no server is refused in one line: %s', async (argv, because) => {
    const { type, asked } = desk([presents()]);
    const { code, stdout, stderr } = await type(...argv);
    expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
    expect(stderr).toContain(because);
    expect(stderr).not.toContain('secret');
    expect(asked).toEqual([]);
    const japanese = await desk([presents()], {}, { locale: 'ja', environment: { LANG: 'ja_JP.UTF-8' } }).type(...argv);
    expect(japanese.stderr).toMatch(/[ぁ-ん]/);
  });
});

describe('the transcript', () => {
  it('shows every step with its time, every line, the chain, and the verdicts', async () => {
    const { stdout, code } = await desk([presents(OLD)]).type('Edge');
    expect(code).toBe(0);
    expect(stdout).toBe(`smtp://mail.contoso.com:25   server name mail.contoso.com   connector Edge
     12 ms  DNS  192.0.2.25

192.0.2.25
    1.3 ms  connect
     41 ms  greeting      < 220-wait
                          < 220 mail.contoso.com ESMTP
    5.0 ms  capabilities  > EHLO mail01.contoso.com
                          < 250-mail.contoso.com
                          < 250 STARTTLS
    4.0 ms  STARTTLS      > STARTTLS
                          < 220 go ahead
     18 ms  handshake     TLSv1.3, TLS_AES_256_GCM_SHA384
    2.0 ms  quit          > QUIT
                          < 221 bye

  0  CN=mail.contoso.com
     names       mail.contoso.com
     issuer      CN=Contoso CA
     until       2027-01-23T21:00:00+09:00 (60 d)
     thumbprint  ${OLD.certificate.thumbprint}

  OK       name      matches mail.contoso.com
  OK       validity  60 d left
  OK       chain     chains to a trusted root of the system
  OK       key       EC 256, ecdsa-with-SHA256
  OK       protocol  TLSv1.3
  PROBLEM  on disk   different certificate for Edge: ${NEW.certificate.thumbprint} until 2027-02-21T21:00:00+09:00 in /store/NEW.pem
`);
  });

  it('has the file of the certificate on disk, and its connectors', async () => {
    expect((await desk([presents(NEW)]).type('Edge')).stdout).toContain(
      'on disk   same as served: /store/NEW.pem, for Edge\n',
    );
    expect((await desk([presents(OLD)]).type('mx.example.com')).stdout).toContain('same as served: /backup/old.pem\n');
    const stranger = stored('THEIRS', { dnsNames: ['mx.fabrikam.com'] });
    expect((await desk([presents(stranger)]).type('To')).stdout).toContain(
      '-        on disk   not found in the stores of this host\n',
    );
  });

  it('escapes the text of a server, and limits it to a screen', async () => {
    const evil = stored('EVIL', { dnsNames: [`\u001b[2J${MAIL}`, '‮moc'], subject: 'CN=a\nb' });
    const received = [
      '220 \u001b]0;pwned\u0007',
      'x'.repeat(100_000),
      ...Array.from({ length: 500 }, () => '220-more'),
    ];
    const steps = [step('greeting', 1, [], received)];
    const { stdout } = await desk([presents(evil, { steps })]).type('mx.example.com');
    expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(stdout).toContain('< 220 \\x1b]0;pwned\\x07\n');
    expect(stdout).toContain('(482 more lines)');
    expect(stdout).toContain('CN=a\\x0ab');
    expect(stdout.length).toBeLessThan(5000);
  });

  it.each<[string, VerifiedEndpoint, string, number]>([
    ['is silent', fails('timed_out'), 'PROBE FAILED   timed out: waiting for its greeting\n', 1],
    ['refuses', fails('connection_refused'), 'PROBE FAILED   connection refused', 1],
    ['does not offer STARTTLS', WITHOUT, 'STARTTLS NOT OFFERED   250 HELP\n', 0],
  ])('of an address that %s ends with that', async (_what, endpoint, line, code) => {
    const answer = await desk([endpoint]).type('Edge');
    expect(answer.stdout).toContain(line);
    expect(answer.code).toBe(code);
    expect(answer.stderr).toBe(code === 0 ? '' : 'The probe failed at every address.\n');
  });

  it.each([
    ['en', 'PROBE FAILED   the client certificate of mailcertd cannot be used', 'Fix the file, or set'],
    ['ja', '確認できません   mailcertd 自身のクライアント証明書を使用できません', 'このファイルを修正するか、'],
  ] as const)(
    'with an unusable client certificate names the file, complete and escaped, with the fix: %s',
    async (locale, words, next) => {
      const file = `/etc/${'deep/'.repeat(50)}client\u001b[2J.pem`;
      const problem = {
        reason: 'client_certificate_unusable' as const,
        location: file,
        failure: said(`${file}: it does not exist`),
      };
      const endpoint = fails('timed_out', { conversation: unavailable(NOON, problem), steps: [] });
      const { stdout, code } = await desk([endpoint], {}, { locale }).type('Edge');
      const shown = file.replace('\u001b', '\\x1b');
      expect(stdout).toContain(`${words}: ${shown}: it does not exist\n`);
      expect(stdout).toContain(next);
      expect(code).toBe(1);
      const check = await desk([endpoint], {}, { locale }).type('Edge', '--check');
      expect(check.stdout).toMatch(/^MAILCERTD UNKNOWN/);
      expect(check.stdout).toContain(`${shown}: it does not exist`);
      expect(check.code).toBe(3);
    },
  );

  it('of a name without an address ends with that', async () => {
    const problem = { reason: 'host_not_found' as const, location: '', failure: said('ENOTFOUND') };
    const { stdout, code } = await desk([], { resolution: unavailable(NOON, problem) }).type('mx.example.com');
    expect(stdout).toContain('12 ms  DNS  host name not found: ENOTFOUND\n');
    expect(code).toBe(1);
  });

  it('has one part for each key type; a missing one is no error', async () => {
    const both = [presents(NEW, { keyType: 'rsa' }), fails('tls_failed', { keyType: 'ecdsa' })];
    const { stdout } = await desk(both).type('Edge', '--all-key-types');
    expect(stdout).toContain('\n192.0.2.25  RSA\n');
    expect(stdout).toMatch(/\n192\.0\.2\.25 {2}ECDSA\n(.*\n)*\n {2}no certificate of this kind\n/);
    expect((await desk(both).type('Edge', '--all-key-types', '--check')).code).toBe(0);
    const neither = both.map(({ keyType }) => fails('tls_failed', { keyType }));
    expect((await desk(neither).type('Edge', '--all-key-types', '--check')).code).toBe(2);
  });

  it('is in Japanese if the language is Japanese', async () => {
    const { stdout } = await desk([presents(OLD), WITHOUT], {}, { locale: 'ja' }).type('Edge');
    expect(stdout).toContain('  問題  ファイル    不一致: コネクタ Edge のファイルは');
    expect(stdout).toContain('STARTTLS が提供されていません   250 HELP');
  });

  it('has every raw value in JSON', async () => {
    const evil = stored('EVIL', { dnsNames: ['\u202emoc'] });
    const holds: ChainVerdict = { ...TRUSTED, holdsUntil: NOON + DAY, endsWith: 'CN=R1' };
    const { stdout } = await desk([presents(evil, { chain: holds }), fails('timed_out', { address: '::1' })]).type(
      'Edge',
      '--format',
      'json',
    );
    expect(stdout).not.toContain('\u202e');
    expect(JSON.parse(stdout)).toMatchObject({
      url: 'smtp://mail.contoso.com:25',
      serverName: MAIL,
      connectors: ['Edge'],
      at: '2026-11-24T12:00:00Z',
      resolution: { durationMs: 12, addresses: ['192.0.2.25', '::1'], problems: [] },
      addresses: [
        {
          address: '192.0.2.25',
          keyType: 'any',
          steps: [{ step: 'connect', durationMs: 1.25 }, {}, {}, {}, {}, {}],
          starttls: 'offered',
          protocol: 'TLSv1.3',
          chain: [{ dnsNames: ['\u202emoc'], notAfter: '2027-05-26T00:00:00Z' }],
          problems: ['certificate-host-mismatch', 'differs-from-disk'],
          verdicts: {
            name: 'mismatch',
            lifetime: 'ok',
            chain: { status: 'trusted', holdsUntil: '2026-11-25T12:00:00Z' },
            onDisk: { kind: 'differs', connectors: ['Edge'], certificates: [{ store: 'My' }] },
          },
        },
        { address: '::1', problems: [], problem: { reason: 'timed_out', detail: 'waiting for its greeting' } },
      ],
    });
  });
});

describe("the verdict of a probe, which is the same as the daemon's", () => {
  const HOST = 'mail01.contoso.com';
  const probe = { ...TARGET, host: '127.0.0.1', serverName: HOST };
  const source = { inventory: 'postfix' as const, place: '/etc/postfix/main.cf' };
  const discovered = connector('smtpd', undefined, {
    ...{ probe, source, fqdnOrigin: 'discovered', certificateFiles: ['/etc/ssl/mail.pem'] },
  });
  const set = connector('Edge', HOST, { probe });
  const OTHER = stored('OTHER', { dnsNames: ['www.contoso.com'] });
  const OWN = stored('OWN', { dnsNames: [HOST] });
  const UNTRUSTED: ChainVerdict = { status: 'untrusted', failure: said('CN=R1 is an untrusted root') };
  const check = async (endpoint: VerifiedEndpoint, connectors: readonly Connector[], ...argv: readonly string[]) => {
    const world = { now: NOON, connectors, certificates: [] };
    const { type } = desk([endpoint], {}, { world });
    const { code, stdout } = await type(...argv, '--check');
    return [code, /does not match the name|untrusted certificate/.exec(stdout)?.[0]];
  };

  it.each([
    ['a name that is not configured is not required', OTHER, TRUSTED, discovered, 0, undefined],
    ['a name that is set is required', OTHER, TRUSTED, set, 1, 'does not match the name'],
    ['an unknown root of a discovered server is an error', OWN, UNTRUSTED, discovered, 1, 'untrusted certificate'],
    ['an unknown root of a chosen certificate is none', OWN, UNTRUSTED, set, 0, undefined],
  ])('%s, by the name of the connector and by its address', async (_, served, chain, watched, ...expected) => {
    const endpoint = presents(served, { chain });
    expect(await check(endpoint, [watched], watched.name)).toEqual(expected);
    expect(await check(endpoint, [watched], 'smtp://127.0.0.1')).toEqual(expected);
    const second = { ...watched, name: 'second' };
    expect(await check(endpoint, [watched, second], 'smtp://127.0.0.1')).toEqual(expected);
  });

  it('requires the name of the command line', async () => {
    const argv = ['smtpd', '--name', 'mx.contoso.com'];
    expect(await check(presents(OTHER), [discovered], ...argv)).toEqual([1, 'does not match the name']);
  });

  it.each(['smtpd', 'smtp://127.0.0.1'])('requires a given name even if it is the discovered one: %s', async (word) => {
    expect(await check(presents(OTHER), [discovered], word, '--name', HOST)).toEqual([1, 'does not match the name']);
    expect(await check(presents(OTHER), [discovered], word)).toEqual([0, undefined]);
  });

  it("has an error for a certificate that is worse than the daemon's previous result", async () => {
    const ledger = new MemoryLedger();
    const baseline = { trusted: { thumbprint: 'AA', at: NOON - DAY } };
    const result = unavailable<readonly Endpoint[]>(NOON, { reason: 'timed_out', location: '', failure: said() });
    const probes = new Map([['Edge', { url: probeUrl(probe), result, lastOfferedAt: undefined, baseline }]]);
    const pass = { startedAt: NOON, endedAt: NOON, nextAt: NOON + DAY };
    await ledger.commit(HOST, 0, { records: [], open: [], memory: { ...EMPTY_MEMORY, probes }, scan: pass });
    const { type } = desk(
      [presents(OWN, { chain: UNTRUSTED })],
      {},
      { world: { now: NOON, connectors: [set], certificates: [] }, ledger },
    );
    expect((await type('Edge', '--check')).code).toBe(1);
  });

  it('says on the screen that a name is not required, and which requirements are assumed for an unknown server', async () => {
    const world = { now: NOON, connectors: [discovered], certificates: [] };
    const screen = async (word: string, locale: 'en' | 'ja' = 'en') =>
      (await desk([presents(OTHER)], {}, { world, locale }).type(word)).stdout;
    expect(await screen('smtpd')).toContain(
      `  -   name      does not match ${HOST}; not required, because this name is not configured\n`,
    );
    expect(await screen('smtpd', 'ja')).toContain('この名前は構成で指定されていないため、必須ではありません');
    expect(await screen('smtpd')).not.toContain('assumed');
    expect(await screen('mx.example.com')).toContain(
      '\nassumed, because this is not the probe of a connector: the certificate must match mx.example.com and chain to a trusted root\n',
    );
    expect(await screen('192.0.2.1')).toContain('the certificate must chain to a trusted root\n');
    expect(await screen('mx.example.com', 'ja')).toContain(
      'コネクタの接続確認ではないため、次の条件で判定: 証明書が mx.example.com に一致し、信頼されたルートにつながること',
    );
  });

  it('has an error for a weak certificate of an unknown server, and of a connector if the certificate is on disk', async () => {
    const weak = stored('WEAK', { dnsNames: [HOST], publicKeyAlgorithm: 'RSA', publicKeySize: 1024 });
    const code = async (word: string, certificates: readonly StoredCertificate[] = []): Promise<unknown> => {
      const world = { now: NOON, connectors: [set], certificates };
      return (await desk([presents(weak)], {}, { world }).type(word, '--check')).code;
    };
    expect(await code('mail01.contoso.com')).toBe(1);
    expect(await code('Edge')).toBe(0);
    expect(await code('Edge', [weak])).toBe(1);
  });

  it('treats an address of connectors with different settings as an unknown server', async () => {
    const elsewhere = { ...set, name: 'Other', probe: { ...probe, serverName: 'imap.contoso.com' } };
    const { type } = desk(
      [presents(OWN)],
      {},
      { world: { now: NOON, connectors: [set, elsewhere], certificates: [] } },
    );
    const { stdout } = await type('smtp://127.0.0.1', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ connectors: ['Edge', 'Other'], judgedAs: 'unknown-server' });
    expect(JSON.parse((await type('Edge', '--format', 'json')).stdout)).toMatchObject({ judgedAs: 'connector' });
  });
});

describe('connectors probe --check', () => {
  const expired = stored('X', { dnsNames: [MAIL], notAfter: NOON - 1 });
  const soon = stored('S', { dnsNames: [MAIL], notAfter: NOON + DAY });
  const other = { address: '2001:db8::25' };

  it('is one line with times and the remaining lifetime if there is no problem', async () => {
    const { code, stdout } = await desk([presents(NEW)]).type('Edge', '--check');
    expect(code).toBe(0);
    expect(stdout).toBe(
      "MAILCERTD OK - smtp://mail.contoso.com:25: 89 d left, TLSv1.3 | 'connect'=0.00125s;;;0;10 'handshake'=0.01831s;;;0;10 'left'=7689600s;2592000;0;0;7776000\n",
    );
  });

  it.each<[string, readonly VerifiedEndpoint[], number, string]>([
    ['an expired certificate', [presents(expired)], 2, '192.0.2.25 serves an expired certificate'],
    ['one that expires soon, and is not on disk', [presents(soon)], 1, '(and 1 more)'],
    ['another name', [presents(stored('W', { dnsNames: ['www.contoso.com'] }))], 1, 'does not match the name'],
    ['another than on disk', [presents(OLD)], 1, 'does not serve the certificate on disk'],
    ['no STARTTLS', [WITHOUT], 1, 'does not offer STARTTLS'],
    [
      'STARTTLS that is offered and refused',
      [refuses('454 4.7.0 TLS not available')],
      1,
      ': 192.0.2.25 refuses STARTTLS: 454 4.7.0 TLS not available |',
    ],
    ['a server that is silent', [fails('timed_out')], 2, 'cannot probe 192.0.2.25: timed out'],
    ['no way there', [fails('network_unreachable')], 3, 'network unreachable'],
    ['no way to one of two addresses', [presents(NEW), fails('network_unreachable', other)], 0, '89 d left'],
    ['one of two addresses silent', [presents(NEW), fails('timed_out', other)], 2, 'cannot probe 2001:db8::25'],
    [
      'of several errors: the worst is printed',
      [presents(OLD), presents(expired, other)],
      2,
      'an expired certificate (and 2 more)',
    ],
  ])('%s', async (_what, endpoints, code, text) => {
    const answer = await desk(endpoints).type('Edge', '--check');
    expect(answer.stdout).toContain(text);
    expect([answer.code, answer.stdout.split('\n').length, answer.stderr]).toEqual([code, 2, '']);
  });

  it('prints how a server refuses STARTTLS, in one escaped line of limited length', async () => {
    const evil = refuses(`454 \u001b[2J|\n'x'=1 ${'y'.repeat(100_000)}`);
    const { stdout } = await desk([evil]).type('Edge', '--check');
    expect(stdout).toContain("refuses STARTTLS: 454 \\x1b[2J_\\x0a'x'=1 yyy");
    expect(stdout).toContain('y… |');
    expect(stdout.length).toBeLessThan(300);
    const japanese = await desk([refuses('454 4.7.0 no')], {}, { locale: 'ja' }).type('Edge', '--check');
    expect(japanese.stdout).toContain('192.0.2.25: STARTTLS の要求を拒否しました (454 4.7.0 no) |');
  });

  it('is CRITICAL without STARTTLS if mail requires it', async () => {
    const world = { ...WORLD, connectors: [connector('Edge', MAIL, { probe: TARGET, requireTls: true })] };
    expect((await desk([WITHOUT], {}, { world }).type('Edge', '--check')).code).toBe(2);
  });

  it.each([
    [['-w', '88d'], 0, '89 d left, TLSv1.3'],
    [['-w', '89d'], 1, '192.0.2.25 serves a certificate that expires in 89 d'],
    [['-w', '90d', '-c', '88d'], 1, 'that expires in 89 d'],
    [['-w', '90d', '-c', '89d'], 2, 'that expires in 89 d'],
    [['-c', '89d'], 2, 'that expires in 89 d'],
  ])('has the given limits: %s', async (limits, code, text) => {
    const answer = await desk([presents(NEW)]).type('Edge', ...limits);
    expect(answer.stdout).toContain(text);
    expect(answer.code).toBe(code);
  });

  it('is UNKNOWN for a name without an address, and for errors of its own', async () => {
    const problem = { reason: 'timed_out' as const, location: '', failure: said() };
    const unresolved = await desk([], { resolution: unavailable(NOON, problem) }).type('mx.example.com', '--check');
    expect([unresolved.code, unresolved.stdout]).toEqual([
      3,
      'MAILCERTD UNKNOWN - cannot resolve mx.example.com: timed out\n',
    ]);
    for (const argv of [
      ['--check'],
      ['smtpx://x.y', '--check'],
      ['Edge', '-w', '1d', '-c', '2d'],
      ['Client', '--check'],
    ]) {
      const { code, stdout, stderr } = await desk([presents()]).type(...argv);
      expect([code, stderr]).toEqual([3, '']);
      expect(stdout).toMatch(/^MAILCERTD UNKNOWN - .+\n$/);
    }
  });

  it('says in its line that the configuration file is faulty', async () => {
    const options = { world: WORLD };
    const errors = [
      { file: '/etc/m.yaml', line: 3, column: 1, failure: CONFIGURATION_FAILURES.list_empty({ key: 'logs' }) },
    ];
    const { open } = deskDependencies(options).dependencies;
    const dependencies: DeskOptions['dependencies'] = {
      open: async (selected, wanted) => {
        const session = await open(selected, wanted);
        const { connectors } = session;
        const probe: typeof connectors.probe = async (target) => {
          const resolution = { kind: 'available' as const, at: NOON, value: ['192.0.2.25'], problems: [] };
          return { at: NOON, target, resolution, resolutionMs: 12, endpoints: [presents(NEW)] };
        };
        return { ...session, errors, connectors: { ...connectors, probe } };
      },
    };
    const { code, stdout } = await desk([], {}, { ...options, dependencies }).type('Edge', '--check');
    expect(stdout).toContain(
      'smtp://mail.contoso.com:25: 89 d left, TLSv1.3; /etc/m.yaml:3:1: logs must have at least one item |',
    );
    expect([code, stdout.split('\n').length]).toEqual([0, 2]);
  });

  it('measures each of several addresses by its own name', async () => {
    const { stdout } = await desk([presents(NEW), presents(NEW, other)]).type('Edge', '--check');
    expect(stdout).toContain("'connect 192.0.2.25'=");
    expect(stdout).toContain("'left 2001:db8::25'=");
  });
});
