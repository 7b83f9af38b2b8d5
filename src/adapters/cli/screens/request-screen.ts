import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { servicesLetters } from '../../../formats/document/services-letters.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { CHANGE_PHRASES } from '../text/change-phrases.ts';
import { DETAIL_PHRASES } from '../text/detail-phrases.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { commandCell, textTable } from './text-table.ts';

/** Returns the screen of a pending CSR, with the command that imports its certificate. */
export function requestScreen({ request, ...stored }: StoredRequest, context: ScreenContext): string {
  const { rendering, profile, command } = context;
  const { hasPrivateKey, services = [], location, store, note } = stored;
  const words = inLanguage(TABLE_PHRASES, rendering.locale);
  const labels = inLanguage(DETAIL_PHRASES, rendering.locale);
  const changeWords = inLanguage(CHANGE_PHRASES, rendering.locale);
  const list = (values: readonly string[]): string => joinList(values.map(visible), rendering.locale) || words.none;
  const keySize = request.publicKeySize === undefined ? '' : ` ${request.publicKeySize}`;
  const key = keyState(hasPrivateKey);
  const requestedBy = note?.requestedBy;
  return textTable(
    [
      [labels.sha256Fingerprint, request.sha256Fingerprint],
      [labels.state, words.pendingRequest],
      [labels.subject, visible(request.subject)],
      [labels.dnsNames, list(request.dnsNames)],
      ...(request.ipAddresses.length === 0 ? [] : [[labels.ipAddresses, list(request.ipAddresses)]]),
      [labels.commonName, list(request.commonNames)],
      [labels.publicKey, `${request.publicKeyAlgorithm}${keySize}, SHA-256 ${request.publicKeySha256}`],
      [labels.signature, request.signatureAlgorithm],
      [labels.services, `${servicesLetters(services, profile)} (${list(services)})`],
      [labels.privateKey, labels.privateKeyStates[key]],
      [labels.file, `${visible(location.path)} (${visible(store)})`],
      ...(note?.friendlyName === undefined ? [] : [[labels.friendlyName, visible(note.friendlyName)]]),
      ...(note === undefined ? [] : [[labels.isExportable, note.isExportable ? words.yes : words.no]]),
      ...(requestedBy === undefined
        ? []
        : [
            [
              labels.lastChange,
              labels.requestedBy(
                visible(requestedBy.by),
                visible(requestedBy.command),
                localTime(requestedBy.at, rendering.offsetMinutes),
              ),
            ],
          ]),
      [changeWords.nextStepLabel, changeWords.sendRequest],
      ['', commandCell(shellWords([...command, 'certificates', 'import', 'FILE']))],
    ],
    context,
  );
}

function keyState(hasPrivateKey: boolean | undefined): 'unreadable' | 'matches' | 'missing' {
  if (hasPrivateKey === undefined) return 'unreadable';
  return hasPrivateKey ? 'matches' : 'missing';
}
