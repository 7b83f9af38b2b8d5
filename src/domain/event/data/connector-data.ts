/** The connector of an event that is about one. */
export interface ConnectorData {
  readonly connector: string;
  readonly direction: 'receive' | 'send';
}

/** The connectors of an event that may have several. */
export interface ConnectorsData {
  /** In configuration order. */
  readonly connectors: readonly string[];
  /** Required names, one for each of `connectors`. */
  readonly fqdns: readonly string[];
}

/** The name that a certificate must match. */
export interface NameData {
  readonly fqdn: string;
  /** Origin of the required name. */
  readonly fqdnSource: 'connector' | 'computer' | 'discovered';
  /** `<I>issuer<S>subject`, if the connector requires that instead of its FQDN. */
  readonly tlsCertificateName: string;
}

/** The connectors of this Exchange organization. */
export interface OrganizationData {
  /** Set if no connector searches stores by the rules of Exchange. */
  readonly withoutExchange: true;
}
