import type { Phrase } from '../text/phrase.ts';
import type { Instant } from '../time.ts';
import type { FactsByName } from './data/facts-by-name.ts';
import type { Localization } from './localization.ts';
import { effectLine, type MailEffect, type MailEffects } from './mail-effect.ts';
import type { EventLine } from './writer.ts';
import { Writer } from './writer.ts';

/** Level of an event, as Event Viewer names it. */
export type EventLevel = 'Error' | 'Warning' | 'Information';

/** Level numbers of the Windows event schema. */
export const LEVEL_NUMBERS: Readonly<Record<EventLevel, 2 | 3 | 4>> = { Error: 2, Warning: 3, Information: 4 };

/** The version of all event definitions: with new parameters, records have a higher one. */
export const EVENT_VERSION = 0;

/** Provider of the events that Exchange defines. */
export const EXCHANGE_PROVIDER = 'MSExchangeTransport';
/** Provider of mailcertd's own events. */
export const MAILCERTD_PROVIDER = 'mailcertd';

/** The stored fields of an event record from which its text is rendered. */
export interface EventContent {
  readonly parameters: readonly string[];
  readonly facts: FactsByName;
  /** When the record was written. Left out: the text is of no record. */
  readonly timeCreated?: Instant;
}

/** The text of an event in one language. The caller adds the remedy, and escapes each line. */
export interface EventDescription {
  /** The object and the problem; understandable without the other lines. */
  readonly firstLine: string;
  readonly lines: readonly string[];
  /** The line about the effect on mail, which follows the lines; undefined if there is none. */
  readonly effect: string | undefined;
}

/**
 * The content of a record of an event that is raised now. Only `contentOf` of the event makes it, so
 * a missing or surplus fact is a type error.
 */
export interface RaisedEvent {
  readonly event: EventType;
  /** Positional. */
  readonly parameters: readonly string[];
  readonly facts: FactsByName;
}

/** One type of event, as readers of stored records use it. */
export interface EventType {
  readonly eventId: number;
  /** Name in Exchange, or a name in the same style. */
  readonly symbolicName: string;
  /** `exchange`: Exchange defines the event; `own`: mailcertd does. */
  readonly provider: 'exchange' | 'own';
  readonly level: EventLevel;
  /** A few words about the problem, for the subject of an alert. */
  readonly title: Phrase<string>;
  /** Returns the title for a record with these facts; usually `title`. */
  readonly titleOf: (facts: FactsByName) => Phrase<string>;
  /** True if the event is about a failing notifier or log output. */
  readonly isAboutNotifying: boolean;
  /** True if the event is about mailcertd itself: no parameter is the name of an object. */
  readonly isAboutService: boolean;
  /** True if the subject of an alert has the time until the certificate expires. */
  readonly isReminder: boolean;
  /** Names of the positional parameters, in order. */
  readonly parameters: readonly string[];
  /** The number of the first parameters, which no stored record lacks. */
  readonly requiredParameterCount: number;
  /** Names of the facts that no stored record lacks. */
  readonly requiredFacts: readonly string[];
  /** Returns the effects on mail while the condition is open. */
  readonly effectOf: (facts: FactsByName) => MailEffects;
  readonly describe: (content: EventContent, localization: Localization) => EventDescription;
}

/** The type of an argument that has the properties of `Data` and no other. */
type Exactly<Given, Data> = Given & { readonly [Name in Exclude<keyof Given, keyof Data>]: never };

/** The values of parameters by name. */
export type ParametersOf<Names extends readonly string[]> = Readonly<Record<Names[number], string>>;

/**
 * One type of event, with the types of its data and the names of its parameters. Event numbers and
 * the order of the parameters never change, because scripts use them.
 */
export interface EventDefinition<Data extends FactsByName, Names extends readonly string[]> extends EventType {
  readonly parameters: Names;
  /** Returns the content of a new record. */
  readonly contentOf: <Given extends Data>(parameters: ParametersOf<Names>, data: Exactly<Given, Data>) => RaisedEvent;
}

/** The values that the text of an event is made of. */
export interface EventInput<Data extends FactsByName, Names extends readonly string[]> {
  readonly parameters: ParametersOf<Names>;
  readonly data: Data;
  /** When the record was written; undefined: the text is of no record. */
  readonly timeCreated: Instant | undefined;
}

/** The flags of an event. Left out in the source: false. */
type Flag = 'isAboutNotifying' | 'isAboutService' | 'isReminder';

/** The names of the values that an object always has. */
type RequiredKey<Data> = {
  [Key in keyof Data]-?: Record<never, never> extends Pick<Data, Key> ? never : Key;
}[keyof Data];

