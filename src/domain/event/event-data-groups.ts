import type { CertificateData, IssuerData, PreviousData, StoreData } from './data/certificate-data.ts';
import type { ConfigurationData, RequestData, StoreChangeData } from './data/change-data.ts';
import type { ConnectorData, ConnectorsData, NameData, OrganizationData } from './data/connector-data.ts';
import type { ListData } from './data/list-data.ts';
import type { ConversationData, ObservationData, ProbeData } from './data/probe-data.ts';
import type { ReasonData } from './data/reason-data.ts';
import type { ReloadData } from './data/reload-data.ts';
import type { ServerData } from './data/server-data.ts';
import type { RequiredFacts } from './required-facts.ts';

// Data that several events share, each with the list of its required facts.

type FqdnData = Pick<NameData, 'fqdn'>;
/** `send` if all connectors are Send connectors; left out otherwise. */
type SendDirectionData = Partial<Pick<ConnectorData, 'direction'>>;
type LastSeenData = Partial<Pick<ObservationData, 'lastSeen'>>;

/** The data of an event without any. */
export type NoData = Readonly<Record<never, never>>;

/** A certificate in a store. */
export interface StoredCertificateData extends CertificateData, StoreData {}

/** The required facts about a certificate. */
export const CERTIFICATE_FACTS: RequiredFacts<CertificateData> = {
  thumbprint: true,
  subject: true,
  notBefore: true,
  notAfter: true,
};

/** The required facts about a stored certificate. */
export const STORED_CERTIFICATE_FACTS: RequiredFacts<StoredCertificateData> = {
  ...CERTIFICATE_FACTS,
  locations: true,
  store: true,
};

/** A certificate that connectors select, or would select without its problem. */
export interface SelectedCertificateData
  extends StoredCertificateData,
    FqdnData,
    ConnectorsData,
    LastSeenData,
    Partial<ServerData>,
    SendDirectionData {}

/** The required facts about a selected certificate. */
export const SELECTED_CERTIFICATE_FACTS: RequiredFacts<SelectedCertificateData> = {
  ...STORED_CERTIFICATE_FACTS,
  fqdn: true,
  connectors: true,
  fqdns: true,
};

/** A certificate that servers serve, and its connectors. */
export interface ServedData
  extends CertificateData,
    Pick<IssuerData, 'issuer'>,
    FqdnData,
    ConnectorsData,
    Pick<ProbeData, 'probes'>,
    Partial<Pick<ProbeData, 'addresses'> & Pick<ServerData, 'serverProtocols'>>,
    SendDirectionData,
    LastSeenData {}

/** The required facts about a served certificate. */
export const SERVED_FACTS: RequiredFacts<ServedData> = {
  ...CERTIFICATE_FACTS,
  issuer: true,
  fqdn: true,
  connectors: true,
  fqdns: true,
  probes: true,
};

/** The certificates on disk that a server does not serve, and since when they are there. */
export interface OnDiskData
  extends Pick<StoreData, 'locations'>,
    Pick<ListData, 'certificates'>,
    Pick<ObservationData, 'onDiskSince'> {}

/** One connector, with the server that was probed. */
export interface ProbedConnectorData
  extends ConnectorData,
    FqdnData,
    Pick<ProbeData, 'probes'>,
    Partial<Pick<ProbeData, 'addresses'> & Pick<ServerData, 'serverProtocols'>>,
    LastSeenData {}

/** The required facts about a probed connector. */
export const PROBED_CONNECTOR_FACTS: RequiredFacts<ProbedConnectorData> = {
  connector: true,
  direction: true,
  fqdn: true,
  probes: true,
};

/** Certificates of a store. */
export interface CertificatesOfStoreData extends Pick<StoreData, 'store'>, Pick<ListData, 'count' | 'certificates'> {}

/** The required facts about certificates of a store. */
export const CERTIFICATES_OF_STORE_FACTS: RequiredFacts<CertificatesOfStoreData> = {
  store: true,
  count: true,
  certificates: true,
};

/** A reason with the error message of a program or a system, which may also be a failure. */
export type ErrorData = Pick<ReasonData, 'reason' | 'detail'> & Partial<Pick<ReasonData, 'failure'>>;

/** The required facts about a reason. */
export const ERROR_FACTS: RequiredFacts<ErrorData> = { reason: true, detail: true };

/** The required facts about a request. */
export const REQUEST_FACTS: RequiredFacts<RequestData> = { requestedBy: true, requestCommand: true, requestedAt: true };

/** The internal transport certificate. */
export interface InternalCertificateData
  extends StoredCertificateData,
    LastSeenData,
    Partial<ConfigurationData & OrganizationData> {}

/** A server without STARTTLS. */
export interface StarttlsMissingData
  extends ProbedConnectorData,
    ErrorData,
    Partial<Pick<ReasonData, 'path'>>,
    Partial<Pick<ConversationData, 'answer' | 'requireTls'>> {
  /** A code: the server does not offer STARTTLS, or refuses it. */
  readonly detail: 'not-offered' | 'refused';
}

/** The required facts about a server without STARTTLS. */
export const STARTTLS_MISSING_FACTS: RequiredFacts<StarttlsMissingData> = {
  ...PROBED_CONNECTOR_FACTS,
  ...ERROR_FACTS,
};

/** A reload of servers: of one connector, or of several. */
export interface RotationData
  extends RequestData,
    ReloadData,
    Partial<Pick<ConnectorData, 'connector'>>,
    Partial<Pick<ConnectorsData, 'connectors'>>,
    Partial<Pick<ServerData, 'serverProtocols'>>,
    Partial<Pick<CertificateData, 'thumbprint' | 'notAfter'>>,
    Partial<Pick<PreviousData, 'previousThumbprint'>> {}

/** The required facts about a reload. */
export const ROTATION_FACTS: RequiredFacts<RotationData> = { ...REQUEST_FACTS, reload: true, rotated: true };

/** The connectors that a record of any event names. */
export type NamedConnectorsData = Partial<Pick<ConnectorData, 'connector'> & ConnectorsData>;

/** The certificates that a record of any event names. */
export type NamedCertificatesData = Partial<
  Pick<CertificateData, 'thumbprint' | 'subject'> & Pick<ListData, 'certificates' | 'count'> & Pick<NameData, 'fqdn'>
>;

/** The connectors, certificates and requests that a record of any event is about. */
export type ObjectData = NamedConnectorsData &
  NamedCertificatesData &
  Partial<Pick<StoreData, 'store'> & Pick<PreviousData, 'previousThumbprint'> & Pick<StoreChangeData, 'requestSha256'>>;
