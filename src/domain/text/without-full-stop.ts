/** The full stops of the sentences in both languages. */
const FULL_STOPS: readonly string[] = ['.', '。'];

/** Returns a sentence without its full stop, for the middle of a line. */
export function withoutFullStop(sentence: string): string {
  return FULL_STOPS.some((stop) => sentence.endsWith(stop)) ? sentence.slice(0, -1) : sentence;
}
