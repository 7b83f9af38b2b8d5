import type { StoreCommand } from '../../../src/domain/store-change/store-command.ts';
import type {
  ChangeOptions,
  ChangeOutcome,
  ExportOutcome,
  StoreOperations,
} from '../../../src/work/operations/store-operations.ts';
import type { ExportTarget } from '../../../src/work/ports/stores.ts';

/** Store operations that record each request, and answer it with the next of the given outcomes. */
export class FakeOrders implements StoreOperations {
  readonly given: { readonly order: StoreCommand; readonly options: ChangeOptions }[] = [];
  readonly exported: { readonly thumbprint: string; readonly target: ExportTarget }[] = [];
  readonly #outcomes: ChangeOutcome[];
  readonly #export: ExportOutcome | undefined;

  constructor(outcomes: readonly ChangeOutcome[], exported?: ExportOutcome) {
    this.#outcomes = [...outcomes];
    this.#export = exported;
  }

  async change(order: StoreCommand, options: ChangeOptions): Promise<ChangeOutcome> {
    this.given.push({ order, options });
    const outcome = this.#outcomes.shift();
    if (outcome === undefined) throw new Error('an order too many');
    return outcome;
  }

  async export(thumbprint: string, target: ExportTarget): Promise<ExportOutcome> {
    this.exported.push({ thumbprint, target });
    if (this.#export === undefined) throw new Error('nothing is exported here');
    return this.#export;
  }
}