/** The source of an event definition. */
export interface EventSource<Data extends FactsByName, Names extends readonly string[]>
  extends Omit<
      EventType,
      Flag | 'parameters' | 'requiredParameterCount' | 'requiredFacts' | 'titleOf' | 'effectOf' | 'describe'
    >,
    Partial<Record<Flag, true>> {
  readonly parameters: Names;
  /** Returns the title if it depends on the data. Left out: always `title`. */
  readonly titleOf?: (data: Data) => Phrase<string>;
  /** The effect on mail while the condition is open. */
  readonly effect: MailEffect | ((data: Data) => MailEffects);
  readonly firstLine: (input: EventInput<Data, Names>) => EventLine;
  /** The lines after the first one. Left out: there are none. */
  readonly lines?: (input: EventInput<Data, Names>) => readonly EventLine[];
  /**
   * The values that stand in the text for data which its source lacks. A stored record lacks only
   * those of `laterData`; without any other one, it is unreadable.
   */
  readonly missingData: Readonly<Pick<Data, RequiredKey<Data>>>;
  /**
   * Data that were added after the first version of the event log. Records of earlier versions
   * lack them. Left out: there are none.
   */
  readonly laterData?: readonly (RequiredKey<Data> & string)[];
  /**
   * The values of the last parameters for records of earlier versions, which lack them. Left out:
   * every record has all parameters.
   */
  readonly missingParameters?: Partial<ParametersOf<Names>>;
}

/** Makes an event definition. */
export function defineEvent<Data extends FactsByName, Names extends readonly string[]>(
  source: EventSource<NoInfer<Data>, Names>,
): EventDefinition<Data, Names> {
  const { eventId, symbolicName, provider, level, title, parameters: names } = source;
  const { isAboutNotifying = false, isAboutService = false, isReminder = false } = source;
  const { effect, firstLine, lines, missingData, missingParameters = {}, laterData = [] } = source;
  const later: readonly string[] = laterData;
  const titleOf = (facts: FactsByName): Phrase<string> => source.titleOf?.(dataOf(source, facts)) ?? title;
  const effectOf = (facts: FactsByName): MailEffects =>
    typeof effect === 'string' ? [effect] : effect(dataOf(source, facts));
  const event: EventDefinition<Data, Names> = {
    ...{ eventId, symbolicName, provider, level, title, parameters: names },
    ...{ isAboutNotifying, isAboutService, isReminder },
    requiredParameterCount: names.length - Object.keys(missingParameters).length,
    requiredFacts: Object.keys(missingData).filter((name) => !later.includes(name)),
    titleOf,
    effectOf,
    describe: (content, localization) => {
      const input = inputOf(source, content);
      const write = new Writer(localization);
      return {
        firstLine: write.text(firstLine(input)),
        lines: lines?.(input).map((line) => write.text(line)) ?? [],
        effect: effectTextOf(level, effectOf(content.facts), write),
      };
    },
    contentOf: (values, data) => ({
      event,
      parameters: names.map((name: Names[number]) => values[name]),
      facts: data,
    }),
  };
  return event;
}

/**
 * Returns the line about the effect on mail: each Error and Warning has it, if there is an effect.
 */
function effectTextOf(level: EventLevel, effects: MailEffects, write: Writer): string | undefined {
  const isShown = level !== 'Information' && effects.some((effect) => effect !== 'no-effect');
  return isShown ? write.text(effectLine(effects)) : undefined;
}

/** Returns the data of a stored record, with the missing ones replaced. */
function dataOf<Data extends FactsByName>(
  { missingData }: Pick<EventSource<Data, []>, 'missingData'>,
  facts: FactsByName,
): Data {
  // Stored data are never undefined, so they need no other copy.
  const present = Object.values(facts).every((value) => value !== undefined)
    ? facts
    : Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  // The facts have the types of `FactTypes`, and with the missing ones, all required names of `Data`.
  return { ...missingData, ...present } as Data;
}

/**
 * Returns a stored record as the input of the text of its event.
 * @throws RangeError for a missing parameter. Records without one are not read
 */
function inputOf<Data extends FactsByName, Names extends readonly string[]>(
  source: EventSource<Data, Names>,
  { parameters, facts, timeCreated }: EventContent,
): EventInput<Data, Names> {
  const missing: Readonly<Record<string, string>> = { ...source.missingParameters };
  const values = source.parameters.map((name, index) => {
    const value = parameters[index] ?? missing[name];
    if (value === undefined) throw new RangeError(`event ${source.eventId} without its parameter ${name}`);
    return [name, value] as const;
  });
  // The values have the names of the tuple `Names`, which the type of `fromEntries` does not keep.
  return { parameters: Object.fromEntries(values) as ParametersOf<Names>, data: dataOf(source, facts), timeCreated };
}
