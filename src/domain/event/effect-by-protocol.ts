import type { ConnectorData } from './data/connector-data.ts';
import type { ProbeData } from './data/probe-data.ts';
import type { ServerData } from './data/server-data.ts';
import type { MailEffect, MailEffects } from './mail-effect.ts';

/**
 * The users of the connection of a connector:
 * - `servers`: other mail servers, which transfer mail by SMTP or LMTP with STARTTLS
 * - `submission`: mail clients that send mail by SMTP with STARTTLS
 * - `starttls-clients`: mail clients, by IMAP, POP3 or ManageSieve with STARTTLS
 * - `tls-clients`: mail clients, by implicit TLS
 * - `remote`: this server, as a client of the remote server of a Send connector
 */
export type MailUser = 'servers' | 'submission' | 'starttls-clients' | 'tls-clients' | 'remote';

/** The users of each protocol. Other protocols begin with TLS. */
const USERS_BY_PROTOCOL: ReadonlyMap<string, MailUser> = new Map([
  ['smtp', 'servers'],
  ['lmtp', 'servers'],
  ['submission', 'submission'],
  ['imap', 'starttls-clients'],
  ['pop3', 'starttls-clients'],
  ['sieve', 'starttls-clients'],
]);

/** The data that show who uses the connectors of an event. */
export type MailUserData = Partial<
  Pick<ConnectorData, 'direction'> & Pick<ServerData, 'serverProtocols'> & Pick<ProbeData, 'probes'>
>;

/** Returns the protocols of the connectors. Records of earlier versions have only probe URLs. */
function protocolsOf({ serverProtocols, probes = [] }: MailUserData): readonly string[] {
  return serverProtocols ?? probes.map((url) => url.slice(0, url.indexOf(':')));
}

/**
 * Returns who uses the connectors of an event, each once. If no protocol is known, these are other
 * mail servers.
 */
export function mailUsersOf(data: MailUserData): readonly [MailUser, ...MailUser[]] {
  if (data.direction === 'send') return ['remote'];
  const protocols = protocolsOf(data);
  const [first = 'servers', ...others] = new Set(
    protocols.map((protocol) => USERS_BY_PROTOCOL.get(protocol) ?? 'tls-clients'),
  );
  // Other servers come first in the text.
  return others.includes('servers')
    ? ['servers', first, ...others.filter((user) => user !== 'servers')]
    : [first, ...others];
}

/**
 * Returns whether the connectors of an event send or receive mail by SMTP or LMTP with STARTTLS, and
 * not by other protocols.
 */
export function areOnlyForStarttlsMail(data: MailUserData): boolean {
  return mailUsersOf(data).every((user) => user !== 'starttls-clients' && user !== 'tls-clients');
}

/** Returns whether the settings of a server name its certificate files, so that it uses no other. */
export function hasConfiguredFiles({ certificateFiles }: Partial<ServerData>): boolean {
  return certificateFiles !== undefined && certificateFiles.length > 0;
}

type ByUser = Readonly<Record<MailUser, MailEffects>>;

/** Returns the effects for mail clients if they do not depend on the protocol. */
const forEveryClient = (...effects: MailEffects): Omit<ByUser, 'servers' | 'remote'> => ({
  submission: effects,
  'starttls-clients': effects,
  'tls-clients': effects,
});

/** A problem whose effect depends on the protocol. */
export type ProtocolProblem =
  /** There is no certificate that the server can use. */
  | 'no-certificate'
  | 'starttls-missing'
  /** The same, and the connector requires TLS. */
  | 'required-starttls-missing'
  /** The private key cannot be used. Another certificate is selected if there is one. */
  | 'key-unusable'
  /** Peers that verify the certificate reject it. */
  | 'selected-rejected'
  /** Peers reject it that find no other path to a trusted root. */
  | 'selected-rejected-by-some'
  | 'served-rejected'
  /** The certificate expires, and the server does not use expired certificates. */
  | 'until-expiry'
  /** The certificate expires, and the server continues to use it. */
  | 'until-expiry-in-use'
  | 'until-served-expiry'
  | 'old-version'
  /** The server's own name, which peers need not know, is not in the certificate. */
  | 'own-name-missing';

/**
 * The effects of problems by the user of the connection. `selected` is about a certificate that this
 * server should use, `served` about one that a probe saw; for a Send connector, that is the
 * certificate of the remote server.
 */
