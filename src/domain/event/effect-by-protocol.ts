import type { ConnectorData, ProbeData, ServerData } from './event-data.ts';
import type { MailEffect, MailEffects } from './mail-effect.ts';

/**
 * The users of the connection of a connector:
 * - `servers`: other mail servers, which transfer mail by SMTP or LMTP with STARTTLS
 * - `clients`: mail clients, by implicit TLS, IMAP, POP3 or ManageSieve
 * - `remote`: this server, as a client of the remote server of a Send connector
 */
export type MailUser = 'servers' | 'clients' | 'remote';

/** The protocols that transfer mail between servers. Other protocols are for mail clients. */
const TRANSFER_PROTOCOLS: ReadonlySet<string> = new Set(['smtp', 'lmtp']);

/** The data that show who uses the connectors of an event. */
export type MailUserData = Partial<
  Pick<ConnectorData, 'direction'> & Pick<ServerData, 'serverProtocols'> & Pick<ProbeData, 'probes'>
>;

/**
 * Returns who uses the connectors of an event. If no protocol is known, these are other mail
 * servers.
 */
export function mailUsersOf({ direction, serverProtocols, probes }: MailUserData): readonly [MailUser, ...MailUser[]] {
  if (direction === 'send') return ['remote'];
  const protocols = serverProtocols ?? probes?.map((url) => url.slice(0, url.indexOf(':')));
  if (protocols === undefined || protocols.every((protocol) => TRANSFER_PROTOCOLS.has(protocol))) return ['servers'];
  return protocols.some((protocol) => TRANSFER_PROTOCOLS.has(protocol)) ? ['servers', 'clients'] : ['clients'];
}

type ByUser = Readonly<Record<MailUser, MailEffects>>;

/** A problem whose effect depends on the protocol. */
export type ProtocolProblem =
  /** There is no certificate that the server can use. */
  | 'no-certificate'
  | 'starttls-missing'
  /** The same, and the connector requires TLS. */
  | 'required-starttls-missing'
  /** The private key cannot be used, so another certificate is selected if there is one. */
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
  | 'unreachable'
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
    clients: ['clients-cannot-connect'],
    remote: ['remote-decides-without-certificate'],
  },
  'starttls-missing': {
    servers: ['unencrypted'],
    clients: ['clients-without-starttls'],
    remote: ['sent-unencrypted'],
  },
  'required-starttls-missing': {
    servers: ['requires-tls'],
    clients: ['clients-without-starttls'],
    remote: ['requires-tls'],
  },
  'key-unusable': {
    servers: ['unencrypted-without-other-certificate'],
    clients: ['clients-without-other-certificate'],
    remote: ['remote-without-other-certificate'],
  },
  'selected-rejected': {
    servers: ['verifying-peers-reject'],
    clients: ['clients-cannot-connect'],
    remote: ['remote-decides'],
  },
  'selected-rejected-by-some': {
    servers: ['some-verifying-peers-reject'],
    clients: ['some-clients-cannot-connect'],
    remote: ['remote-decides'],
  },
  'served-rejected': {
    servers: ['verifying-peers-reject'],
    clients: ['clients-cannot-connect'],
    remote: ['to-remote-if-verified'],
  },
  'until-expiry': {
    servers: ['none-until-expiry', 'then-unencrypted'],
    clients: ['none-until-expiry', 'then-clients-cannot-connect'],
    remote: ['none-until-expiry', 'then-remote-decides'],
  },
  'until-expiry-in-use': {
    servers: ['none-until-expiry', 'then-verifying-peers-reject'],
    clients: ['none-until-expiry', 'then-clients-cannot-connect'],
    remote: ['none-until-expiry', 'then-remote-decides'],
  },
  'until-served-expiry': {
    servers: ['none-until-served-expiry', 'then-verifying-peers-reject-it'],
    clients: ['none-until-served-expiry', 'then-clients-cannot-connect'],
    remote: ['none-until-served-expiry', 'then-to-remote-if-verified'],
  },
  unreachable: {
    servers: ['deferred-if-unreachable', 'problems-undetected-meanwhile'],
    clients: ['clients-if-unreachable', 'problems-undetected-meanwhile'],
    remote: ['to-remote-if-unreachable', 'problems-undetected-meanwhile'],
  },
  'old-version': {
    servers: ['old-version-only'],
    clients: ['clients-of-new-versions-cannot-connect'],
    remote: ['to-remote-of-old-version'],
  },
  'own-name-missing': {
    servers: ['none-if-mx-name-matches'],
    clients: ['none-if-client-name-matches'],
    remote: ['remote-decides'],
  },
};

/** Returns the effects of a problem, by the users of the connectors. */
export function effectsOf(problem: ProtocolProblem, data: MailUserData): MailEffects {
  const byUser = EFFECTS_BY_USER[problem];
  const [first, ...others] = mailUsersOf(data);
  const [effect, ...further] = byUser[first];
  const all = new Set<MailEffect>([effect, ...further, ...others.flatMap((user) => byUser[user])]);
  all.delete(effect);
  return [effect, ...all];
}

/** Returns the function of an event that returns its effects on mail. */
export function effectByProtocol(problem: ProtocolProblem): (data: MailUserData) => MailEffects {
  return (data) => effectsOf(problem, data);
}
