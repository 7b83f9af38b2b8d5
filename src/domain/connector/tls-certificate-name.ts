import {
  canonicalName,
  type DistinguishedName,
  parseDistinguishedName,
} from '../certificate/parse-distinguished-name.ts';
import type { Failure } from '../failure/failure.ts';
import { NAME_FAILURES } from '../failure/name-failures.ts';

const COMMON_NAME = '2.5.4.3';

/** The issuer and subject of a certificate, in canonical form. */
export interface TlsCertificateName {
  readonly issuer: string;
  readonly subject: string;
  /** The CN values of the subject, unchanged; empty if it has none. */
  readonly commonNames: readonly string[];
}

/** A parsed `<I>…<S>…`, or an error with its position in UTF-16 units from the start. */
export type ParsedTlsCertificateName =
  | { readonly kind: 'name'; readonly name: TlsCertificateName }
  | { readonly kind: 'error'; readonly position: number; readonly failure: Failure };

/**
 * Returns the position of the `<S>` that separates issuer and subject, or -1. An `<S>` that is
 * escaped or quoted is part of a value.
 */
function findSubjectMark(text: string): number {
  let isQuoted = false;
  for (let position = 0; position < text.length; position++) {
    const character = text[position];
    if (character === '\\') position += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '<' && /^<s>$/i.test(text.slice(position, position + 3))) return position;
  }
  return -1;
}

function commonNamesOf(name: DistinguishedName): readonly string[] {
  return name.flat().flatMap(({ type, value }) => (type === COMMON_NAME ? [value] : []));
}

/**
 * Parses the certificate name of an Exchange connector: `<I>issuer<S>subject`. Both are distinguished
 * names that begin with their most specific part, usually the CN. Takes linear time and never throws.
 * @see https://learn.microsoft.com/powershell/module/exchange/set-receiveconnector
 */
export function parseTlsCertificateName(text: string): ParsedTlsCertificateName {
  const error = (position: number, failure: Failure): ParsedTlsCertificateName => ({
    kind: 'error',
    position,
    failure,
  });
  if (!/^<i>/i.test(text)) return error(0, NAME_FAILURES.issuer_mark_missing);
  const markPosition = findSubjectMark(text);
  if (markPosition === -1) return error(text.length, NAME_FAILURES.subject_mark_missing);
  const issuer = parseDistinguishedName(text.slice(3, markPosition));
  if (issuer.kind === 'error')
    return error(3 + issuer.position, NAME_FAILURES.part_of_name({ part: 'issuer', cause: issuer.cause }));
  if (issuer.name.length === 0) return error(3, NAME_FAILURES.issuer_missing);
  const subject = parseDistinguishedName(text.slice(markPosition + 3));
  if (subject.kind === 'error')
    return error(
      markPosition + 3 + subject.position,
      NAME_FAILURES.part_of_name({ part: 'subject', cause: subject.cause }),
    );
  if (subject.name.length === 0) return error(markPosition + 3, NAME_FAILURES.subject_missing);
  const name = {
    issuer: canonicalName(issuer.name),
    subject: canonicalName(subject.name),
    commonNames: commonNamesOf(subject.name),
  };
  return { kind: 'name', name };
}
