import type { CertificateData, IssuerData, PreviousData, StoreData } from './data/certificate-data.ts';
import type { ConfigurationData, RequestData, StoreChangeData } from './data/change-data.ts';
import type { ConnectorData, ConnectorsData, NameData, OrganizationData } from './data/connector-data.ts';
import type { ListData } from './data/list-data.ts';
import type { ConversationData, ObservationData, ProbeData } from './data/probe-data.ts';
import type { ReasonData } from './data/reason-data.ts';
import type { ReloadData } from './data/reload-data.ts';
import type { ServerData } from './data/server-data.ts';
import { UNKNOWN_INSTANT } from './format-instant.ts';

// Data that several events share, each with the values that stand in the text of a record without
// them. Records of earlier versions lack data that were added later.

type FqdnData = Pick<NameData, 'fqdn'>;
/** `send` if all connectors are Send connectors; left out otherwise. */
type SendDirectionData = Partial<Pick<ConnectorData, 'direction'>>;
type LastSeenData = Partial<Pick<ObservationData, 'lastSeen'>>;

/** The data of an event without any. */
export type NoData = Readonly<Record<never, never>>;

/** The values for missing data of an event without any. */
export const NO_DATA: NoData = {};

/** A certificate in a store. */
export interface StoredCertificateData extends CertificateData, StoreData {}

/** The values for missing data about a certificate. */
export const NO_CERTIFICATE: CertificateData = {
  thumbprint: '',
  subject: '',
  notBefore: UNKNOWN_INSTANT,
  notAfter: UNKNOWN_INSTANT,
};

/** The values for missing data about a stored certificate. */
export const NO_STORED_CERTIFICATE: StoredCertificateData = {
  ...NO_CERTIFICATE,
  locations: [],
  store: '',
};

/** A certificate that connectors select, or would select without its problem. */
export interface SelectedCertificateData
  extends StoredCertificateData,
    FqdnData,
    ConnectorsData,
    LastSeenData,
    Partial<ServerData>,
    SendDirectionData {}

/** The values for missing data about a selected certificate. */
export const NO_SELECTED_CERTIFICATE: SelectedCertificateData = {
  ...NO_STORED_CERTIFICATE,
  fqdn: '',
  connectors: [],
  fqdns: [],
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

/** The values for missing data about a served certificate. */
export const NO_SERVED: ServedData = {
  ...NO_CERTIFICATE,
  issuer: '',
  fqdn: '',
  connectors: [],
  fqdns: [],
  probes: [],
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

/** The values for missing data about a probed connector. */
export const NO_PROBED_CONNECTOR: ProbedConnectorData = { connector: '', direction: 'receive', fqdn: '', probes: [] };

/** Certificates of a store. */
export interface CertificatesOfStoreData extends Pick<StoreData, 'store'>, Pick<ListData, 'count' | 'certificates'> {}

/** The values for missing data about certificates of a store. */
export const NO_CERTIFICATES_OF_STORE: CertificatesOfStoreData = { store: '', count: 0, certificates: [] };

/** A reason with the error message of a program or a system, which may also be a failure. */
export type ErrorData = Pick<ReasonData, 'reason' | 'detail'> & Partial<Pick<ReasonData, 'failure'>>;

/** The values for a missing reason. */
export const NO_ERROR: ErrorData = { reason: '', detail: '' };

/** The values for a missing request. */
export const NO_REQUEST: RequestData = { requestedBy: '', requestCommand: '', requestedAt: UNKNOWN_INSTANT };

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

/** The values for missing data about a server without STARTTLS. */
export const NO_STARTTLS_MISSING: StarttlsMissingData = {
  ...NO_PROBED_CONNECTOR,
  ...NO_ERROR,
  detail: 'not-offered',
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

/** The values for missing data about a reload. */
export const NO_ROTATION: RotationData = { ...NO_REQUEST, reload: [], rotated: [] };

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
