import { addressOf } from '../address-of.ts';

/** Where mail is handed over, and how well that is protected. */
export interface MailServer {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first octet. `opportunistic`: STARTTLS where it is offered. */
  readonly tls: 'implicit' | 'required' | 'opportunistic' | 'off';
  /** Whether nothing is sent to whom its certificate does not vouch for. */
  readonly isVerified: boolean;
  /** `mail01.contoso.com:25`. */
  readonly shown: string;
}

/** Reads `smtp://host:25` or `smtps://host:465`, as the configuration has checked it. */
export function readMailServer(url: string, starttls: 'required' | 'opportunistic' | 'off'): MailServer {
  const read = new URL(url);
  const { protocol, hostname, port } = read;
  const isImplicit = protocol === 'smtps:';
  const number = port === '' ? (isImplicit ? 465 : 25) : Number(port);
  return {
    host: addressOf(read).host,
    port: number,
    tls: isImplicit ? 'implicit' : starttls,
    isVerified: starttls === 'required',
    shown: `${hostname}:${number}`,
  };
}
