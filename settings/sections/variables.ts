import { z } from "zod";
import { text } from "../language/values";

/** The name of a variable that a shell could set. */
export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);

/** Variables by their names, such as build arguments. */
export const variables = z.record(variableName, text);

export const VARIABLE_NAMES = "letters, digits and underscores, not beginning with a digit";

/** What is accepted as the value of a variable. */
export const TEXTS = "a text (in quotes where it looks like a number)";
