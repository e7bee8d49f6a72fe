export { userError } from "../errors/user-error";
export {
  AppImage,
  type AppImageArgs,
  type BuildPlan,
  type ImageRegistry,
  planBuild,
  repositoryOf,
} from "./app-image";
export { Backup, type BackupArgs } from "./backup";
export type { ContainerLimits, ContainerOptions, LogOptions } from "./container-options";
export { DataNetwork, type DataNetworkArgs } from "./data-network";
export { DataVolume, type DataVolumeArgs } from "./data-volume";
export type { BackupSource, Database, DatabaseConnection } from "./database";
export type { Hardening } from "./hardening";
export { HealthGate, type HealthGateArgs } from "./health-gate";
export type { CertificateSource, HttpsArgs } from "./https";
export { Job, type JobArgs } from "./job";
export { nameOf, type StackId } from "./labels";
export { MySql, type MySqlArgs } from "./my-sql";
export { Network, type NetworkArgs } from "./network";
export { Redis, type RedisArgs } from "./redis";
export { ReleasePruning, type ReleasePruningArgs } from "./release-pruning";
export { SecretFiles, type SecretFilesArgs } from "./secret-files";
export { StaticSite, type StaticSiteArgs } from "./static-site";
export type { VolumeMount } from "./volume-mounts";
export { WebApp } from "./web-app";
export type { WebAppArgs } from "./web-app-args";
