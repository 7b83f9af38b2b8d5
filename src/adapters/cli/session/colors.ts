import type picocolors from 'picocolors';

/** The color functions of picocolors, with or without effect. */
export type Colors = ReturnType<typeof picocolors.createColors>;
