import { cannotLoadInternalTransportCertificateFallbackServerFqdn } from './catalog/cannot-load-internal-transport-certificate-fallback-server-fqdn.ts';
import { cannotLoadInternalTransportCertificateFromStore } from './catalog/cannot-load-internal-transport-certificate-from-store.ts';
import { cannotLoadStarttlsCertificateFromStore } from './catalog/cannot-load-starttls-certificate-from-store.ts';
import { certificateInstalled } from './catalog/certificate-installed.ts';
import { certificateNotRenewed } from './catalog/certificate-not-renewed.ts';
import { certificateNotYetValid } from './catalog/certificate-not-yet-valid.ts';
import { certificateRemoved } from './catalog/certificate-removed.ts';
import { certificateRenewedAutomatically } from './catalog/certificate-renewed-automatically.ts';
import { certificateRequested } from './catalog/certificate-requested.ts';
import { certificateRotationNotProven } from './catalog/certificate-rotation-not-proven.ts';
import { certificateRotationProven } from './catalog/certificate-rotation-proven.ts';
import { certificateServicesChanged } from './catalog/certificate-services-changed.ts';
import { certificateUnreadable } from './catalog/certificate-unreadable.ts';
import { chainCertificateExpired } from './catalog/chain-certificate-expired.ts';
import { clockStepped } from './catalog/clock-stepped.ts';
import { conditionCleared } from './catalog/condition-cleared.ts';
import { configurationRejected } from './catalog/configuration-rejected.ts';
import { configurationReloaded } from './catalog/configuration-reloaded.ts';
import { connectorUnreachable } from './catalog/connector-unreachable.ts';
import { deliveryFailed } from './catalog/delivery-failed.ts';
import { discoveredNameNotInCertificate } from './catalog/discovered-name-not-in-certificate.ts';
import { eventLogDamaged } from './catalog/event-log-damaged.ts';
import { eventRecordUnreadable } from './catalog/event-record-unreadable.ts';
import { formatNotRead } from './catalog/format-not-read.ts';
import { hostSuspended } from './catalog/host-suspended.ts';
import { internalTransportCertificateCorrupted } from './catalog/internal-transport-certificate-corrupted.ts';
import { internalTransportCertificateExpired } from './catalog/internal-transport-certificate-expired.ts';
import { internalTransportCertificateExpiresSoon } from './catalog/internal-transport-certificate-expires-soon.ts';
import { internalTransportCertificateRecorded } from './catalog/internal-transport-certificate-recorded.ts';
import { nameOnlyInCommonName } from './catalog/name-only-in-common-name.ts';
import { notifierDisabled } from './catalog/notifier-disabled.ts';
import { oldTlsProtocol } from './catalog/old-tls-protocol.ts';
import { privateKeyCannotBeJudged } from './catalog/private-key-cannot-be-judged.ts';
import { privateKeyDoesNotMatch } from './catalog/private-key-does-not-match.ts';
import { privateKeyExposed } from './catalog/private-key-exposed.ts';
import { privateKeyMissing } from './catalog/private-key-missing.ts';
import { privateKeyUnreadable } from './catalog/private-key-unreadable.ts';
import { remoteInternalTransportCertificateExpired } from './catalog/remote-internal-transport-certificate-expired.ts';
import { remoteStarttlsCertificateExpired } from './catalog/remote-starttls-certificate-expired.ts';
import { renewalChangedCertificate } from './catalog/renewal-changed-certificate.ts';
import { renewalOverdue } from './catalog/renewal-overdue.ts';
import { ruleFailed } from './catalog/rule-failed.ts';
import { scanLateOrFailing } from './catalog/scan-late-or-failing.ts';
import { selfSignedCertificateInstalled } from './catalog/self-signed-certificate-installed.ts';
import { selfSignedCertificateNotInstalled } from './catalog/self-signed-certificate-not-installed.ts';
import { servedAddressesDiffer } from './catalog/served-addresses-differ.ts';
import { servedCertificateDiffersFromDisk } from './catalog/served-certificate-differs-from-disk.ts';
import { servedCertificateExpired } from './catalog/served-certificate-expired.ts';
import { servedCertificateExpiresSoon } from './catalog/served-certificate-expires-soon.ts';
import { servedChainUntrusted } from './catalog/served-chain-untrusted.ts';
import { servedNameMismatch } from './catalog/served-name-mismatch.ts';
import { serverNotMonitored } from './catalog/server-not-monitored.ts';
import { serviceStarted } from './catalog/service-started.ts';
import { serviceStopped } from './catalog/service-stopped.ts';
import { settingUnresolved } from './catalog/setting-unresolved.ts';
import { settingsUnreadable } from './catalog/settings-unreadable.ts';
import { silenceUnreadable } from './catalog/silence-unreadable.ts';
import { starttlsCertificateExpired } from './catalog/starttls-certificate-expired.ts';
import { starttlsCertificateExpiresSoon } from './catalog/starttls-certificate-expires-soon.ts';
import { starttlsNotOffered } from './catalog/starttls-not-offered.ts';
import { starttlsWithdrawn } from './catalog/starttls-withdrawn.ts';
import { storeShrank } from './catalog/store-shrank.ts';
import { storeUnreadable } from './catalog/store-unreadable.ts';
import { untrustedChain } from './catalog/untrusted-chain.ts';
import { unusedCertificateExpired } from './catalog/unused-certificate-expired.ts';
import { unusedCertificateExpiresSoon } from './catalog/unused-certificate-expires-soon.ts';
import { weakCertificate } from './catalog/weak-certificate.ts';
import type { EventDefinition } from './event-definition.ts';

