import type { DeliveryState } from '../../domain/alert/delivery.ts';
import { parseWords } from './parse-words.ts';

/** The states of deliveries that are not finished. */
const UNFINISHED: readonly DeliveryState[] = ['pending', 'grouping', 'sending'];

/** The words of `--state`. As a word, `pending` means all unfinished states. */
export const DELIVERY_STATES: readonly DeliveryState[] = [...UNFINISHED, 'delivered', 'failed', 'canceled'];

/** Parses a comma-separated list of states of deliveries. */
export function parseDeliveryStates(text: string): readonly DeliveryState[] {
  return parseWords(text, DELIVERY_STATES).flatMap((word) => (word === 'pending' ? UNFINISHED : [word]));
}
