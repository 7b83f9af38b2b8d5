import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Observation } from '../observation/observation.ts';
import { certificatesOfSelection } from '../selection/certificates-of-selection.ts';
import type { Selection } from '../selection/selection.ts';
import type { ProbeBasis } from '../served/served.ts';

/** Maximum number of rejected certificates in the state on disk. */
const MAX_REJECTED = 10;

/**
 * Returns the state of a certificate as one line: thumbprint, modification time, `untrusted` if it
 * is, and the state of its key. An untrusted chain is included, because its fix may change only the
 * file of an intermediate certificate.
 */
function certificateState({ certificate, writtenAt, key }: StoredCertificate, { chains }: Observation): string {
  const chain = chains.get(certificate.thumbprint);
  const trust = chain?.status === 'untrusted' && chain.isUncertain !== true ? 'untrusted ' : '';
  return `${certificate.thumbprint} ${writtenAt ?? ''} ${trust}${key.kind}`;
}

/**
 * Returns the state on disk that decides which certificate a server serves, as text: the selected
 * certificates, or the reasons why none is selected. Empty if the connector needs no certificate;
 * undefined if the state is unknown now.
 */
export function diskStateOf(selection: Selection, observation: Observation): string | undefined {
  switch (selection.kind) {
    case 'not-applicable':
      return '';
    case 'unknown':
      return undefined;
    case 'chosen':
      return certificatesOfSelection(selection)
        .map((stored) => certificateState(stored, observation))
        .sort()
        .join('\n');
    case 'none': {
      const { unusableFile, rejected } = selection;
      const fileLine = unusableFile && [unusableFile.path, unusableFile.reason, unusableFile.detail].join(' ');
      const rejectedLines = rejected
        .slice(0, MAX_REJECTED)
        .map(({ candidate, reason }) => `${reason} ${certificateState(candidate, observation)}`);
      return ['none', ...(fileLine === undefined ? [] : [fileLine]), ...rejectedLines].join('\n');
    }
  }
}

/**
 * Returns whether two scans found the same state on disk. Ignores whether a private key matches or
 * could not be read, because the account of a command may read fewer keys than the daemon.
 */
export function isSameDiskState({ disk: first }: ProbeBasis, { disk: second }: ProbeBasis): boolean {
  if (first === second) return true;
  const withoutKeyState = (state: string): string => state.replace(/ (?:matches|unreadable)(?=\n|$)/g, '');
  return withoutKeyState(first) === withoutKeyState(second);
}

/**
 * Returns the first word of each line of a state on disk: the thumbprints of the selected
 * certificates, or `none` and the reasons.
 */
export function thumbprintsIn(disk: string): string {
  return disk.replaceAll(/ .*/g, '');
}