/** All events, in order of their numbers. */
export const ALL_EVENTS: readonly EventDefinition[] = [
  serviceStarted,
  serviceStopped,
  configurationReloaded,
  configurationRejected,
  selfSignedCertificateInstalled,
  certificateRenewedAutomatically,
  selfSignedCertificateNotInstalled,
  internalTransportCertificateRecorded,
  certificateInstalled,
  certificateServicesChanged,
  certificateRemoved,
  certificateRequested,
  certificateNotRenewed,
  storeUnreadable,
  storeShrank,
  certificateUnreadable,
  scanLateOrFailing,
  clockStepped,
  eventLogDamaged,
  formatNotRead,
  ruleFailed,
  settingsUnreadable,
  settingUnresolved,
  hostSuspended,
  serverNotMonitored,
  silenceUnreadable,
  eventRecordUnreadable,
  privateKeyMissing,
  privateKeyCannotBeJudged,
  privateKeyUnreadable,
  privateKeyDoesNotMatch,
  privateKeyExposed,
  unusedCertificateExpired,
  unusedCertificateExpiresSoon,
  chainCertificateExpired,
  certificateNotYetValid,
  renewalOverdue,
  untrustedChain,
  weakCertificate,
  nameOnlyInCommonName,
  renewalChangedCertificate,
  discoveredNameNotInCertificate,
  connectorUnreachable,
  starttlsNotOffered,
  starttlsWithdrawn,
  servedCertificateExpired,
  servedCertificateExpiresSoon,
  servedNameMismatch,
  servedCertificateDiffersFromDisk,
  servedChainUntrusted,
  servedAddressesDiffer,
  oldTlsProtocol,
  certificateRotationProven,
  certificateRotationNotProven,
  deliveryFailed,
  notifierDisabled,
  conditionCleared,
  cannotLoadInternalTransportCertificateFromStore,
  cannotLoadStarttlsCertificateFromStore,
  internalTransportCertificateExpired,
  starttlsCertificateExpired,
  internalTransportCertificateExpiresSoon,
  starttlsCertificateExpiresSoon,
  remoteInternalTransportCertificateExpired,
  remoteStarttlsCertificateExpired,
  internalTransportCertificateCorrupted,
  cannotLoadInternalTransportCertificateFallbackServerFqdn,
];

const BY_ID: ReadonlyMap<number, EventDefinition> = new Map(ALL_EVENTS.map((event) => [event.eventId, event]));

/** Returns the definition of an event; undefined if the number is unknown to this version. */
export function definitionOf(eventId: number): EventDefinition | undefined {
  return BY_ID.get(eventId);
}
