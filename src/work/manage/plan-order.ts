import type { ImportedFile } from '../../domain/store-change/imported-file.ts';
import type { Plan, PlanContext } from '../../domain/store-change/plan.ts';
import { planEnable } from '../../domain/store-change/plan-enable.ts';
import { planImport } from '../../domain/store-change/plan-import.ts';
import { planNew } from '../../domain/store-change/plan-new.ts';
import { planRemove } from '../../domain/store-change/plan-remove.ts';
import { planRenew } from '../../domain/store-change/plan-renew.ts';
import type { ImportCommand, StoreCommand } from '../../domain/store-change/store-command.ts';

/** An order, with the contents of the file that it names. */
export type ReadOrder =
  | Exclude<StoreCommand, ImportCommand>
  | { readonly verb: 'import'; readonly order: ImportCommand; readonly bundle: ImportedFile };

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
