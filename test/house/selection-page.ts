import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import type { Connector, StoreDefinition } from '../../src/domain/connector/connector.ts';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import { REJECTION_TEXTS } from '../../src/domain/event/rejection-text.ts';
import { problemLocation } from '../../src/domain/failure/problem-location.ts';
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

/** Returns the end of a validity, as a predicate: `expired 1 ms ago`, `expires in 1 d`. */
const expiry = (at: number): string => `${at < NOON ? 'expired' : 'expires'} ${when(at)}`;

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
  const ca = untrusted.includes(each) ? 'issued by an unknown CA' : 'issued by a trusted CA';
  const issuer =
    certificate.issuer === USUAL_CERTIFICATE.certificate.issuer ? ca : `${ca} (${code(certificate.issuer)})`;
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
  const inFile = intermediates.map(
    ({ thumbprint: issuer, subject, notAfter }) =>
      `its file also contains the intermediate **${issuer.replace(/0+$/, '')}** ${code(subject)}, which ${expiry(notAfter)}`,
  );
  const until =
    holdsUntil === undefined
      ? []
      : [`the best chain ${expiry(holdsUntil)}${endsWith === undefined ? '' : `, with ${code(endsWith)}`}`];
  return [`**${who}** trusted`, ...inFile, ...until].join('; ');
}

function clockWords(stepMs: number): string {
  if (stepMs === 0) return 'The clock was not set';
  return `The clock was set ${stepMs < 0 ? 'back' : 'forward'} by ${span(Math.abs(stepMs))}`;
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
    expiresSoon: () => `Expiry warnings: ${world.expiresSoon.within === 0 ? 'off' : span(world.expiresSoon.within)}`,
    globs: () => `Stores whose path is a pattern with \`*\`:${spaced(world.globs)}`,
    clockStepMs: () => clockWords(world.clockStepMs),
    closed: () => `Keystores that no password opens:${spaced(world.closed.map(({ path }) => code(path)))}`,
    emptyFiles: () => `Files without certificates:${spaced(world.emptyFiles.map(({ path }) => code(path)))}`,
    problems: () =>
      `Unreadable:${spaced(world.problems.map(({ problem }) => `${code(problemLocation(problem))} ${problem.reason}`))}`,
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
from \`test/domain/rows\`. Each row is a situation that a test runs under both profiles, \`exchange-2007\` and \`exchange-2019\`. After
a change of the rows, run \`UPDATE_DOCUMENTS=1 npx vitest run test/house/documents-selection.test.ts\`.

## How to read a row

The computer is \`mail01.contoso.com\`, MAIL01. Defaults, unless a row changes them:

- Connectors search the store My (\`personal: true\`). Certificates are in it, are of version 3, have their private key and are
  enabled for SMTP.
- A certificate is expiring in its last 30 days, or in the last third of its lifetime if that is shorter. (The defaults of the
  product are 21 days and a quarter.)
- No internal transport certificate is recorded. It is the first scan.

The heading of a row is its number and its title. A letter after the number marks a variant of the row: 31a is a variant of 31.
Numbers with \`t\` are ties between candidates; numbers with \`C\` are about certificates, independent of connectors.

| line | meaning |
|---|---|
| Certificates | a short name in bold, which the row uses as the thumbprint; then names, issuer, validity, and every difference from the defaults. \`in file:PATH\`: in a file that a connector names, not in a store |
| Connectors | name, direction, and required name |
| Chains | only if given: the result of the chain verification. \`refused\`: OpenSSL cannot load the certificate. The best chain is the one that stays valid longest |
| Choice | see the next section |
| Events | all events that the scan logs, in the form number(parameters). \`repeated\` or \`escalated\` after an event is its change |
| Level | the level of the first event, if the row tests it |
| What to do | the commands in the events, if the row tests them |
| *Then* | a later scan of the same row. Only the changes are listed |

All times are relative to the first scan, which is "now", also those of later scans.

### Choices

A choice has the form: connector → selected certificate; not OTHER: the reason why OTHER was rejected; nearest OTHER: the nearest
miss (the rejected certificate that needs the smallest change), if no certificate is selected.

| after the arrow | meaning |
|---|---|
| \`expired\`, \`wildcard\` | the selected certificate has expired; it matches the name only by a wildcard |
| \`provisional\` | a part of a store was never read and may contain a better certificate. Problems of the selected certificate are not reported |
| \`none\` | no certificate can be selected |
| \`unknown\` | a store that cannot be read may contain the certificate |
| \`not-applicable\` | the connector needs no certificate |

| reason | the rejected certificate |
|---|---|`;

const rejectionTexts = new Map(Object.entries(REJECTION_TEXTS));

/** Returns a row of a table for each rejection reason in the choices, in alphabetical order. */
function reasonRows(rows: readonly Row[]): readonly string[] {
  const choices = rows.flatMap((row) => [row, ...(row.later ?? [])]).flatMap(({ choices = [] }) => choices);
  const reasons = new Set(choices.flatMap((choice) => choice.match(/(?<=: )[a-z-]+/g) ?? []));
  return [...reasons].toSorted().map((reason) => `| ${code(reason)} | ${rejectionTexts.get(reason)?.en ?? ''} |`);
}

const EVENTS_HEADING = `### Events

The parameters of each event in the rows, in their order. The page of the event explains them.

| event | name | parameters |
|---|---|---|`;

/** Returns a row of a table for each event in the rows, in order of the numbers. */
function eventRows(rows: readonly Row[]): readonly string[] {
  const records = rows
    .flatMap((row) => [row, ...(row.later ?? [])])
    .flatMap(({ both = [], only2007 = [], only2019 = [] }) => [...both, ...only2007, ...only2019]);
  const numbers = new Set(records.map((record) => Number.parseInt(record, 10)));
  return ALL_EVENTS.filter(({ eventId }) => numbers.has(eventId)).map(
    ({ eventId, symbolicName, parameters }) =>
      `| [${eventId}](../events/${eventId}.md) | ${symbolicName} | ${parameters.map(code).join('; ')} |`,
  );
}

const ELSEWHERE = `## Shown elsewhere

These rows need a configuration file or a daemon. Other tests run them.`;

/** Returns the whole docs/dev/selection.md. */
export function renderSelectionPage(
  chapters: readonly { readonly title: string; readonly rows: readonly Row[] }[],
): string {
  const all = chapters.flatMap(({ rows }) => rows);
  const introduction = [
    [INTRODUCTION, ...reasonRows(all)].join('\n'),
    [EVENTS_HEADING, ...eventRows(all)].join('\n'),
  ].join('\n\n');
  const body = chapters.map(({ title, rows }) => [`## ${title}`, ...rows.map(rowSection)].join('\n\n'));
  const elsewhere = ROWS_ELSEWHERE.map(({ row, what, test }) => `- ${row}: ${what} (\`${test}\`)`);
  return `${[introduction, ...body, ELSEWHERE, elsewhere.join('\n')].join('\n\n')}\n`;
}
