import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import type { Connector, StoreDefinition } from '../../src/domain/connector/connector.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Pass, Row } from '../domain/rows/row.ts';
import { CALM, connector, NOON, store, stored, type World } from '../domain/world.ts';
import { ROWS_ELSEWHERE } from './rows-elsewhere.ts';

const code = (text: string): string => `\`${text}\``;

const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
  ['s', 1000],
  ['ms', 1],
] as const;

/** Returns a duration in its largest units: `165 d`, `30 d 1 ms`. */
function span(ms: number): string {
  let rest = ms;
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.length === 0 ? '0 ms' : parts.join(' ');
}

function when(at: number): string {
  if (at === NOON) return 'now';
  return at < NOON ? `${span(NOON - at)} ago` : `in ${span(at - NOON)}`;
}

const USUAL_CERTIFICATE = stored('P');
const USUAL_CONNECTOR = connector('R');
const USUAL_STORE = store('My');

/** Returns the properties that differ from the default and have no words of their own, as JSON. */
function others<T extends object>(thing: T, usual: object, said: readonly string[]): readonly string[] {
  const known = new Map(Object.entries(usual));
  return Object.entries(thing)
    .filter(([key, value]) => !said.includes(key) && JSON.stringify(value) !== JSON.stringify(known.get(key)))
    .map(([key, value]) => `${key} ${code(JSON.stringify(value))}`);
}

const SAID_OF_CERTIFICATES = [
  ...['thumbprint', 'sha256Fingerprint', 'publicKeySha256', 'subject', 'issuer', 'commonNames', 'dnsNames'],
  ...['notBefore', 'notAfter', 'isSelfIssued'],
];

const labelOf = ({ certificate }: StoredCertificate): string => certificate.thumbprint.replace(/0+$/, '');

function keyWords({ key }: StoredCertificate): string {
  return {
    matches: '',
    missing: 'without private key',
    differs: 'with the private key of another certificate',
    unreadable: 'with an unreadable private key',
  }[key.kind];
}

