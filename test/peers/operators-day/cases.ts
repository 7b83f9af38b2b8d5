import { FAILURES, type Failure } from './failures.ts';
import type { Case, RepairOrder } from './run-case.ts';
import { SERVER_KINDS, type ServerKind } from './servers/mail-server.ts';

/** A case with the kind of server that it is made with. */
export interface PlacedCase extends Case {
  readonly kind: ServerKind;
}

const ORDERS: readonly RepairOrder[] = ['file first', 'server first'];

function reloadsOf({ where, isNeverReloaded }: Failure): readonly boolean[] {
  if (where === 'server') return [true];
  return isNeverReloaded ? [false] : [true, false];
}

function at<T>(items: readonly T[], place: number): T {
  const item = items[place % items.length];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}

/** Returns every problem with every server, reloaded or not, repaired in both orders. */
export function allCases(): readonly PlacedCase[] {
  return FAILURES.flatMap((failure) =>
    (failure.servers ?? SERVER_KINDS).flatMap((kind) =>
      reloadsOf(failure).flatMap((isReloaded) => ORDERS.map((order) => ({ failure, kind, isReloaded, order }))),
    ),
  );
}

/** Returns every problem once; servers, reloads and orders alternate. */
export function eachFailureOnce(): readonly PlacedCase[] {
  return FAILURES.map((failure, place) => ({
    failure,
    kind: at(failure.servers ?? SERVER_KINDS, place),
    isReloaded: at(reloadsOf(failure), place),
    order: at(ORDERS, Math.floor(place / 2)),
  }));
}
