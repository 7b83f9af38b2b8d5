import type { Assessment } from '../assessment/assess.ts';
import { type Certificate, namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import type { NameIndex } from '../certificate-index/name-index.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import { definedStores } from '../observation/coverage.ts';
import { listFiles } from '../remedy/diagnostic-commands.ts';
import type { Command } from '../remedy/remedy.ts';
import { renewCommands } from '../remedy/renew-commands.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';

/** Maximum number of certificates that an event lists. */
const NAMED = 10;
/** Maximum number of certificates that are renewed one by one. */
const FEW = 3;
/** Maximum number of names of a listed certificate. */
const NAMES = 5;

/** Certificates of a store that an event is about: their number, and those that it lists. */
export interface Members {
  readonly count: number;
  readonly named: readonly StoredCertificate[];
}

/** Counter of certificates that keeps those to list: the first ten by rank, then by thumbprint. */
class Front implements Members {
  readonly named: StoredCertificate[] = [];
  readonly #rank: (certificate: Certificate) => number;
  readonly #ranks: number[] = [];
  count = 0;

  constructor(rank: (certificate: Certificate) => number) {
    this.#rank = rank;
  }

  add(stored: StoredCertificate): void {
    this.count += 1;
    const rank = this.#rank(stored.certificate);
    const last = this.#ranks[NAMED - 1];
    if (last !== undefined && rank > last) return;
    const at = this.named.findIndex((other, place) => {
      const otherRank = this.#ranks[place] ?? 0;
      // Thumbprints are compared only for the few possible candidates.
      return rank === otherRank ? stored.certificate.thumbprint < other.certificate.thumbprint : rank < otherRank;
    });
    const place = at === -1 ? this.named.length : at;
    if (place >= NAMED) return;
    this.named.splice(place, 0, stored);
    this.#ranks.splice(place, 0, rank);
    if (this.named.length > NAMED) this.named.length = this.#ranks.length = NAMED;
  }
}

/** Groups certificates by store, each once per store. The lowest `rank` is listed first. */
export function byStore(
  certificates: Iterable<StoredCertificate>,
  { sharesNoName }: Pick<NameIndex, 'sharesNoName'>,
  rank: (certificate: Certificate) => number,
): ReadonlyMap<string, Members> {
  const stores = new Map<string, Front>();
  const met = new Set<string>();
  let front: Front | undefined;
  let last: string | undefined;
  for (const stored of certificates) {
    const { store, certificate } = stored;
    // A certificate that shares no name exists only once; the others are few.
    if (!sharesNoName(stored)) {
      const place = `${store} ${certificate.thumbprint}`;
      if (met.has(place)) continue;
      met.add(place);
    }
    if (front === undefined || store !== last) {
      front = stores.get(store) ?? new Front(rank);
      stores.set(store, front);
      last = store;
    }
    front.add(stored);
  }
  return stores;
}

/**
 * Returns commands that renew up to three certificates. If there are more, or one cannot be
 * renewed, returns the command that lists all of them.
 */
export function renewingEach(
  store: string,
  { count, named }: Members,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
  { isForced, list }: { readonly isForced: boolean; readonly list: readonly string[] },
): readonly Command[] {
  const commands =
    count > FEW ? [] : named.map((stored) => renewCommands(stored, assessment, isForced)?.commands ?? []);
  if (commands.length > 0 && commands.every(({ length }) => length > 0)) return commands.flat();
  return [listStore(store, assessment, list)];
}

/** Returns the command that lists certificates of a store. */
export function listStore(
  store: string,
  { observation, settings }: Pick<Assessment, 'observation' | 'settings'>,
  options: readonly string[],
): Command {
  const path = definedStores(observation).find(({ name }) => name === store)?.path;
  return path === undefined
    ? [...settings.command, 'certificates', 'list', ...options]
    : listFiles(path, settings, options);
}

/**
 * Returns the finding about certificates of a store: their number, and the first ten. It says that
 * nothing replaces them, so all stores must be available.
 */
export function storeFinding(
  event: EventDefinition,
  store: string,
  { count, named }: Members,
  step: number,
  { remedy, detailOf }: { readonly remedy: readonly Command[]; readonly detailOf?: (one: StoredCertificate) => string },
): Finding {
  const facts: Facts = {
    store,
    count,
    certificates: named.map((stored) => ({
      thumbprint: stored.certificate.thumbprint,
      names: namesOf(stored.certificate).slice(0, NAMES),
      notAfter: stored.certificate.notAfter,
      ...(detailOf === undefined ? {} : { detail: detailOf(stored) }),
    })),
  };
  return {
    event,
    subject: store,
    parameters: [store, String(count)],
    facts,
    remedy,
    needs: [`store:${store}`, EVERY_STORE, EVERY_INVENTORY],
    step,
  };
}
