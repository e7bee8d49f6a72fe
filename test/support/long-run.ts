/** Whether what takes long is wanted as well (`BERTH_FAULTS=all`); a run of all tests does with the rest. */
export const IS_LONG_RUN = process.env.BERTH_FAULTS === "all";

/** Cases that take long: none, unless they are wanted. */
export const inLongRun = <T>(...cases: readonly T[]): readonly T[] => (IS_LONG_RUN ? cases : []);
