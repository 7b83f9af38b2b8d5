/** The servers of the connectors. */
export interface ServerData {
  /** Certificate files in the servers' own settings. Servers use them even if expired. */
  readonly certificateFiles: readonly string[];
  /** Known protocols of the connectors' servers, without duplicates: `submission`, `imaps`. */
  readonly serverProtocols: readonly string[];
  /** Key type, `RSA` or `EC` …, if a server has several certificates. */
  readonly publicKeyAlgorithm: string;
  /** Set if connectors use a certificate of a store even if it has expired. */
  readonly profile: 'exchange-2019';
}

/** Listening sockets of a program. */
export interface ListenerData {
  /** `192.0.2.1:25`, IPv6 in brackets; at most twenty. */
  readonly listeners: readonly string[];
  /** Number of further sockets. */
  readonly moreListeners: number;
}
