import type { EventType } from '../event-definition.ts';
import { cannotLoadInternalTransportCertificateFallbackServerFqdn } from './cannot-load-internal-transport-certificate-fallback-server-fqdn.ts';
import { cannotLoadInternalTransportCertificateFromStore } from './cannot-load-internal-transport-certificate-from-store.ts';
import { cannotLoadStarttlsCertificateFromStore } from './cannot-load-starttls-certificate-from-store.ts';
import { certificateInstalled } from './certificate-installed.ts';
import { certificateNotRenewed } from './certificate-not-renewed.ts';
import { certificateNotYetValid } from './certificate-not-yet-valid.ts';
import { certificateRemoved } from './certificate-removed.ts';
import { certificateRenewedAutomatically } from './certificate-renewed-automatically.ts';
import { certificateRequested } from './certificate-requested.ts';
import { certificateRotationNotProven } from './certificate-rotation-not-proven.ts';
import { certificateRotationProven } from './certificate-rotation-proven.ts';
import { certificateServicesChanged } from './certificate-services-changed.ts';
import { certificateUnreadable } from './certificate-unreadable.ts';
import { chainCertificateExpired } from './chain-certificate-expired.ts';
import { clockStepped } from './clock-stepped.ts';
import { conditionCleared } from './condition-cleared.ts';
import { configurationRejected } from './configuration-rejected.ts';
import { configurationReloaded } from './configuration-reloaded.ts';
import { connectorUnreachable } from './connector-unreachable.ts';
import { deliveryFailed } from './delivery-failed.ts';
import { discoveredNameNotInCertificate } from './discovered-name-not-in-certificate.ts';
import { eventLogDamaged } from './event-log-damaged.ts';
import { eventRecordUnreadable } from './event-record-unreadable.ts';
import { formatNotRead } from './format-not-read.ts';
import { hostSuspended } from './host-suspended.ts';
import { internalTransportCertificateCorrupted } from './internal-transport-certificate-corrupted.ts';
import { internalTransportCertificateExpired } from './internal-transport-certificate-expired.ts';
import { internalTransportCertificateExpiresSoon } from './internal-transport-certificate-expires-soon.ts';
import { internalTransportCertificateRecorded } from './internal-transport-certificate-recorded.ts';
import { nameOnlyInCommonName } from './name-only-in-common-name.ts';
import { notifierDisabled } from './notifier-disabled.ts';
import { oldTlsProtocol } from './old-tls-protocol.ts';
import { privateKeyDoesNotMatch } from './private-key-does-not-match.ts';
import { privateKeyExposed } from './private-key-exposed.ts';
import { privateKeyMissing } from './private-key-missing.ts';
import { privateKeyNotChecked } from './private-key-not-checked.ts';
import { privateKeyUnreadable } from './private-key-unreadable.ts';
import { remoteInternalTransportCertificateExpired } from './remote-internal-transport-certificate-expired.ts';
import { remoteStarttlsCertificateExpired } from './remote-starttls-certificate-expired.ts';
import { renewalChangedCertificate } from './renewal-changed-certificate.ts';
import { renewalOverdue } from './renewal-overdue.ts';
import { ruleFailed } from './rule-failed.ts';
import { scanLateOrFailing } from './scan-late-or-failing.ts';
import { selfSignedCertificateInstalled } from './self-signed-certificate-installed.ts';
import { selfSignedCertificateNotInstalled } from './self-signed-certificate-not-installed.ts';
import { servedAddressesDiffer } from './served-addresses-differ.ts';
import { servedCertificateDiffersFromDisk } from './served-certificate-differs-from-disk.ts';
import { servedCertificateExpired } from './served-certificate-expired.ts';
import { servedCertificateExpiresSoon } from './served-certificate-expires-soon.ts';
import { servedChainUntrusted } from './served-chain-untrusted.ts';
import { servedNameMismatch } from './served-name-mismatch.ts';
import { serverNotMonitored } from './server-not-monitored.ts';
import { serviceStarted } from './service-started.ts';
import { serviceStopped } from './service-stopped.ts';
import { settingUnresolved } from './setting-unresolved.ts';
import { settingsUnreadable } from './settings-unreadable.ts';
import { silenceUnreadable } from './silence-unreadable.ts';
import { starttlsCertificateExpired } from './starttls-certificate-expired.ts';
import { starttlsCertificateExpiresSoon } from './starttls-certificate-expires-soon.ts';
import { starttlsNotOffered } from './starttls-not-offered.ts';
import { starttlsWithdrawn } from './starttls-withdrawn.ts';
import { storeShrank } from './store-shrank.ts';
import { storeUnreadable } from './store-unreadable.ts';
import { untrustedChain } from './untrusted-chain.ts';
import { unusedCertificateExpired } from './unused-certificate-expired.ts';
import { unusedCertificateExpiresSoon } from './unused-certificate-expires-soon.ts';
import { weakCertificate } from './weak-certificate.ts';

/** All events, in order of their numbers. */
export const ALL_EVENTS: readonly EventType[] = [
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
  privateKeyNotChecked,
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

const BY_ID: ReadonlyMap<number, EventType> = new Map(ALL_EVENTS.map((event) => [event.eventId, event]));

/** Returns the definition of an event; undefined if the number is unknown to this version. */
export function definitionOf(eventId: number): EventType | undefined {
  return BY_ID.get(eventId);
}
