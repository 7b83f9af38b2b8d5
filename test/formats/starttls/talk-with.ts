import type { Dialogue, DialogueEnd } from '../../../src/formats/starttls/dialogue.ts';
import { type DialogueEvent, DialogueRunner } from '../../../src/formats/starttls/dialogue-runner.ts';

/** The result of a dialogue. */
export interface Talked {
  readonly said: readonly string[];
  readonly heard: readonly string[];
  /** undefined: the dialogue has not ended. */
  readonly end: 'upgrade' | DialogueEnd | undefined;
  readonly isDone: boolean;
}

/** Combines the effects of events in one value. */
export function talkedOf(happenings: readonly DialogueEvent[]): Talked {
  let end: Talked['end'];
  const [said, heard]: [string[], string[]] = [[], []];
  for (const happening of happenings) {
    if (happening.kind === 'received') heard.push(happening.line);
    if (happening.kind === 'step' && happening.line !== undefined) said.push(happening.line);
    if (happening.kind === 'upgrade') end = 'upgrade';
    if (happening.kind === 'result') end = happening.end;
  }
  return { said, heard, end, isDone: happenings.at(-1)?.kind === 'done' };
}

/** Lets a server send one text in each of its turns; each line gets a CRLF at its end. */
export function talkWith(dialogue: Dialogue, ...turns: readonly string[]): Talked {
  const talk = new DialogueRunner(dialogue, false);
  const happenings = [...talk.begin(dialogue.firstAction)];
  for (const turn of turns) happenings.push(...talk.receive(Buffer.from(`${turn.replaceAll('\n', '\r\n')}\r\n`)));
  return talkedOf(happenings);
}
