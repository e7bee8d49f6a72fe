export { userError } from "../shared/user-error";
export { AppImage } from "./app/app-image";
export type { AppImageArgs, ImageRegistry } from "./app/app-image-args";
export { type AppVolume, type AppVolumesArgs, appVolumes } from "./app/app-volumes";
export { type BuildPlan, planBuild, repositoryOf } from "./app/build-plan";
export { Job, type JobArgs } from "./app/job";
export { Process, type ProcessArgs, startProcesses } from "./app/process";
export { pruneReleases, ReleasePruning, type ReleasePruningArgs } from "./app/release-pruning";
export type { AppRole, AppRuntime } from "./app/runtime";
export { StaticSite, type StaticSiteArgs } from "./app/static-site";
export { WebApp } from "./app/web-app";
export type { ReleaseCommand, WebAppArgs } from "./app/web-app-args";
export {
  type BackedUp,
  Backup,
  type BackupArgs,
  type BackupsArgs,
  startBackups,
} from "./backup/backup";
export type { ContainerLimits, ContainerOptions, LogOptions } from "./container-options";
export {
  DataNetwork,
  type DataNetworkArgs,
  type StackNetworks,
  stackNetworks,
} from "./data-network";
export { DataVolume, type DataVolumeArgs } from "./data-volume";
export { startDatabase, startDatabases } from "./databases";
export type {
  BackupSource,
  Database,
  DatabaseConnection,
  VolumeSource,
} from "./databases/database";
export { MySql, type MySqlArgs } from "./databases/mysql/server";
export {
  Postgres as PostgreSql,
  type PostgresArgs as PostgreSqlArgs,
} from "./databases/postgres/server";
export { Redis, type RedisArgs } from "./databases/redis/server";
export type { Hardening } from "./hardening";
export { ScheduledJob, type ScheduledJobArgs, scheduleJobs } from "./jobs/scheduled-job";
export { nameOf, type StackId } from "./labels";
export { Network, type NetworkArgs } from "./network";
export { type Platform, swarm } from "./platforms";
export { BackupRun, type BackupRunArgs, backupBeforeRelease } from "./platforms/backup-run";
export {
  type FormerContainers,
  type FormerContainersArgs,
  formerContainers,
} from "./platforms/docker/former-containers";
export { SecretFiles } from "./platforms/docker/secrets";
export { HealthGate, type HealthGateArgs } from "./platforms/docker/wait/health-gate";
export type { SecretsSpec as SecretFilesArgs } from "./platforms/platform";
export type { CertificateSource, HttpsArgs } from "./proxy/https";
export { Service } from "./services/service";
export type { ServiceArgs, ServiceImage } from "./services/service-args";
export {
  partsOf,
  type Services,
  type ServicesArgs,
  type StackService,
  stackServices,
} from "./services/services";
export type { VolumeMount } from "./volume-mounts";
