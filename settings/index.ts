export { loadSettings } from "./load";
export { type SettingMeta, setting } from "./meta";
export { parseSettings } from "./parse";
export { SettingsError } from "./problem";
export { readSettings, type SettingsOf } from "./read";
export { containerSections, environment, imagesSection, publishedPort } from "./sections/container";
export { configFileOf } from "./server-config";
export type {
  BackupSettings,
  DatabaseSettings,
  HardeningSettings,
  Limits,
  PublishedPort,
  RegistrySettings,
  Settings,
  SwarmSettings,
  TlsSettings,
} from "./types";
export * as values from "./values";
