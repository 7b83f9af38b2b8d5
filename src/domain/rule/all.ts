import { cannotLoadInternalTransportCertificateFallbackServerFqdn } from './cannot-load-internal-transport-certificate-fallback-server-fqdn.ts';
import { cannotLoadInternalTransportCertificateFromStore } from './cannot-load-internal-transport-certificate-from-store.ts';
import { cannotLoadStarttlsCertificateFromStore } from './cannot-load-starttls-certificate-from-store.ts';
import { certificateNotRenewed } from './certificate-not-renewed.ts';
import { certificateNotYetValid } from './certificate-not-yet-valid.ts';
import { certificateUnreadable } from './certificate-unreadable.ts';
import { chainCertificateExpired } from './chain-certificate-expired.ts';
import { configurationRejected } from './configuration-rejected.ts';
import { connectorUnreachable } from './connector-unreachable.ts';
import { discoveredNameNotInCertificate } from './discovered-name-not-in-certificate.ts';
import { formatNotRead } from './format-not-read.ts';
import { internalTransportCertificateCorrupted } from './internal-transport-certificate-corrupted.ts';
import { internalTransportCertificateExpired } from './internal-transport-certificate-expired.ts';
import { internalTransportCertificateExpiresSoon } from './internal-transport-certificate-expires-soon.ts';
import { nameOnlyInCommonName } from './name-only-in-common-name.ts';
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
import type { Rule } from './rule.ts';
import { scanLateOrFailing } from './scan-late-or-failing.ts';
import { selfSignedCertificateNotInstalled } from './self-signed-certificate-not-installed.ts';
import { servedAddressesDiffer } from './served-addresses-differ.ts';
import { servedCertificateDiffersFromDisk } from './served-certificate-differs-from-disk.ts';
import { servedCertificateExpired } from './served-certificate-expired.ts';
import { servedCertificateExpiresSoon } from './served-certificate-expires-soon.ts';
import { servedChainUntrusted } from './served-chain-untrusted.ts';
import { servedNameMismatch } from './served-name-mismatch.ts';
import { serverNotMonitored } from './server-not-monitored.ts';
import { settingUnresolved } from './setting-unresolved.ts';
import { settingsUnreadable } from './settings-unreadable.ts';
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

/**
 * All rules, in the order in which their records are written. The order is not by level, so an
 * error may follow a warning.
 */
export const ALL_RULES: readonly Rule[] = [
  // The service, its settings and its stores. These problems can hide the others.
  configurationRejected,
  scanLateOrFailing,
  selfSignedCertificateNotInstalled,
  storeUnreadable,
  settingsUnreadable,
  settingUnresolved,
  serverNotMonitored,
  storeShrank,
  certificateUnreadable,
  formatNotRead,
  privateKeyNotChecked,
  // Connectors and the internal transport certificate.
  connectorUnreachable,
  cannotLoadInternalTransportCertificateFromStore,
  internalTransportCertificateCorrupted,
  internalTransportCertificateExpired,
  cannotLoadStarttlsCertificateFromStore,
  starttlsCertificateExpired,
  starttlsWithdrawn,
  servedCertificateExpired,
  remoteInternalTransportCertificateExpired,
  remoteStarttlsCertificateExpired,
  cannotLoadInternalTransportCertificateFallbackServerFqdn,
  internalTransportCertificateExpiresSoon,
  starttlsCertificateExpiresSoon,
  starttlsNotOffered,
  servedCertificateDiffersFromDisk,
  servedCertificateExpiresSoon,
  servedNameMismatch,
  servedChainUntrusted,
  servedAddressesDiffer,
  oldTlsProtocol,
  // Certificates.
  certificateNotRenewed,
  privateKeyMissing,
  privateKeyUnreadable,
  privateKeyDoesNotMatch,
  privateKeyExposed,
  certificateNotYetValid,
  chainCertificateExpired,
  untrustedChain,
  nameOnlyInCommonName,
  discoveredNameNotInCertificate,
  unusedCertificateExpired,
  unusedCertificateExpiresSoon,
  renewalOverdue,
  weakCertificate,
  renewalChangedCertificate,
];
