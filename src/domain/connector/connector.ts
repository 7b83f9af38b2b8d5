import type { Service } from '../certificate/certificate.ts';
import type { TrustSource } from '../certificate/trust-source.ts';
import { MINUTE } from '../time.ts';
import type { ProbeTarget } from './probe-target.ts';

/** The source of a connector or store. */
export interface Source {
  /** Name of the inventory that contains it. */
  readonly inventory: string;
  /** Where users find its definition, for example `mailcertd.yaml:31`. */
  readonly place: string;
}

/**
 * The account that can read every file. Most mail servers load their keys as root, before they drop
 * their privileges.
 */
export const ROOT = 'root';

/**
 * A Receive or Send connector.
 * @see https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors
 */
export interface Connector {
  readonly name: string;
  readonly direction: 'receive' | 'send';
  /**
   * The name that it uses in EHLO and STARTTLS: A-labels, lower case, no trailing dot; undefined:
   * the computer's FQDN.
   */
  readonly fqdn: string | undefined;
  readonly enabled: boolean;
  /** True if it offers TLS. If not, no certificate is selected and no problem is reported. */
  readonly starttls: boolean;
  /**
   * The source of `fqdn`: the configuration (`set`), or the settings of a discovered server
   * (`discovered`). Left out: `set`.
   */
  readonly fqdnOrigin?: 'set' | 'discovered';
  /** `<I>issuer<S>subject`: selects the certificate instead of the FQDN. */
  readonly tlsCertificateName?: string;
  /**
   * Absolute paths of the files from which the mail server loads its certificates, at least one. It
   * serves only certificates in these files.
   */
  readonly certificateFiles?: readonly string[];
  /** Absolute paths of the key files; left out: the keys are in the same file or directory. */
  readonly keyFiles?: readonly string[];
  /**
   * The account with which the server loads its private key, which may differ from the account with
   * which it runs. Left out: root.
   */
  readonly keyLoadedBy?: string;
  /**
   * The address where the served certificate is probed; left out: not probed. For a Send connector,
   * the remote server.
   */
  readonly probe?: ProbeTarget;
  /** The address of a discovered connector that is not probed, as this host reaches it. */
  readonly listensAt?: Pick<ProbeTarget, 'host' | 'port'>;
  /**
   * Time during which the previous certificate may be served after a change on disk, ms; left out:
   * `DEFAULT_GRACE`.
   */
  readonly grace?: number;
  /** The command that reloads the certificate of its server. */
  readonly reload?: readonly string[];
  /** Trust anchors for the served certificate; left out: the general ones. */
  readonly trust?: readonly TrustSource[];
  /** True if it is for mail clients that send mail by SMTP. Left out: if its port is 587. */
  readonly isSubmission?: boolean;
  /** True if mail is not sent without TLS. */
  readonly requireTls?: boolean;
  /**
   * True if a Send connector needs a client certificate; left out: decided by `needsCertificate`.
   */
  readonly requireClientCertificate?: boolean;
  /**
   * True if a certificate is selected for a Receive connector; left out: decided by
   * `needsCertificate`.
   */
  readonly selectCertificate?: boolean;
  /** True if the remote server of a Send connector belongs to the same organization. */
  readonly isInternal?: boolean;
  readonly source: Source;
}

/**
 * Default of `grace`. Long enough for a renewal hook, or a timer that runs soon after the renewal,
 * to reload the server.
 */
export const DEFAULT_GRACE: number = 15 * MINUTE;

/** Returns the account that loads the private key of a connector. */
export function keyAccount({ keyLoadedBy }: Pick<Connector, 'keyLoadedBy'>): string {
  return keyLoadedBy ?? ROOT;
}

/** A certificate store: a directory (recursive), a file or a glob. */
export interface StoreDefinition {
  readonly name: string;
  /** Absolute, no trailing slash. */
  readonly path: string;
  /** Services of certificates without their own setting. */
  readonly services: readonly Service[];
  /** True if connectors search their certificate here. */
  readonly personal: boolean;
  /**
   * The inventory, for example of another server, whose connectors search only here. Left out: the
   * connectors of all other inventories.
   */
  readonly onlyFor?: string;
  /** True if a program such as certbot renews its certificates automatically. */
  readonly autoRenewed?: boolean;
  /**
   * Absolute paths of files with the passwords of its keystores, in the order in which they are
   * tried; never the passwords.
   */
  readonly passwordFiles?: readonly string[];
  /**
   * Absolute paths of the key files; left out: the keys are in the same file or directory as the
   * certificates.
   */
  readonly keyFiles?: readonly string[];
  readonly source: Source;
}
