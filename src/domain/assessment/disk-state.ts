import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Observation } from '../observation/observation.ts';
import { certificatesOfSelection } from '../selection/certificates-of-selection.ts';
import type { Selection } from '../selection/selection.ts';
import type { DiskState } from '../served/served.ts';

/** Maximum number of rejected certificates in the state on disk. */
const MAX_REJECTED = 10;

/** The lines of a certificate or of a reason in the three texts of a state. */
interface StateLine {
  readonly identity: string;
  readonly withoutKey: string;
  readonly full: string;
}

/**
 * Returns the state of a certificate: thumbprint, modification time, `untrusted` if it is, and the
 * state of its key. An untrusted chain is included, because its fix may change only the file of an
 * intermediate certificate.
 */
function certificateState({ certificate, writtenAt, key }: StoredCertificate, { chains }: Observation): StateLine {
  const { thumbprint } = certificate;
  const chain = chains.get(thumbprint);
  const trust = chain?.status === 'untrusted' && chain.isUncertain !== true ? 'untrusted ' : '';
  const start = `${thumbprint} ${writtenAt ?? ''} ${trust}`;
  // A key that does not match or cannot be read is only a difference of the accounts of two scans.
  const keyOfAnyAccount = key.kind === 'matches' || key.kind === 'unreadable' ? '' : key.kind;
  return { identity: thumbprint, withoutKey: `${start}${keyOfAnyAccount}`, full: `${start}${key.kind}` };
}

const NO_STATE: DiskState = { disk: '', diskWithoutKeys: '', selectedCertificates: '' };

/**
 * Returns the state on disk that decides which certificate a server serves: the selected
 * certificates, or the reasons why none is selected. Its texts are empty if the connector needs no
 * certificate. Returns undefined if the state is unknown now.
 */
export function diskStateOf(selection: Selection, observation: Observation): DiskState | undefined {
  switch (selection.kind) {
    case 'not-applicable':
      return NO_STATE;
    case 'unknown':
      return undefined;
    case 'chosen':
      return stateOfLines(
        certificatesOfSelection(selection)
          .map((stored) => certificateState(stored, observation))
          .sort((a, b) => (a.full < b.full ? -1 : 1)),
      );
    case 'none': {
      const { unusableFile, rejected } = selection;
      const fileLine = unusableFile && [unusableFile.path, unusableFile.reason, unusableFile.detail].join(' ');
      const rejectedLines = rejected.slice(0, MAX_REJECTED).map(({ candidate, reason }): StateLine => {
        const { withoutKey, full } = certificateState(candidate, observation);
        return { identity: reason, withoutKey: `${reason} ${withoutKey}`, full: `${reason} ${full}` };
      });
      return stateOfLines([
        { identity: 'none', withoutKey: 'none', full: 'none' },
        ...(unusableFile === undefined || fileLine === undefined
          ? []
          : [{ identity: unusableFile.path, withoutKey: fileLine, full: fileLine }]),
        ...rejectedLines,
      ]);
    }
  }
}

function stateOfLines(lines: readonly StateLine[]): DiskState {
  return {
    disk: lines.map(({ full }) => full).join('\n'),
    diskWithoutKeys: lines.map(({ withoutKey }) => withoutKey).join('\n'),
    selectedCertificates: lines.map(({ identity }) => identity).join('\n'),
  };
}

/**
 * Returns whether two scans found the same state on disk. Ignores whether a private key matches or
 * could not be read, because the account of a command may read fewer keys than the daemon.
 */
export function isSameDiskState(first: DiskState, second: DiskState): boolean {
  return first.disk === second.disk || isEqualAndKnown(first.diskWithoutKeys, second.diskWithoutKeys);
}

/** Returns whether two scans found the same certificates, or the same reasons why none is selected. */
export function hasSameCertificates(first: DiskState, second: DiskState): boolean {
  return first.disk === second.disk || isEqualAndKnown(first.selectedCertificates, second.selectedCertificates);
}

/** Returns whether two texts are equal. States of earlier versions have only `disk`. */
function isEqualAndKnown(first: string | undefined, second: string | undefined): boolean {
  return first !== undefined && first === second;
}