function certificateWords(each: StoredCertificate, { untrusted }: World): string {
  const { certificate, store, services } = each;
  const { commonNames, dnsNames, isSelfIssued, notBefore, notAfter } = certificate;
  const cn = dnsNames.includes(commonNames[0] ?? '') ? [] : commonNames.map((name) => `CN ${code(name)}`);
  const issuer = untrusted.includes(each) ? 'issued by an unknown CA' : 'issued by a trusted CA';
  return [
    `**${labelOf(each)}** ${[...dnsNames.map(code), ...cn].join(' ')}`,
    isSelfIssued ? 'self-signed' : issuer,
    `notBefore ${when(notBefore)}, notAfter ${when(notAfter)}`,
    keyWords(each),
    services.join() === 'SMTP' ? '' : `enabled for ${services.length === 0 ? 'nothing' : services.join(', ')}`,
    store === 'My' ? '' : `in ${store}`,
    each.writtenAt === undefined || each.writtenAt === notBefore ? '' : `written ${when(each.writtenAt)}`,
    ...others(certificate, USUAL_CERTIFICATE.certificate, SAID_OF_CERTIFICATES),
    ...others(each, USUAL_CERTIFICATE, ['certificate', 'store', 'location', 'writtenAt', 'services', 'key']),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function connectorWords(each: Connector): string {
  const { name, direction, fqdn, enabled, starttls } = each;
  return [
    `**${name}** (${direction}) ${fqdn === undefined ? "the computer's name" : code(fqdn)}`,
    enabled ? '' : 'disabled',
    starttls ? '' : 'offers no TLS',
    ...others(each, USUAL_CONNECTOR, ['name', 'direction', 'fqdn', 'enabled', 'starttls', 'source']),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function storeWords(each: StoreDefinition): string {
  const usual = { ...USUAL_STORE, path: `/stores/${each.name}` };
  const personal = each.personal ? '' : ' (not personal)';
  return [`${each.name}${personal}`, ...others(each, usual, ['name', 'personal', 'source'])].join(', ');
}

function internalWords(internal: World['internal']): string {
  if (internal.source === 'automatic') return 'none recorded';
  if (internal.source === 'none') return 'none, by configuration';
  return `${internal.source}: ${internal.thumbprint.replace(/0+$/, '')}`;
}

/** Returns 'none', the only word, or one line for each word. */
function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? 'none') : words.map((each) => `\n  - ${each}`).join('');
}

const spaced = (words: readonly string[]): string => list(words).replace(/^(?!\n)/, ' ');

function verdictWords([thumbprint, verdict]: readonly [string, ChainVerdict]): string {
  const who = thumbprint.replace(/0+$/, '');
  if (verdict.status !== 'trusted') return `**${who}** ${verdict.status}`;
  const { intermediates = [], holdsUntil, endsWith } = verdict;
  const sentWith = intermediates.map(
    ({ thumbprint: issuer, subject, notAfter }) =>
      `sent with **${issuer.replace(/0+$/, '')}** ${code(subject)}, valid until ${when(notAfter)}`,
  );
  const until =
    holdsUntil === undefined
      ? []
      : [`chain valid until ${when(holdsUntil)}${endsWith === undefined ? '' : `, when ${code(endsWith)} expires`}`];
  return [`**${who}** trusted`, ...sentWith, ...until].join(', ');
}

/** Returns the lines of a situation; for a later scan, of its changes. */
function worldLines(world: World, changed: ReadonlySet<string>): readonly string[] {
  const said: Partial<Record<keyof World, () => string>> = {
    now: () => `Time: ${when(world.now)}`,
    certificates: () => `Certificates:${spaced(world.certificates.map((each) => certificateWords(each, world)))}`,
    stores: () => `Stores:${spaced(world.stores.map(storeWords))}`,
    connectors: () => `Connectors:${spaced(world.connectors.map(connectorWords))}`,
    internal: () => `Internal transport certificate: ${internalWords(world.internal)}`,
    unavailable: () => `Stores that cannot be read:${spaced(world.unavailable)}`,
    verdicts: () => `Chains:${spaced([...world.verdicts].map(verdictWords))}`,
    emptyFiles: () => `Files without certificates:${spaced(world.emptyFiles.map(({ path }) => code(path)))}`,
    problems: () =>
      `Unreadable:${spaced(world.problems.map(({ problem }) => `${code(problem.location)} ${problem.reason}`))}`,
  };
  const words = Object.entries(said).flatMap(([key, line]) => (changed.has(key) ? [line()] : []));
  const rest = Object.fromEntries(Object.entries(world).filter(([key]) => changed.has(key)));
  const left = others(rest, CALM, [...Object.keys(said), 'untrusted', 'profile']);
  return [...words, ...left.map((each) => `Also: ${each}`)];
}

const events = (list: readonly string[] | undefined): string =>
  list === undefined || list.length === 0 ? 'nothing' : list.map(code).join(', ');

function outcomeLines({ choices = [], both, only2007, only2019, level, remedies = [] }: Pass): readonly string[] {
  const chosen = choices.map((choice) => `Choice: ${choice}`);
  const logged =
    both === undefined
      ? [`Events, exchange-2007: ${events(only2007)}`, `Events, exchange-2019: ${events(only2019)}`]
      : [`Events: ${events(both)}`];
  const more = level === undefined ? [] : [`Level: ${level}`];
  return [
    ...chosen,
    ...logged,
    ...more,
    ...(remedies.length === 0 ? [] : [`What to do:${spaced(remedies.map(code))}`]),
  ];
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function rowSection(row: Row): string {
  const changed = (pass: Pass): ReadonlySet<string> => new Set(Object.keys(pass.world));
  let world: World = { ...CALM, ...row.world };
  const first = new Set([...changed(row), 'certificates', 'connectors']);
  const parts = [`### ${row.row} · ${row.title}`, bullets([...worldLines(world, first), ...outcomeLines(row)])];
  for (const pass of row.later ?? []) {
    world = { ...world, ...pass.world };
    parts.push(`Then: ${pass.title}.`, bullets([...worldLines(world, changed(pass)), ...outcomeLines(pass)]));
  }
  return parts.join('\n\n');
}

const INTRODUCTION = `# Selection: the test rows

This page is for developers. Users find the rules in [How a certificate is selected](../selection.md). The page is generated
from \`test/domain/rows\`. Each row is a situation that a test runs under both profiles. After a change of the rows, run
\`UPDATE_DOCUMENTS=1 npx vitest run test/house/documents-selection.test.ts\`.

The computer is \`mail01.contoso.com\`, MAIL01. Defaults, unless a row changes them:

- The store My is personal. Certificates are in it, are of version 3, have their private key and are enabled for SMTP.
- A certificate is expiring in its last 30 days, or in the last third of its lifetime if that is shorter. (The defaults of the
  product are 21 days and a quarter.)
- No internal transport certificate is recorded. It is the first scan.

Times are relative to now. A choice has the form: connector → selected certificate; other certificate: the reason why it was
rejected. "nearest" is the nearest miss if no certificate is selected. An event has the form: number(parameters). Events that are
not listed are not logged. A letter after a number marks an additional row.

A paragraph that begins with *Then* is a later scan of the same row. It lists only the changes, and its *Time* is relative to the
first scan. *What to do* is listed only if the row tests the commands of the events.`;

const ELSEWHERE = `## Shown elsewhere

These rows need a configuration file or a daemon. Other tests run them.`;

/** Returns the whole docs/dev/selection.md. */
export function renderSelectionPage(
  chapters: readonly { readonly title: string; readonly rows: readonly Row[] }[],
): string {
  const body = chapters.map(({ title, rows }) => [`## ${title}`, ...rows.map(rowSection)].join('\n\n'));
  const elsewhere = ROWS_ELSEWHERE.map(({ row, what, test }) => `- ${row}: ${what} (\`${test}\`)`);
  return `${[INTRODUCTION, ...body, ELSEWHERE, elsewhere.join('\n')].join('\n\n')}\n`;
}
