export { loadSettings } from "./load";
export { parseSettings } from "./parse";
export { SettingsError } from "./problem";
export type {
  DatabaseSettings,
  Limits,
  PublishedPort,
  RegistrySettings,
  Settings,
} from "./types";
