import fc from 'fast-check';

/** Every run makes the same values, so that a failed test fails again. */
const SEED = 20_261_125;

// `SEED=random` makes new values; `SEED=` with a number makes those of another run.
const { SEED: asked = String(SEED) } = process.env;
if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
