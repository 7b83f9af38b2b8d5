import type { FactTypes } from './data/facts-by-name.ts';

/** The names of the values that an object always has. */
export type RequiredKey<Data> = {
  [Key in keyof Data]-?: Record<never, never> extends Pick<Data, Key> ? never : Key;
}[keyof Data];

/**
 * The names of the facts that each new record of an event has. A name that is not listed, or that is
 * not required by `Data`, is a type error.
 */
export type RequiredFacts<Data> = Readonly<Record<RequiredKey<Data>, true>> & {
  readonly [Name in Exclude<keyof FactTypes, RequiredKey<Data>>]?: never;
};
