import { MAX_LISTED_BLOCKS, type Problem } from '../../domain/problem.ts';

/** A block with its number in the file. */
interface NumberedBlock {
  readonly block: number;
  readonly problem?: Problem;
}

/** The blocks with problems of the same reason. */
interface ProblemGroup {
  /** The index of the first block in the list. */
  readonly index: number;
  /** The numbers of the first blocks. */
  readonly firstBlocks: number[];
  /** The number of all blocks. */
  count: number;
}

/**
 * A collector of the blocks of one file in order. Problems with the same reason become one block,
 * because a file of 16 MiB can have hundreds of thousands of them.
 */
export class BlockList<T extends NumberedBlock> {
  readonly #blocks: T[] = [];
  readonly #groups: Map<Problem['reason'], ProblemGroup> = new Map();

  add(block: T): void {
    const { problem } = block;
    const group = problem && this.#groups.get(problem.reason);
    if (group !== undefined) {
      group.count += 1;
      if (group.firstBlocks.length < MAX_LISTED_BLOCKS) group.firstBlocks.push(block.block);
      return;
    }
    if (problem !== undefined) {
      this.#groups.set(problem.reason, { index: this.#blocks.length, firstBlocks: [block.block], count: 1 });
    }
    this.#blocks.push(block);
  }

  /** Returns the blocks. Must be called last. */
  take(): readonly T[] {
    for (const { index, firstBlocks, count } of this.#groups.values()) {
      const block = this.#blocks[index];
      if (count > 1 && block?.problem !== undefined) {
        this.#blocks[index] = { ...block, problem: { ...block.problem, blocks: { first: firstBlocks, count } } };
      }
    }
    return this.#blocks;
  }
}
