import type { ImportedFile } from '../../domain/store-change/imported-file.ts';
import type { Plan, PlanContext } from '../../domain/store-change/plan.ts';
import { planEnable } from '../../domain/store-change/plan-enable.ts';
import { planImport } from '../../domain/store-change/plan-import.ts';
import { planNew } from '../../domain/store-change/plan-new.ts';
import { planRemove } from '../../domain/store-change/plan-remove.ts';
import { planRenew } from '../../domain/store-change/plan-renew.ts';
import type { ImportCommand, StoreCommand } from '../../domain/store-change/store-command.ts';

/** A command; an import with the contents of its file. */
export type StoreCommandWithFile =
  | Exclude<StoreCommand, ImportCommand>
  | { readonly verb: 'import'; readonly command: ImportCommand; readonly file: ImportedFile };

/** Returns the plan of a `certificates` command. */
export function planStoreCommand(command: StoreCommandWithFile, context: PlanContext): Plan {
  switch (command.verb) {
    case 'new':
      return planNew(command, context);
    case 'renew':
      return planRenew(command, context);
    case 'enable':
      return planEnable(command, context);
    case 'import':
      return planImport(command.command, command.file, context);
    case 'remove':
      return planRemove(command, context);
  }
}
