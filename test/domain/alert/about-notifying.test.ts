import { expect, it } from 'vitest';
import { ABOUT_NOTIFYING, isAboutNotifying } from '../../../src/domain/alert/about-notifying.ts';
import { deliveryFailed } from '../../../src/domain/event/catalog/delivery-failed.ts';
import { notifierDisabled } from '../../../src/domain/event/catalog/notifier-disabled.ts';

it('the events about notifying are those whose first parameter is a notifier', () => {
  expect(ABOUT_NOTIFYING).toEqual([deliveryFailed.eventId, notifierDisabled.eventId]);
  expect([1499, 1500, 1501, 1502].filter((eventId) => isAboutNotifying({ eventId }))).toEqual([1500, 1501]);
});
