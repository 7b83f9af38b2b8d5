import { ISSUE_CAUSES, ISSUE_OPERATIONS } from '../../../domain/certificate/issue-sentences.ts';
import {
  EVENT_LOG_CAUSES,
  EVENT_LOG_FAILURE,
  EVENT_LOG_OPERATIONS,
  SQLITE_CAUSES,
} from '../../../domain/event/event-log-sentences.ts';
import { reasonTextOrCode } from '../../../domain/event/reason-text.ts';
import { createTranslator, withParts } from '../../../domain/sentence.ts';
import {
  FOREIGN_FILE_CAUSES,
  KEY_NOT_ACCEPTED,
  NOT_CREATED,
  NOT_EXPORTED,
  NOTHING_CHANGED,
  STORE_CAUSES,
  STORE_FAILURE,
  STORE_OPERATIONS,
} from '../../../domain/store-change/store-sentences.ts';
import { SHORTAGE_OPERATIONS, SHORTAGES } from '../../../work/errors.ts';

const operationInJapanese = createTranslator([
  NOT_CREATED,
  NOT_EXPORTED,
  ...withParts(STORE_FAILURE, 'operation', STORE_OPERATIONS),
  ...withParts(EVENT_LOG_FAILURE, 'operation', EVENT_LOG_OPERATIONS),
  ...Object.values(ISSUE_OPERATIONS),
  ...Object.values(SHORTAGE_OPERATIONS),
]);

const causeInJapanese = createTranslator([
  ...Object.values(STORE_CAUSES),
  ...withParts(KEY_NOT_ACCEPTED, 'cause', FOREIGN_FILE_CAUSES),
  ...Object.values(SHORTAGES),
  ...Object.values(ISSUE_CAUSES),
  ...Object.values(EVENT_LOG_CAUSES),
  ...Object.values(SQLITE_CAUSES),
  { en: '{code:errno}', ja: 'システムのエラー {code}' },
]);

/**
 * Translates the error of a store change, an export or the event log, which has the form
 * `operation: cause; next step`. Unknown parts, such as messages of the system, are not translated.
 */
export function failureInJapanese(message: string): string {
  const isUnchanged = message.endsWith(NOTHING_CHANGED.en);
  const text = isUnchanged ? message.slice(0, -NOTHING_CHANGED.en.length) : message;
  const suffix = isUnchanged ? NOTHING_CHANGED.ja : '';
  let partlyTranslated: string | undefined;
  // A path may contain a colon, so the message can be split at several places. The first split with
  // a known operation and a known cause is used, otherwise the first with a known operation.
  for (let end = text.indexOf(': '); end !== -1; end = text.indexOf(': ', end + 1)) {
    const operation = operationInJapanese(text.slice(0, end));
    if (operation === undefined) continue;
    const cause = text.slice(end + 2);
    const causeText = causeInJapanese(cause) ?? problemInJapanese(cause);
    if (causeText !== undefined) return `${operation}: ${causeText}${suffix}`;
    partlyTranslated ??= `${operation}: ${cause}${suffix}`;
  }
  return partlyTranslated ?? message;
}

/**
 * Translates a problem, for example `io_error: EIO`: its reason and, as it is, the code of a system
 * or standard at the end. undefined: the text does not begin with a known reason.
 */
function problemInJapanese(text: string): string | undefined {
  const [, reason = '', detail = ''] = /^([a-z0-9]+(?:_[a-z0-9]+)+)(?::? (.*))?$/s.exec(text) ?? [];
  const words = reasonTextOrCode(reason, 'ja');
  if (words === reason) return undefined;
  const code = /\b(E[A-Z0-9]{2,}|[A-Z0-9._-]{3,})$/.exec(detail)?.[0];
  return code === undefined ? words : `${words} (${code})`;
}
