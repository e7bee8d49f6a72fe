import type { Rule } from "../rule";
import { MOUNT_RULES } from "./mount-rules";
import { NAME_RULES } from "./name-rules";
import { OPTION_RULES } from "./option-rules";
import { ORDER_RULES } from "./order-rules";
import { PLACE_RULES } from "./place-rules";
import { SERVICE_PORT_RULES } from "./port-rules";

export const SERVICES_RULES: readonly Rule[] = [
  ...NAME_RULES,
  ...ORDER_RULES,
  ...OPTION_RULES,
  ...MOUNT_RULES,
  ...SERVICE_PORT_RULES,
  ...PLACE_RULES,
];
