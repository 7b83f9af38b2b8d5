import { expect, it } from 'vitest';
import { ABOUT_TELLING, isAboutTelling } from '../../../src/domain/alert/about-telling.ts';
import { deliveryFailed } from '../../../src/domain/event/catalog/delivery-failed.ts';
import { notifierDisabled } from '../../../src/domain/event/catalog/notifier-disabled.ts';

it('Events about telling are those whose first parameter is a notifier', () => {
  expect(ABOUT_TELLING).toEqual([deliveryFailed.eventId, notifierDisabled.eventId]);
  expect([1499, 1500, 1501, 1502].filter((eventId) => isAboutTelling({ eventId }))).toEqual([1500, 1501]);
});
