import { cannotLoadInternalTransportCertificateFallbackServerFqdn } from './cannot-load-internal-transport-certificate-fallback-server-fqdn.ts';
import { cannotLoadInternalTransportCertificateFromStore } from './cannot-load-internal-transport-certificate-from-store.ts';
import { cannotLoadStarttlsCertificateFromStore } from './cannot-load-starttls-certificate-from-store.ts';
import { certificateNotYetValid } from './certificate-not-yet-valid.ts';
import { certificateUnreadable } from './certificate-unreadable.ts';
import { configurationRejected } from './configuration-rejected.ts';
import { formatNotRead } from './format-not-read.ts';
import { internalTransportCertificateCorrupted } from './internal-transport-certificate-corrupted.ts';
import { internalTransportCertificateExpired } from './internal-transport-certificate-expired.ts';
import { internalTransportCertificateExpiresSoon } from './internal-transport-certificate-expires-soon.ts';
import { nameOnlyInCommonName } from './name-only-in-common-name.ts';
import { privateKeyCannotBeJudged } from './private-key-cannot-be-judged.ts';
import { privateKeyDoesNotMatch } from './private-key-does-not-match.ts';
import { privateKeyExposed } from './private-key-exposed.ts';
import { privateKeyMissing } from './private-key-missing.ts';
import { privateKeyUnreadable } from './private-key-unreadable.ts';
import type { Rule } from './rule.ts';
import { scanLateOrFailing } from './scan-late-or-failing.ts';
import { selfSignedCertificateNotInstalled } from './self-signed-certificate-not-installed.ts';
import { starttlsCertificateExpired } from './starttls-certificate-expired.ts';
import { starttlsCertificateExpiresSoon } from './starttls-certificate-expires-soon.ts';
import { storeShrank } from './store-shrank.ts';
import { storeUnreadable } from './store-unreadable.ts';
import { untrustedChain } from './untrusted-chain.ts';

/** Every rule, in the order in which their records are written: what blinds first, then the worst. */
export const ALL_RULES: readonly Rule[] = [
  configurationRejected,
  scanLateOrFailing,
  selfSignedCertificateNotInstalled,
  storeUnreadable,
  storeShrank,
  certificateUnreadable,
  formatNotRead,
  privateKeyCannotBeJudged,
  cannotLoadInternalTransportCertificateFromStore,
  internalTransportCertificateCorrupted,
  internalTransportCertificateExpired,
  cannotLoadStarttlsCertificateFromStore,
  starttlsCertificateExpired,
  cannotLoadInternalTransportCertificateFallbackServerFqdn,
  internalTransportCertificateExpiresSoon,
  starttlsCertificateExpiresSoon,
  privateKeyMissing,
  privateKeyUnreadable,
  privateKeyDoesNotMatch,
  privateKeyExposed,
  certificateNotYetValid,
  untrustedChain,
  nameOnlyInCommonName,
];
