import type { ProbeProtocol } from '../../domain/connector/probe-target.ts';
import type { Dialogue } from './dialogue.ts';
import { IMAP_DIALOGUE, IMAPS_DIALOGUE } from './imap.ts';
import { POP3_DIALOGUE, POP3S_DIALOGUE } from './pop3.ts';
import { SIEVE_DIALOGUE } from './sieve.ts';
import { SMTPS_DIALOGUE, smtpDialogue } from './smtp.ts';

/** The protocol within TLS is unknown, so the connection is closed without a command. */
const TLS_DIALOGUE: Dialogue = {
  firstAction: { kind: 'upgrade' },
  firstActionWithinTls: { kind: 'done' },
  mayContainLiterals: false,
  endsSession: () => false,
};

/** Returns the dialogue of a protocol. @param clientName the name for EHLO: the computer's FQDN */
export function dialogueFor(protocol: ProbeProtocol, clientName: string): Dialogue {
  switch (protocol) {
    case 'smtp':
      return smtpDialogue('EHLO', clientName);
    case 'lmtp':
      return smtpDialogue('LHLO', clientName);
    case 'imap':
      return IMAP_DIALOGUE;
    case 'pop3':
      return POP3_DIALOGUE;
    case 'sieve':
      return SIEVE_DIALOGUE;
    case 'smtps':
      return SMTPS_DIALOGUE;
    case 'imaps':
      return IMAPS_DIALOGUE;
    case 'pop3s':
      return POP3S_DIALOGUE;
    case 'tls':
      return TLS_DIALOGUE;
  }
}
