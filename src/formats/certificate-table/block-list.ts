import { MAX_LISTED_BLOCKS, type Problem } from '../../domain/failure/problem.ts';

/** A block of a store file: a certificate, CSR or key, or a problem. */
interface NumberedBlock {
  /** The number of the block in the file. */
  readonly block: number;
  readonly problem?: Problem;
}

/** The blocks whose problems have the same reason. */
interface ProblemGroup {
  /** The index of the group's first block in the list. */
  readonly index: number;
  /** The numbers of the group's first blocks, at most `MAX_LISTED_BLOCKS`. */
  readonly firstBlocks: number[];
  /** The count of all blocks of the group. */
  count: number;
}

/**
 * A collector of the blocks of one file in order. Blocks whose problems have the same reason become
 * one block, because a file of 16 MiB can have hundreds of thousands of problems.
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

  /** Returns the blocks. Call it once, after the last `add`. */
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
