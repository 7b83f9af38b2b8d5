import type { AccessRules } from '../../../domain/certificate/access-rules.ts';
import { namesOf } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import type { ListedCertificate } from '../../../domain/status/status.ts';
import type { ListedItem } from '../../../formats/document/certificate-fields.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { screenLine } from '../screens/screen-line.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { localTime } from '../text/written-times.ts';

/**
 * The RootCAType of Exchange by origin of a certificate.
 * @see https://learn.microsoft.com/exchange/architecture/client-access/certificates
 */
const ROOT_CA_TYPES: Readonly<Record<Origin, string>> = {
  'self-signed': 'None',
  enterprise: 'Enterprise',
  'third-party': 'ThirdParty',
  unknown: 'Unknown',
};

/** The width of the longest label. */
const LABEL_WIDTH = 18;

type Row = readonly [label: string, value: string];

const bracedList = (values: readonly string[]): string => `{${values.map(visible).join(', ')}}`;
const booleanText = (value: boolean): string => (value ? 'True' : 'False');

/**
 * Returns certificates and CSRs as `Format-List` of the Exchange Management Shell does: one
 * property per line, an empty line between objects.
 * @param rules the access rules of the certificates in `listed`, in the same order, without CSRs
 */
export function* exchangeList(
  listed: Iterable<ListedItem>,
  rules: readonly (AccessRules | undefined)[],
  context: ScreenContext,
): Generator<string> {
  let separator = '';
  let certificateIndex = 0;
  for (const item of listed) {
    const isRequest = 'request' in item;
    const rows = isRequest ? requestRows(item) : certificateRows(item, rules[certificateIndex], context);
    if (!isRequest) certificateIndex += 1;
    const lines = rows.map(([label, value]) =>
      screenLine(`${label.padEnd(LABEL_WIDTH)} : ${value}`.trimEnd(), { ...context, indent: LABEL_WIDTH + 3 }),
    );
    yield separator + lines.join('');
    separator = '\n';
  }
}

/** Returns the properties of a CSR, with its SHA-256 instead of a thumbprint. */
function requestRows({ request, services = [], note, hasPrivateKey, location }: StoredRequest): readonly Row[] {
  return [
    ['CertificateDomains', bracedList(namesOf(request))],
    ...(note?.friendlyName === undefined ? [] : [['FriendlyName', visible(note.friendlyName)] as const]),
    ['HasPrivateKey', hasPrivateKey === undefined ? '' : booleanText(hasPrivateKey)],
    ['PublicKeySize', String(request.publicKeySize ?? '')],
    ['Services', services.join(', ') || 'None'],
    ['Status', 'PendingRequest'],
    ['Subject', visible(request.subject)],
    ['Sha256Fingerprint', request.sha256Fingerprint],
    ['RequestFile', visible(location.path)],
  ];
}

function certificateRows(
  { stored, origin, status }: ListedCertificate,
  rules: AccessRules | undefined,
  { rendering }: ScreenContext,
): readonly Row[] {
  const { certificate, services, key, note } = stored;
  const time = (at: number): string => localTime(at, rendering.offsetMinutes);
  return [
    ['AccessRules', accessText(rules)],
    ['CertificateDomains', bracedList(namesOf(certificate))],
    ...(note?.friendlyName === undefined ? [] : [['FriendlyName', visible(note.friendlyName)] as const]),
    ['HasPrivateKey', key.kind === 'unreadable' ? '' : booleanText(key.kind === 'matches')],
    // As in Exchange: the issuer and the subject are equal.
    ['IsSelfSigned', booleanText(certificate.isSelfIssued)],
    ['Issuer', visible(certificate.issuer)],
    ['NotAfter', time(certificate.notAfter)],
    ['NotBefore', time(certificate.notBefore)],
    ['PublicKeySize', String(certificate.publicKeySize ?? '')],
    ['RootCAType', ROOT_CA_TYPES[origin]],
    ['SerialNumber', certificate.serialNumber],
    ['Services', services.join(', ') || 'None'],
    ['Status', status],
    ['Subject', visible(certificate.subject)],
    ['Thumbprint', certificate.thumbprint],
  ];
}

function accessText(rules: AccessRules | undefined): string {
  return rules === undefined ? '{}' : bracedList([`${modeText(rules.mode)} ${rules.owner}:${rules.group}`]);
}

/** Returns permission bits as `ls -l` prints them, for example `rw-------`. */
function modeText(mode: number): string {
  // The shifts select the three bits of the owner, of the group, and of other accounts.
  return [6, 3, 0]
    .map((shift) => (mode >> shift) & 0b111)
    .map((bits) => `${bits & 0b100 ? 'r' : '-'}${bits & 0b010 ? 'w' : '-'}${bits & 0b001 ? 'x' : '-'}`)
    .join('');
}
