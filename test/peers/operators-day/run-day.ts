import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { makeRoot } from './authority.ts';
import type { PlacedCase } from './cases.ts';
import { type CaseResult, type CaseWaits, runCase } from './run-case.ts';
import { SERVER_KINDS } from './servers/mail-server.ts';
import { Site, type SitePlace } from './site.ts';
import { type LoggedRecord, WatchingDaemon } from './watching-daemon.ts';

/** The options of a day. */
export interface DayOptions {
  readonly cases: readonly PlacedCase[];
  /** The value of `probing.interval`, for example `30s`. */
  readonly interval: string;
  /** The number of cases of one server and one grace per site. */
  readonly casesPerSite: number;
  readonly waits: CaseWaits;
}

/** The result of a day. */
export interface DayResult {
  readonly results: readonly CaseResult[];
  /** The records about no site or more than one. */
  readonly others: readonly LoggedRecord[];
}

/** Sites with the same server and grace, with their cases. */
interface Queue {
  readonly sites: readonly Site[];
  readonly cases: PlacedCase[];
}

/**
 * The grace of a site without one. It is not 0, because some file systems store times in whole
 * seconds.
 */
const NO_GRACE = '5s';
const USUAL_GRACE = '15m';
const EXPECTED_AT_START = new Set([1000]);

/** All sites, started one after the other. */
class Sites implements Disposable {
  readonly all: Site[] = [];

  /** Starts the sites that the cases need, with one queue for equal sites. */
  async start(
    { cases, casesPerSite }: DayOptions,
    shared: Pick<SitePlace, 'files' | 'root'>,
  ): Promise<readonly Queue[]> {
    const queues: Queue[] = [];
    for (const kind of SERVER_KINDS) {
      for (const grace of [USUAL_GRACE, NO_GRACE]) {
        const own = cases.filter((each) => each.kind === kind && graceOf(each) === grace);
        const sites: Site[] = [];
        for (let number = 1; number <= Math.ceil(own.length / casesPerSite); number += 1) {
          const site = await Site.start(kind, { ...shared, grace, name: `${kind}-${grace}-${number}-site` });
          sites.push(site);
          this.all.push(site);
        }
        queues.push({ sites, cases: [...own] });
      }
    }
    return queues;
  }

  [Symbol.dispose](): void {
    for (const site of this.all) site[Symbol.dispose]();
  }
}

function graceOf({ failure }: PlacedCase): string {
  return failure.isWithoutGrace ? NO_GRACE : USUAL_GRACE;
}

/** Starts the servers and the daemon, runs all cases, and stops everything. */
export async function runDay(options: DayOptions): Promise<DayResult> {
  using directory = temporaryDirectory();
  const root = makeRoot();
  using started = new Sites();
  const queues = await started.start(options, { files: directory, root });
  const sites = started.all;
  await using daemon = await WatchingDaemon.start(
    directory,
    `computer: mail01.contoso.com
stateDirectory: ${directory.at('state')}
http: off
stores: []
internalTransportCertificate: none
trust: [{ enterprise: ${directory.write('root.pem', root.certificatePem)} }]
probing: { interval: ${options.interval} }
schedule: "* * * * *"
connectors:
${sites.map(({ connector }) => connector).join('\n')}
`,
  );
  const results: CaseResult[] = [];
  const work = async (site: Site, cases: PlacedCase[]): Promise<void> => {
    for (let next = cases.shift(); next !== undefined; next = cases.shift()) {
      results.push(await runCase(site, next, daemon, options.waits));
    }
  };
  await Promise.all(queues.flatMap(({ sites: alike, cases }) => alike.map((site) => work(site, cases))));
  const others = daemon.records().filter(({ eventId, text }) => {
    const about = sites.filter(({ name }) => text.includes(name)).length;
    return about !== 1 && !EXPECTED_AT_START.has(eventId);
  });
  return { results, others };
}