const EFFECTS_BY_USER: Readonly<Record<ProtocolProblem, ByUser>> = {
  'no-certificate': {
    servers: ['unencrypted'],
    submission: ['submission-without-starttls'],
    'starttls-clients': ['clients-without-starttls'],
    'tls-clients': ['clients-without-tls'],
    remote: ['remote-decides-without-certificate'],
  },
  'starttls-missing': {
    servers: ['unencrypted'],
    submission: ['submission-without-starttls'],
    'starttls-clients': ['clients-without-starttls'],
    'tls-clients': ['clients-without-tls'],
    remote: ['sent-unencrypted'],
  },
  'required-starttls-missing': {
    servers: ['requires-tls-to-receive'],
    submission: ['requires-tls-to-submit'],
    'starttls-clients': ['requires-tls-to-connect'],
    'tls-clients': ['clients-without-tls'],
    remote: ['requires-tls-to-send'],
  },
  'key-unusable': {
    servers: ['unencrypted-without-other-certificate'],
    submission: ['submission-without-other-certificate'],
    'starttls-clients': ['starttls-without-other-certificate'],
    'tls-clients': ['clients-without-other-certificate'],
    remote: ['remote-without-other-certificate'],
  },
  'selected-rejected': {
    servers: ['verifying-peers-reject'],
    ...forEveryClient('clients-cannot-connect'),
    remote: ['remote-decides'],
  },
  'selected-rejected-by-some': {
    servers: ['some-verifying-peers-reject'],
    ...forEveryClient('some-clients-cannot-connect'),
    remote: ['remote-decides'],
  },
  'served-rejected': {
    servers: ['verifying-peers-reject'],
    ...forEveryClient('clients-cannot-connect'),
    remote: ['to-remote-if-verified'],
  },
  'until-expiry': {
    servers: ['none-until-expiry', 'then-unencrypted'],
    submission: ['none-until-expiry', 'then-submission-without-starttls'],
    'starttls-clients': ['none-until-expiry', 'then-clients-without-starttls'],
    'tls-clients': ['none-until-expiry', 'then-clients-without-tls'],
    remote: ['none-until-expiry', 'then-remote-decides'],
  },
  'until-expiry-in-use': {
    servers: ['none-until-expiry', 'then-verifying-peers-reject'],
    ...forEveryClient('none-until-expiry', 'then-clients-cannot-connect'),
    remote: ['none-until-expiry', 'then-remote-decides'],
  },
  'until-served-expiry': {
    servers: ['none-until-served-expiry', 'then-verifying-peers-reject'],
    ...forEveryClient('none-until-served-expiry', 'then-clients-cannot-connect'),
    remote: ['none-until-served-expiry', 'then-to-remote-if-verified'],
  },
  'old-version': {
    servers: ['old-version-only'],
    ...forEveryClient('clients-of-new-versions-cannot-connect'),
    remote: ['to-remote-of-old-version'],
  },
  'own-name-missing': {
    servers: ['none-if-mx-name-matches'],
    ...forEveryClient('none-if-client-name-matches'),
    remote: ['remote-decides'],
  },
};

/** Returns effects without duplicates, in their order. */
function withoutDuplicates([first, ...others]: MailEffects): MailEffects {
  return [first, ...new Set(others.filter((effect) => effect !== first))];
}

/** Returns the effects of a problem, by the users of the connectors. */
export function effectsOf(problem: ProtocolProblem, data: MailUserData): MailEffects {
  const byUser = EFFECTS_BY_USER[problem];
  const users = mailUsersOf(data);
  // Clients that cannot connect cannot send either.
  const isSendingImplied = users.includes('starttls-clients') && users.includes('submission');
  const [first, ...others] = users.filter((user) => user !== 'submission' || !isSendingImplied);
  const [effect, ...further] = byUser[first ?? 'servers'];
  return withoutDuplicates([effect, ...further, ...others.flatMap((user) => byUser[user])]);
}

/** Returns the function of an event that returns its effects on mail. */
export function effectByProtocol(problem: ProtocolProblem): (data: MailUserData) => MailEffects {
  return (data) => effectsOf(problem, data);
}

/**
 * Returns the effects of a private key that cannot be used. A server whose settings name the
 * certificate file has no other certificate.
 */
export function keyUnusableEffects(data: MailUserData & Partial<ServerData>): MailEffects {
  return effectsOf(hasConfiguredFiles(data) ? 'no-certificate' : 'key-unusable', data);
}

/** The actions that fail if a server is unreachable, by its protocol. Other protocols: all. */
const EFFECTS_IF_UNREACHABLE: ReadonlyMap<string, MailEffect> = new Map([
  ['smtp', 'deferred-if-unreachable'],
  ['lmtp', 'deferred-if-unreachable'],
  ['submission', 'sending-if-unreachable'],
  ['smtps', 'sending-if-unreachable'],
  ['imap', 'reading-if-unreachable'],
  ['imaps', 'reading-if-unreachable'],
  ['pop3', 'reading-if-unreachable'],
  ['pop3s', 'reading-if-unreachable'],
  ['sieve', 'filters-if-unreachable'],
]);

/** Returns the effects of unreachable servers, by their protocols. */
export function unreachableEffects(data: MailUserData): MailEffects {
  if (data.direction === 'send') return ['to-remote-if-unreachable', 'problems-undetected-meanwhile'];
  const effects = protocolsOf(data).map(
    (protocol): MailEffect => EFFECTS_IF_UNREACHABLE.get(protocol) ?? 'clients-if-unreachable',
  );
  const [first = 'deferred-if-unreachable', ...others] = effects;
  return withoutDuplicates([first, ...others, 'problems-undetected-meanwhile']);
}
