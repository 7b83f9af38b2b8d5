import type { CertificateData, IssuerData, KeyData, PreviousData, StoreData } from './certificate-data.ts';
import type { ConfigurationData, RequestData, StoreChangeData } from './change-data.ts';
import type { ConnectorData, ConnectorsData, NameData, OrganizationData } from './connector-data.ts';
import type { DeliveryData } from './delivery-data.ts';
import type { LifeCycleData } from './life-cycle-data.ts';
import type { ListData } from './list-data.ts';
import type { ConversationData, ObservationData, ProbeData } from './probe-data.ts';
import type { ReasonData } from './reason-data.ts';
import type { ReloadData } from './reload-data.ts';
import type { SelectionData } from './selection-data.ts';
import type { ListenerData, ServerData } from './server-data.ts';

/**
 * The vocabulary of facts: every name that an event may use, with its type. A name has the same
 * meaning in all events. No event has all of them; the `Data` of its definition names its own.
 */
export interface FactTypes
  extends ConnectorData,
    ConnectorsData,
    NameData,
    ServerData,
    CertificateData,
    IssuerData,
    StoreData,
    ReasonData,
    ListData,
    SelectionData,
    KeyData,
    PreviousData,
    RequestData,
    StoreChangeData,
    ConfigurationData,
    OrganizationData,
    ReloadData,
    DeliveryData,
    ProbeData,
    ListenerData,
    ConversationData,
    ObservationData,
    LifeCycleData {}

/**
 * Values by the names of their facts, of an event that is not known here. Code that handles the
 * records of all events (conditions, alerts, the event log, formats) reads a fact by its name,
 * and it may be absent. The functions of a definition get the `Data` of their event instead.
 */
export type FactsByName = { readonly [Name in keyof FactTypes]?: FactTypes[Name] };
