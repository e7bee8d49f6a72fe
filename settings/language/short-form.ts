import { z } from "zod";

/** A group that a text may be written for: that of this one of its settings. */
export const withShortForm = <S extends z.ZodType>(key: string, group: S) =>
  z.preprocess((given) => (typeof given === "string" ? { [key]: given } : given), group);
