import { dirname, resolve } from 'node:path';
import { namesOf, type StoredCertificate, type Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { canonicalDnsName } from '../../../domain/certificate/dns-name.ts';
import { presentedNames } from '../../../domain/certificate-index/name-index.ts';
import { nearest } from '../../../formats/text/nearest.ts';
import { UsageError } from '../../../work/errors.ts';
import { listed } from './find-connector.ts';

/** A shorter front of a thumbprint is taken for a slip: that it fits one certificate alone is chance. */
const SHORTEST_FRONT = 4;

/** Hex digits as they are copied from other programs: any case, with colons or spaces; undefined: not hex. */
function hexOf(word: string): string | undefined {
  const hex = word.replace(/[:\s]/g, '').toUpperCase();
  return /^[0-9A-F]{1,64}$/.test(hex) && hex.length >= SHORTEST_FRONT ? hex : undefined;
}

/** How much of a thumbprint tables show. */
const SHORT_THUMBPRINT = 8;

const isTooShort = (word: string): boolean => /^[0-9A-Fa-f]{1,3}$/.test(word);

/** A whole thumbprint in any spelling; undefined: it is not one. */
export function wholeThumbprint(word: string): Thumbprint | undefined {
  const hex = hexOf(word);
  return hex?.length === 40 ? hex : undefined;
}

/** The front of a thumbprint, as long as mailcertd itself prints it or longer; undefined: it is none. */
export function longFront(word: string): string | undefined {
  const hex = hexOf(word);
  return hex !== undefined && hex.length >= SHORT_THUMBPRINT && hex.length < 40 ? hex : undefined;
}

/** The whole SHA-256 of a request in any spelling; undefined: it is not one. */
export function wholeRequest(word: string): string | undefined {
  const hex = hexOf(word);
  return hex?.length === 64 ? hex : undefined;
}

/** A file stands for the first certificate in it: in a chain, the one that the others lead up from. */
function firstInFile(path: string, all: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const inFile = all.filter(({ location }) => location.path === path);
  return inFile.sort((a, b) => a.location.block - b.location.block).slice(0, 1);
}

function certificatesNamed(word: string, all: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const hex = hexOf(word);
  const name = canonicalDnsName(word);
  const named = all.filter(
    (stored) =>
      (hex !== undefined &&
        (stored.certificate.thumbprint.startsWith(hex) || stored.certificate.sha256Fingerprint === hex)) ||
      (name !== undefined && presentedNames(stored).has(name)),
  );
  return named.length > 0 ? named : firstInFile(resolve(word), all);
}

/** Requests by the front of their SHA-256, by a name that they ask for, or by their file or folder. */
function requestsNamed(word: string, all: readonly StoredRequest[]): readonly StoredRequest[] {
  const hex = hexOf(word);
  const name = canonicalDnsName(word);
  const path = resolve(word);
  return all.filter(
    ({ request, location }) =>
      (hex !== undefined && request.sha256Fingerprint.startsWith(hex)) ||
      (name !== undefined && namesOf(request).some((written) => written.toLowerCase() === name)) ||
      location.path === path ||
      dirname(location.path) === path,
  );
}

/** All that a word can mean: of certificates the thumbprints, of requests the SHA-256. */
export function namedBy(
  word: string,
  all: readonly StoredCertificate[],
  requests: readonly StoredRequest[],
): ReadonlySet<string> {
  return new Set([
    ...certificatesNamed(word, all).map(({ certificate }) => certificate.thumbprint),
    ...requestsNamed(word, requests).map(({ request }) => request.sha256Fingerprint),
  ]);
}

/** The one that was found; undefined: nothing was. @throws {UsageError} naming the candidates, where there are several. */
export function onlyOne(word: string, found: ReadonlySet<string>): string | undefined {
  const [first, ...others] = found;
  if (others.length === 0) return first;
  const candidates = listed([...found]);
  throw new UsageError(
    `looking for certificate "${word}": it can be ${candidates}; write more of the thumbprint`,
    `証明書「${word}」の検索: 候補は ${candidates} です。拇印をもう少し長く指定してください`,
  );
}

/** The one certificate that a word names: thumbprint, the front of one, DNS name or file. @throws {UsageError} naming the candidates. */
export function findCertificate(word: string, all: readonly StoredCertificate[]): Thumbprint {
  return findCertificateOrRequest(word, all, []);
}

/** The same among requests too: thumbprint, the front of one, DNS name or file. @throws {UsageError} naming the candidates. */
export function findCertificateOrRequest(
  word: string,
  all: readonly StoredCertificate[],
  requests: readonly StoredRequest[],
): string {
  const found = namedBy(word, all, requests);
  const only = onlyOne(word, found);
  if (only !== undefined) return only;
  if (isTooShort(word)) {
    throw new UsageError(
      `looking for certificate "${word}": the front of a thumbprint has at least ${SHORTEST_FRONT} digits; write more of it`,
      `証明書「${word}」の検索: 拇印は先頭の ${SHORTEST_FRONT} 桁以上を指定してください`,
    );
  }
  const close = nearest(
    word,
    [...all.map(({ certificate }) => certificate), ...requests.map(({ request }) => request)].flatMap(namesOf),
  );
  const instead = close === undefined ? 'mailcertd certificates lists them' : `did you mean "${close}"?`;
  const japanese = close === undefined ? 'mailcertd certificates で一覧を表示できます' : `もしかして: "${close}"`;
  throw new UsageError(
    `looking for certificate "${word}": none has this thumbprint, name or file; ${instead}`,
    `証明書「${word}」の検索: 該当する拇印、名前、ファイルがありません。${japanese}`,
  );
}
