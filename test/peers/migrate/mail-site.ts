import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { OwnDovecot } from '../found/own-dovecot.ts';
import { OwnPostfix } from '../found/own-postfix.ts';
import { freePort } from '../free-port.ts';

const DAY = 86_400_000;
/** The name that clients expect in each certificate. */
export const SERVER_NAME = 'mail.contoso.com';

/** The situations of the tables in the guides, in their order, with the address of each server. */
export const SITUATIONS = {
  'good certificate': '127.0.12.1',
  'expires in 10 days': '127.0.12.2',
  'expired 2 days ago': '127.0.12.3',
  'certificate for another name': '127.0.12.4',
  'self-signed certificate': '127.0.12.5',
  'intermediate certificate not sent': '127.0.12.6',
  'STARTTLS not offered': '127.0.12.7',
  'connection refused': '127.0.12.8',
  'renewed on disk but not reloaded': '127.0.12.9',
} as const;

/** A situation of a mail server. */
export type Situation = keyof typeof SITUATIONS;

/** The protocols of the servers, as in the URL of a probe; `tls` is HTTPS. */
export const PROTOCOLS = ['smtp', 'smtps', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s', 'sieve', 'tls'] as const;
/** A protocol of a server. */
export type Protocol = (typeof PROTOCOLS)[number];

/** The port of each protocol, the same at all addresses. */
type Ports = Readonly<Record<Protocol, number>>;

/** A certificate of a situation, with its files in PEM. */
export interface SiteCertificate {
  readonly made: MadeCertificate;
  /** The certificate and the intermediate certificates that a server sends. */
  readonly file: string;
  readonly keyFile: string;
}

/** The certificates of all situations. */
export interface SiteCertificates {
  /** The root that all clients trust. */
  readonly rootFile: string;
  /** The intermediate certificate. */
  readonly issuerPem: string;
  /** The renewed certificate on disk, which no server has loaded. */
  readonly renewed: SiteCertificate;
  of(situation: Situation): SiteCertificate;
}

/** Writes a certificate for each situation. Situations without their own have the good one. */
export function writeCertificates(directory: TemporaryDirectory): SiteCertificates {
  const now = Date.now();
  const long = { notBefore: now - 80 * DAY, notAfter: now + 3000 * DAY };
  const valid = { notBefore: now - 20 * DAY, notAfter: now + 70 * DAY };
  const root = makeCertificate({ commonName: 'Contoso Root', isCa: true, key: 'rsa', ...long });
  const issuer = makeCertificate({ commonName: 'Contoso Issuing CA', isCa: true, key: 'rsa', issuer: root, ...long });
  // No other file contains this intermediate certificate.
  const unsent = makeCertificate({ commonName: 'Contoso Other CA', isCa: true, key: 'rsa', issuer: root, ...long });
  const leaf = (more: Partial<Parameters<typeof makeCertificate>[0]>): MadeCertificate =>
    makeCertificate({
      commonName: SERVER_NAME,
      key: 'rsa',
      issuer,
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
      ...valid,
      ...more,
    });
  const written = (name: string, made: MadeCertificate, sent = issuer.certificatePem): SiteCertificate => ({
    made,
    file: directory.write(`certificates/${name}.pem`, `${made.certificatePem}${sent}`),
    keyFile: directory.write(`certificates/${name}.key`, made.privateKeyPem, 0o600),
  });
  const good = written('good', leaf({}));
  const own: Partial<Record<Situation, SiteCertificate>> = {
    'expires in 10 days': written('soon', leaf({ notBefore: now - 80 * DAY, notAfter: now + 10.5 * DAY })),
    'expired 2 days ago': written('expired', leaf({ notBefore: now - 92 * DAY, notAfter: now - 2 * DAY })),
    'certificate for another name': written('name', leaf({ commonName: 'www.fabrikam.com' })),
    'self-signed certificate': written('self', makeCertificate({ commonName: SERVER_NAME, key: 'rsa', ...valid }), ''),
    'intermediate certificate not sent': written('incomplete', leaf({ issuer: unsent }), ''),
  };
  return {
    rootFile: directory.write('certificates/root.crt', root.certificatePem),
    issuerPem: issuer.certificatePem,
    renewed: written('renewed', leaf({ notBefore: now - DAY, notAfter: now + 89 * DAY })),
    of: (situation) => own[situation] ?? good,
  };
}

/** Real servers: in each situation, one for each protocol. It requires root. */
export class MailSite implements AsyncDisposable {
  readonly certificates: SiteCertificates;
  readonly port: Ports;
  readonly #servers: readonly { stop(): void }[];
  readonly #web: readonly ChildProcess[];

  private constructor(
    certificates: SiteCertificates,
    port: Ports,
    servers: readonly { stop(): void }[],
    web: readonly ChildProcess[],
  ) {
    this.certificates = certificates;
    this.port = port;
    this.#servers = servers;
    this.#web = web;
  }

  /** Starts Postfix, Dovecot, and servers of OpenSSL for HTTPS. */
  static async start(directory: TemporaryDirectory): Promise<MailSite> {
    const certificates = writeCertificates(directory);
    const port = await freePorts();
    const serving = (Object.keys(SITUATIONS) as Situation[]).filter((situation) => situation !== 'connection refused');
    const postfix = new OwnPostfix(directory, 'postfix');
    postfix.write(
      {},
      serving.flatMap((situation) => smtpServices(situation, certificates.of(situation), port)),
    );
    postfix.apply(false);
    const dovecot = new OwnDovecot(directory, 'dovecot');
    dovecot.write(
      [
        'protocols = imap pop3 lmtp sieve',
        `listen = ${serving.map((situation) => SITUATIONS[situation]).join(' ')}`,
        'ssl = yes',
        ...filesOf(certificates.of('good certificate')),
        ...loginServices(port),
        lmtpService('good certificate', port),
        ...serving.map((situation) => localBlock(situation, certificates.of(situation))),
      ].join('\n'),
    );
    dovecot.apply();
    // The `local` blocks of Dovecot have no effect on LMTP, so a second Dovecot has the other certificate.
    const expired = 'expired 2 days ago';
    const other = new OwnDovecot(directory, 'dovecot-lmtp');
    other.write(
      ['protocols = lmtp', 'ssl = yes', ...filesOf(certificates.of(expired)), lmtpService(expired, port)].join('\n'),
    );
    other.apply();
    const web = await Promise.all(
      serving.map((situation) => webServer(situation, certificates.of(situation), port.tls)),
    );
    return new MailSite(certificates, port, [postfix, dovecot, other], web);
  }

  /** Returns the URL of a server, for a probe. */
  url(protocol: Protocol, situation: Situation): string {
    return `${protocol}://${SITUATIONS[situation]}:${this.port[protocol]}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) server.stop();
    for (const child of this.#web) {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }
  }
}

async function freePorts(): Promise<Ports> {
  const ports = new Set<number>();
  while (ports.size < PROTOCOLS.length) ports.add(await freePort());
  const [smtp = 0, smtps = 0, lmtp = 0, imap = 0, imaps = 0, pop3 = 0, pop3s = 0, sieve = 0, tls = 0] = ports;
  return { smtp, smtps, lmtp, imap, imaps, pop3, pop3s, sieve, tls };
}

async function webServer(
  situation: Situation,
  { file, keyFile }: SiteCertificate,
  port: number,
): Promise<ChildProcess> {
  const files = ['-cert', file, '-cert_chain', file, '-key', keyFile];
  const args = ['s_server', '-accept', `${SITUATIONS[situation]}:${port}`, '-www', ...files];
  const child = spawn('openssl', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  return child;
}

function smtpServices(situation: Situation, { file, keyFile }: SiteCertificate, port: Ports): readonly string[] {
  const address = SITUATIONS[situation];
  const level = situation === 'STARTTLS not offered' ? 'none' : 'may';
  const files = `-o { smtpd_tls_chain_files = ${keyFile}, ${file} }`;
  return [
    `${address}:${port.smtp} inet n - n - - smtpd ${files} -o smtpd_tls_security_level=${level}`,
    `${address}:${port.smtps} inet n - n - - smtpd ${files} -o smtpd_tls_wrappermode=yes`,
  ];
}

const filesOf = ({ file, keyFile }: SiteCertificate): readonly string[] => [
  `ssl_server_cert_file = ${file}`,
  `ssl_server_key_file = ${keyFile}`,
];

/** Returns the services of a Dovecot that listen at every address. */
function loginServices(port: Ports): readonly string[] {
  const listener = (name: string, protocol: Protocol, isImplicit = false): string =>
    `  inet_listener ${name} {\n    port = ${port[protocol]}\n${isImplicit ? '    ssl = yes\n' : ''}  }`;
  return [
    ['imap-login', listener('imap', 'imap'), listener('imaps', 'imaps', true)],
    ['pop3-login', listener('pop3', 'pop3'), listener('pop3s', 'pop3s', true)],
    ['managesieve-login', listener('sieve', 'sieve')],
  ].map(([name, ...listeners]) => `service ${name} {\n${listeners.join('\n')}\n}`);
}

function lmtpService(situation: Situation, port: Ports): string {
  const lines = [`port = ${port.lmtp}`, `listen = ${SITUATIONS[situation]}`];
  return `service lmtp {\n  inet_listener lmtp {\n    ${lines.join('\n    ')}\n  }\n}`;
}

/** Returns the settings that Dovecot uses only at the address of a situation. */
function localBlock(situation: Situation, certificate: SiteCertificate): string {
  const lines = [...filesOf(certificate), ...(situation === 'STARTTLS not offered' ? ['ssl = no'] : [])];
  return `local ${SITUATIONS[situation]} {\n  ${lines.join('\n  ')}\n}`;
}
