import { LISTED_BLOCKS, type Problem } from '../../domain/problem.ts';

interface Numbered {
  readonly block: number;
  readonly problem?: Problem;
}

/**
 * The position of the first block with a problem, and the numbers of all blocks with the same
 * reason.
 */
interface Gathered {
  readonly at: number;
  readonly first: number[];
  count: number;
}

/**
 * A collector of the blocks of one file in order. Problems with the same reason become one block,
 * because a file of 16 MiB can have hundreds of thousands of them.
 */
export class BlockList<T extends Numbered> {
  readonly #blocks: T[] = [];
  readonly #byReason: Map<Problem['reason'], Gathered> = new Map();

  add(block: T): void {
    const { problem } = block;
    const gathered = problem && this.#byReason.get(problem.reason);
    if (gathered !== undefined) {
      gathered.count += 1;
      if (gathered.first.length < LISTED_BLOCKS) gathered.first.push(block.block);
      return;
    }
    if (problem !== undefined) {
      this.#byReason.set(problem.reason, { at: this.#blocks.length, first: [block.block], count: 1 });
    }
    this.#blocks.push(block);
  }

  /** Returns the blocks. Must be called last. */
  take(): readonly T[] {
    for (const { at, first, count } of this.#byReason.values()) {
      const block = this.#blocks[at];
      if (count > 1 && block?.problem !== undefined) {
        this.#blocks[at] = { ...block, problem: { ...block.problem, blocks: { first, count } } };
      }
    }
    return this.#blocks;
  }
}
