import type { Phrase } from '../text/phrase.ts';
import type { Instant } from '../time.ts';
import type { FactsByName } from './data/facts-by-name.ts';
import { effectLine } from './effect-text.ts';
import type { Localization } from './localization.ts';
import type { MailEffect, MailEffects } from './mail-effect.ts';
import type { RequiredFacts, RequiredKey } from './required-facts.ts';
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
 * a missing or surplus fact is a type error: only the type of the class is exported.
 */
class RaisedEvent {
  /** Not a value: it only makes the type unlike that of a literal. */
  declare protected readonly brand: never;
  readonly event: EventType;
  /** Positional. */
  readonly parameters: readonly string[];
  readonly facts: FactsByName;

  constructor(event: EventType, parameters: readonly string[], facts: FactsByName) {
    this.event = event;
    this.parameters = parameters;
    this.facts = facts;
  }
}

export type { RaisedEvent };

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
  /**
   * Returns the title for a record with these facts and parameters, of which some may be missing;
   * usually `title`.
   */
  readonly titleOf: (facts: FactsByName, parameters?: readonly string[]) => Phrase<string>;
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
  /** Returns the effects on mail while the condition is open. Some facts may be missing. */
  readonly effectOf: (facts: FactsByName) => MailEffects;
  /**
   * Returns the text of a record.
   * @throws RangeError without a required parameter or fact. Records without one are not read
   */
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

/** The source of an event definition. */
export interface EventSource<Data extends FactsByName, Names extends readonly string[]>
  extends Omit<
      EventType,
      Flag | 'parameters' | 'requiredParameterCount' | 'requiredFacts' | 'titleOf' | 'effectOf' | 'describe'
    >,
    Partial<Record<Flag, true>> {
  readonly parameters: Names;
  /** Returns the title if it depends on the record. Left out: always `title`. */
  readonly titleOf?: (data: Partial<Data>, parameters: Partial<ParametersOf<Names>>) => Phrase<string>;
  /** The effect on mail while the condition is open. */
  readonly effect: MailEffect | ((data: Partial<Data>) => MailEffects);
  readonly firstLine: (input: EventInput<Data, Names>) => EventLine;
  /** The lines after the first one. Left out: there are none. */
  readonly lines?: (input: EventInput<Data, Names>) => readonly EventLine[];
  /** The facts that each new record has. A stored record lacks only those of `laterData`. */
  readonly requiredFacts: RequiredFacts<Data>;
  /**
   * The values of data that were added after the first version of the event log, for the text of
   * earlier records. Left out: there are none.
   */
  readonly laterData?: Partial<Pick<Data, RequiredKey<Data>>>;
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
  const { effect, firstLine, lines, laterData = {}, missingParameters = {} } = source;
  const titleOf: EventType['titleOf'] = (facts, parameters = []) => {
    const values = Object.fromEntries(names.map((name, index) => [name, parameters[index]]));
    // The facts have the types of `FactTypes`, and `Data` is a part of that. The values have the names
    // of the tuple `Names`, which the type of `fromEntries` does not keep.
    return source.titleOf?.(facts as Partial<Data>, values as Partial<ParametersOf<Names>>) ?? title;
  };
  const effectOf = (facts: FactsByName): MailEffects =>
    typeof effect === 'string' ? [effect] : effect(facts as Partial<Data>);
  const event: EventDefinition<Data, Names> = {
    ...{ eventId, symbolicName, provider, level, title, parameters: names },
    ...{ isAboutNotifying, isAboutService, isReminder },
    requiredParameterCount: names.length - Object.keys(missingParameters).length,
    requiredFacts: Object.keys(source.requiredFacts).filter((name) => !Object.hasOwn(laterData, name)),
    titleOf,
    effectOf,
    describe: (content, localization) => {
      const input = inputOf(source, event.requiredFacts, content);
      const write = new Writer(localization);
      return {
        firstLine: write.text(firstLine(input)),
        lines: lines?.(input).map((line) => write.text(line)) ?? [],
        effect: effectTextOf(level, effectOf(content.facts), write),
      };
    },
    contentOf: (values, data) =>
      new RaisedEvent(
        event,
        names.map((name: Names[number]) => values[name]),
        data,
      ),
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

/**
 * Returns a stored record as the input of the text of its event.
 * @throws RangeError for a missing parameter or fact. Records without one are not read
 */
function inputOf<Data extends FactsByName, Names extends readonly string[]>(
  { eventId, parameters: names, missingParameters, laterData }: EventSource<Data, Names>,
  requiredFacts: readonly string[],
  { parameters, facts, timeCreated }: EventContent,
): EventInput<Data, Names> {
  const missing: Readonly<Record<string, string>> = { ...missingParameters };
  const values = names.map((name, index) => {
    const value = parameters[index] ?? missing[name];
    if (value === undefined) throw new RangeError(`event ${eventId} without its parameter ${name}`);
    return [name, value] as const;
  });
  const missingFact = requiredFacts.find((name) => !Object.hasOwn(facts, name));
  if (missingFact !== undefined) throw new RangeError(`event ${eventId} without its fact ${missingFact}`);
  // The values have the names of the tuple `Names`, which the type of `fromEntries` does not keep.
  // The facts have the types of `FactTypes`, and no required name of `Data` is missing.
  return {
    parameters: Object.fromEntries(values) as ParametersOf<Names>,
    data: { ...laterData, ...facts } as Data,
    timeCreated,
  };
}
