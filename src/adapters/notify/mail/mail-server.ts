import { addressOf } from '../address-of.ts';

/** A mail server, and the protection of its connections. */
export interface MailServer {
  /** A host name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /**
   * - implicit: TLS from the first byte
   * - required: STARTTLS, or nothing is sent
   * - opportunistic: STARTTLS if offered
   * - off: no TLS
   */
  readonly tls: 'implicit' | 'required' | 'opportunistic' | 'off';
  /**
   * True if nothing is sent without a valid certificate. The setting `starttls` determines this for
   * implicit TLS too.
   */
  readonly isVerified: boolean;
  /** For example `mail01.contoso.com:25`. */
  readonly hostAndPort: string;
}

/** Parses `smtp://host:25` or `smtps://host:465`, already validated by the configuration. */
export function readMailServer(url: string, starttls: 'required' | 'opportunistic' | 'off'): MailServer {
  const parsed = new URL(url);
  const { protocol, hostname, port } = parsed;
  const isImplicit = protocol === 'smtps:';
  const portNumber = port === '' ? (isImplicit ? 465 : 25) : Number(port);
  return {
    host: addressOf(parsed).host,
    port: portNumber,
    tls: isImplicit ? 'implicit' : starttls,
    isVerified: starttls === 'required',
    hostAndPort: `${hostname}:${portNumber}`,
  };
}
