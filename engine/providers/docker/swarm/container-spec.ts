import { parseDuration } from "../durations";
import { labelsToMap } from "../labels";
import type { ContainerSpecInputs } from "./service-fields";

/** The container of a service's tasks, as the engine takes it. */
export function containerSpec(inputs: ContainerSpecInputs) {
  const { dnsConfig, env, healthcheck, hosts, isolation, stopGracePeriod } = inputs;
  return {
    Image: inputs.image,
    Labels: labelsToMap(inputs.labels),
    Command: inputs.commands,
    Args: inputs.args,
    Hostname: inputs.hostname,
    Env: env && Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Dir: inputs.dir,
    User: inputs.user,
    Groups: inputs.groups,
    Privileges: privileges(inputs.privileges),
    ReadOnly: inputs.readOnly ?? false,
    Mounts: inputs.mounts?.map(mount),
    StopSignal: inputs.stopSignal,
    StopGracePeriod: stopGracePeriod ? parseDuration(stopGracePeriod) : undefined,
    Healthcheck: healthcheck && {
      Test: healthcheck.tests,
      Interval: parseDuration(healthcheck.interval ?? ""),
      Timeout: parseDuration(healthcheck.timeout ?? ""),
      StartPeriod: parseDuration(healthcheck.startPeriod ?? ""),
      Retries: healthcheck.retries ?? 0,
    },
    Hosts: hosts?.map(({ host, ip }) => `${ip} ${host}`),
    DNSConfig: dnsConfig && {
      Nameservers: dnsConfig.nameservers,
      Search: dnsConfig.searches,
      Options: dnsConfig.options,
    },
    Secrets: inputs.secrets?.map((secret) => ({
      SecretID: secret.secretId,
      SecretName: secret.secretName,
      File: fileTarget(secret),
    })),
    Configs: inputs.configs?.map((config) => ({
      ConfigID: config.configId,
      ConfigName: config.configName,
      File: fileTarget(config),
    })),
    Isolation: isolation === "default" ? undefined : isolation,
    Sysctls: inputs.sysctl,
    CapabilityAdd: inputs.capAdds,
    CapabilityDrop: inputs.capDrops,
    Init: inputs.init,
  };
}

interface FileTarget {
  fileName?: string;
  fileUid?: string;
  fileGid?: string;
  fileMode?: number;
}

function fileTarget({ fileName, fileUid = "0", fileGid = "0", fileMode = 0o444 }: FileTarget) {
  return { Name: fileName, UID: fileUid, GID: fileGid, Mode: fileMode };
}

function privileges(given: ContainerSpecInputs["privileges"]) {
  if (!given) return undefined;
  const { credentialSpec, seLinuxContext: context } = given;
  return {
    CredentialSpec: credentialSpec && {
      File: credentialSpec.file,
      Registry: credentialSpec.registry,
    },
    SELinuxContext: context && {
      Disable: context.disable ?? false,
      User: context.user,
      Role: context.role,
      Type: context.type,
      Level: context.level,
    },
  };
}

function mount(given: NonNullable<ContainerSpecInputs["mounts"]>[number]) {
  const { bindOptions, tmpfsOptions, volumeOptions } = given;
  return {
    Type: given.type,
    Source: given.source,
    Target: given.target,
    ReadOnly: given.readOnly ?? false,
    BindOptions: bindOptions && { Propagation: bindOptions.propagation },
    TmpfsOptions: tmpfsOptions && { SizeBytes: tmpfsOptions.sizeBytes, Mode: tmpfsOptions.mode },
    VolumeOptions: volumeOptions && {
      NoCopy: volumeOptions.noCopy ?? false,
      Labels: labelsToMap(volumeOptions.labels),
      DriverConfig: volumeOptions.driverName
        ? { Name: volumeOptions.driverName, Options: volumeOptions.driverOptions }
        : undefined,
    },
  };
}
