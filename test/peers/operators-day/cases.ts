import { FAULTS, type Fault } from './faults.ts';
import type { Case, RepairOrder } from './run-case.ts';
import { SERVER_KINDS, type ServerKind } from './servers/mail-server.ts';

/** A case with the kind of server that it is made with. */
export interface PlacedCase extends Case {
  readonly kind: ServerKind;
}

const ORDERS: readonly RepairOrder[] = ['file first', 'server first'];

function reloadsOf({ where, isNeverReloaded }: Fault): readonly boolean[] {
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
  return FAULTS.flatMap((fault) =>
    (fault.servers ?? SERVER_KINDS).flatMap((kind) =>
      reloadsOf(fault).flatMap((isReloaded) => ORDERS.map((order) => ({ fault, kind, isReloaded, order }))),
    ),
  );
}

/** Returns every problem once; servers, reloads and orders alternate. */
export function eachFaultOnce(): readonly PlacedCase[] {
  return FAULTS.map((fault, place) => ({
    fault,
    kind: at(fault.servers ?? SERVER_KINDS, place),
    isReloaded: at(reloadsOf(fault), place),
    order: at(ORDERS, Math.floor(place / 2)),
  }));
}
