import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Backup, type BackupArgs, MySql, Redis } from "../../components";
import { labels } from "../../components/labels";
import { record, secret, settled } from "../support/mocks";

const id = { project: "widgets", stack: "prod" };
const common = { id, host: "unix:///nowhere/docker.sock", network: "widgets-prod" };

const deploy = (args: Partial<BackupArgs> = {}, engine: "mysql" | "redis" = "mysql") =>
  record(() => {
    const { backupSource: source } =
      engine === "redis"
        ? new Redis("database", { ...common, image: "redis:8" })
        : new MySql("database", { ...common, image: "mysql:9", database: "shop", user: "ann" });
    return new Backup("backup", { ...common, source, schedule: "0 0 * * *", ...args });
  });

test("what backups consist of", async () => {
  expect((await deploy()).tree().filter((line) => /backup/i.test(line))).toEqual([
    "berth:docker:Backup backup",
    "  berth:docker:DataVolume backup-volume",
    "    docker:index/volume:Volume backup-volume",
    "    pulumi-nodejs:dynamic/berth:KeptVolume backup-volume-kept",
    "  berth:docker:SecretFiles backup-secrets",
    "    docker:index/volume:Volume backup-secrets",
    "    pulumi-nodejs:dynamic/berth:SecretVolumeContent backup-secrets-content",
    "    random:index/randomId:RandomId backup-secrets-version",
    "  docker:index/container:Container backup",
    "  docker:index/remoteImage:RemoteImage backup-image",
    "  pulumi-nodejs:dynamic/berth:HealthGate backup-healthy",
  ]);
});

test("the container, not root, with its secrets as files", async () => {
  const recording = await deploy({ restart: "always", limits: { cpus: 1, memory: 512 } });
  const { inputs, options, dependencies } = recording.get("docker:Container backup");
  expect(inputs).toMatchObject({
    name: "widgets-prod-backup",
    image: "id of mysql:9",
    user: "999:999",
    entrypoints: ["sh", "/run/secrets/schedule.sh"],
    envs: [
      "BACKUP_DATABASE=shop",
      "BACKUP_ENGINE=mysql",
      "BACKUP_FOLDER=/var/lib/mysql",
      "BACKUP_HOST=widgets-prod-database",
      "BACKUP_OWNER=widgets-prod",
      "BACKUP_KEEP=7",
      "BACKUP_PASSWORD_FILE=/run/secrets/password",
      "BACKUP_SCHEDULE=0 0 * * *",
      "BACKUP_STATUS=/tmp/berth-backup",
    ],
    labels: [...labels(id, "backup"), { label: "berth.secrets", value: "version 1" }],
    networksAdvanced: [{ name: "widgets-prod" }],
    restart: "always",
    cpus: "1.0",
    memory: 512,
    init: true,
    volumes: [
      { containerPath: "/var/lib/mysql", volumeName: "widgets-prod-backups" },
      { containerPath: "/run/secrets", volumeName: "widgets-prod-backup-secrets", readOnly: true },
    ],
  });
  expect(options).toEqual({ deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] });
  expect(dependencies).toContain("pulumi-nodejs:HealthGate database-healthy");

  const { files } = recording.get("pulumi-nodejs:SecretVolumeContent backup-secrets-content")
    .inputs as { files: unknown };
  expect(JSON.stringify(files)).toContain("VALUE-OF-database-root-password");
  expect(recording.publicInputs()).not.toContain("VALUE-OF");
});

test("Redis has no database's name, and data in another folder", async () => {
  const { inputs } = (await deploy({ keep: 30 }, "redis")).get("docker:Container backup");
  expect(inputs.envs).toEqual([
    "BACKUP_ENGINE=redis",
    "BACKUP_FOLDER=/data",
    "BACKUP_HOST=widgets-prod-database",
    "BACKUP_OWNER=widgets-prod",
    "BACKUP_KEEP=30",
    "BACKUP_PASSWORD_FILE=/run/secrets/password",
    "BACKUP_SCHEDULE=0 0 * * *",
    "BACKUP_STATUS=/tmp/berth-backup",
  ]);
});

test("the volume is kept over a destroy", async () => {
  const { options } = (await deploy()).get("docker:Volume backup-volume");
  expect(options.retainOnDelete).toBe(true);
});

test("a folder of the host is written to by its owner, and there is no volume", async () => {
  const folder = { path: "/srv/backups", owner: "1000:100" };
  const recording = await deploy({ folder });
  const { inputs } = recording.get("docker:Container backup");
  expect(inputs).toMatchObject({
    user: "1000:100",
    volumes: [
      { containerPath: "/var/lib/mysql", hostPath: "/srv/backups" },
      { containerPath: "/run/secrets" },
    ],
  });
  const content = recording.get("pulumi-nodejs:SecretVolumeContent backup-secrets-content");
  expect(content.inputs.files).toEqual(
    expect.arrayContaining([
      { name: "password", content: secret("VALUE-OF-database-root-password"), uid: 1000 },
    ]),
  );
  expect(await settled(pulumi.all(recording.value.volumeNames))).toEqual([]);
});

test("of a volume, by root in an image with Python, whatever the database is", async () => {
  const hardening = { dropCapabilities: true, readOnly: true, nonRoot: true };
  const source = {
    role: "volume-uploads",
    engine: "volume" as const,
    image: "python:3.13-slim",
    volume: "widgets-prod-uploads",
  };
  const recording = await record(
    () => new Backup("uploads", { ...common, source, hardening, schedule: "0 0 * * *" }),
  );
  expect(recording.get("docker:Container uploads").inputs).toMatchObject({
    name: "widgets-prod-volume-uploads-backup",
    user: "0:0",
    capabilities: { adds: ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER"], drops: ["ALL"] },
    envs: expect.arrayContaining(["BACKUP_VOLUME=/volume", "BACKUP_FOLDER=/backups"]),
    volumes: [
      { containerPath: "/backups", volumeName: "widgets-prod-volume-uploads-backups" },
      { containerPath: "/volume", volumeName: "widgets-prod-uploads" },
      { containerPath: "/run/secrets" },
    ],
  });
});
