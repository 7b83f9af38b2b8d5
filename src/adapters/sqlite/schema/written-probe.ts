import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import type { AvailableResult, ScanResult, UnavailableResult } from '../../../domain/scan-result.ts';
import type { Endpoint, ProbeMemory, Served, ServedTls } from '../../../domain/served/served.ts';
import { parseOldAnswer } from './parse-old-answer.ts';
import {
  readProblem,
  readVerdict,
  type WrittenProblem,
  type WrittenVerdict,
  writeProblem,
  writeVerdict,
} from './written-failures.ts';

/** The JSON form of a scan result. */
export type WrittenResult<W> =
  | (Omit<AvailableResult<W>, 'problems'> & { readonly problems: readonly WrittenProblem[] })
  | (Omit<UnavailableResult<W>, 'problem'> & { readonly problem: WrittenProblem });

type ServedWithTls = Extract<Served, { readonly tls: ServedTls }>;
type ServedWithoutTls = Extract<Served, { readonly tls: undefined }>;

/** The JSON form of a TLS session. */
export type WrittenTls = Omit<ServedTls, 'chain'> & { readonly chain: WrittenVerdict };

/** The JSON form of a conversation. JSON leaves out `tls` if it is undefined. */
export type WrittenServed = (Omit<ServedWithTls, 'tls'> & { readonly tls: WrittenTls }) | ServedWithoutTls;

/** The JSON form of an endpoint. */
export type WrittenEndpoint = Omit<Endpoint, 'conversation'> & {
  readonly conversation: WrittenResult<WrittenServed>;
  /** The latest answers as earlier versions stored them; only read. */
  readonly recent?: readonly string[];
};

/** The JSON form of the memory of a probe. */
export type WrittenProbeMemory = Omit<ProbeMemory, 'result'> & {
  readonly result: WrittenResult<readonly WrittenEndpoint[]>;
};

/** Returns the JSON form of the memory of a probe. */
export function writeProbeMemory(memory: ProbeMemory): WrittenProbeMemory {
  return { ...memory, result: writeResult(memory.result, (endpoints) => endpoints.map(writeEndpoint)) };
}

function writeResult<T, W>(result: ScanResult<T>, writeValue: (value: T) => W): WrittenResult<W> {
  if (result.kind === 'available') {
    return { ...result, value: writeValue(result.value), problems: result.problems.map(writeProblem) };
  }
  const { problem, last } = result;
  return {
    ...result,
    problem: writeProblem(problem),
    last: last && { at: last.at, value: writeValue(last.value) },
  };
}

function writeEndpoint(endpoint: Endpoint): WrittenEndpoint {
  return { ...endpoint, conversation: writeResult(endpoint.conversation, writeServed) };
}

function writeServed(served: Served): WrittenServed {
  return served.tls === undefined
    ? served
    : { ...served, tls: { ...served.tls, chain: writeVerdict(served.tls.chain) } };
}

/**
 * A reader of the JSON form of probes. An object that several values share is converted once, so
 * that they share the result too.
 */
export class ProbeMemoryReader {
  readonly #verdicts: WeakMap<WrittenVerdict, ChainVerdict> = new WeakMap();
  readonly #problemLists: WeakMap<readonly WrittenProblem[], readonly Problem[]> = new WeakMap();

  /** Reads the output of `writeProbeMemory`, also of earlier versions. */
  read(written: WrittenProbeMemory): ProbeMemory {
    const readEndpoint = ({ recent, ...endpoint }: WrittenEndpoint): Endpoint => ({
      ...(recent && { recentAnswers: recent.flatMap((text) => parseOldAnswer(text) ?? []) }),
      ...endpoint,
      conversation: this.#readResult(endpoint.conversation, (served) => this.#readServed(served)),
    });
    return { ...written, result: this.#readResult(written.result, (endpoints) => endpoints.map(readEndpoint)) };
  }

  #readResult<W, T>(written: WrittenResult<W>, readValue: (value: W) => T): ScanResult<T> {
    if (written.kind === 'available') {
      return { ...written, value: readValue(written.value), problems: this.#readProblems(written.problems) };
    }
    const { problem, last } = written;
    return {
      ...written,
      problem: readProblem(problem),
      last: last && { at: last.at, value: readValue(last.value) },
    };
  }

  #readServed(served: WrittenServed): Served {
    return served.tls === undefined
      ? served
      : { ...served, tls: { ...served.tls, chain: this.#readVerdict(served.tls.chain) } };
  }

  #readVerdict(written: WrittenVerdict): ChainVerdict {
    const verdict = this.#verdicts.get(written) ?? readVerdict(written);
    this.#verdicts.set(written, verdict);
    return verdict;
  }

  #readProblems(written: readonly WrittenProblem[]): readonly Problem[] {
    const problems = this.#problemLists.get(written) ?? written.map(readProblem);
    this.#problemLists.set(written, problems);
    return problems;
  }
}
