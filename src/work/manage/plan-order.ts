import type { Plan, PlanContext } from '../../domain/store-change/plan.ts';
import { planEnable } from '../../domain/store-change/plan-enable.ts';
import { type ImportedFile, planImport } from '../../domain/store-change/plan-import.ts';
import { planNew } from '../../domain/store-change/plan-new.ts';
import { planRemove } from '../../domain/store-change/plan-remove.ts';
import { planRenew } from '../../domain/store-change/plan-renew.ts';
import type { ImportOrder, StoreOrder } from '../../domain/store-change/store-order.ts';

/** An order, with the contents of the file that it names. */
export type ReadOrder =
  | Exclude<StoreOrder, ImportOrder>
  | { readonly verb: 'import'; readonly order: ImportOrder; readonly bundle: ImportedFile };

/** Plans an order by its verb. */
export function planOrder(order: ReadOrder, context: PlanContext): Plan {
  switch (order.verb) {
    case 'new':
      return planNew(order, context);
    case 'renew':
      return planRenew(order, context);
    case 'enable':
      return planEnable(order, context);
    case 'import':
      return planImport(order.order, order.bundle, context);
    case 'remove':
      return planRemove(order, context);
  }
}
