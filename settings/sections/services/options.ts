import { z } from "zod";
import { setting } from "../../language/meta";
import { flag, text } from "../../language/values";
import { asHosts, asMap, bytesOf, form, hostAddress, seconds, ulimit } from "./forms";

const MEGABYTE = 1024 * 1024;

const sharedMemory = form((given) => {
  const megabytes = (bytesOf(given) ?? 0) / MEGABYTE;
  return Number.isInteger(megabytes) && megabytes > 0 ? megabytes : undefined;
});

/** As Linux names them, with or without `CAP_`. */
const capability = text.pipe(
  z
    .string()
    .regex(/^(CAP_)?([A-Z]+_)*[A-Z]+$/)
    .transform((name) => name.replace(/^CAP_/, "")),
);
const CAPABILITIES = "a list of Linux capabilities, such as NET_ADMIN";
const CAPABILITY = { key: 0 as const, accepted: "a Linux capability, such as NET_ADMIN" };

/** What a program may want of the container around it. */
export const options = {
  stop_signal: setting(text.pipe(z.string().regex(/^(SIG[A-Z0-9+]+|[1-9]\d?)$/)), {
    description: "The signal that asks it to stop.",
    accepted: "a signal such as SIGQUIT, or its number",
    example: "SIGQUIT",
    defaults: { words: "the image's own, then SIGTERM" },
  }).optional(),
  stop_grace_period: setting(seconds, {
    description: "How long it has to stop before it is killed.",
    accepted: "whole seconds, such as 30s, 1m30s or 30",
    example: "1m",
    defaults: { both: "10s" },
  }).optional(),
  cap_add: setting(z.array(capability), {
    description:
      "Linux capabilities that it has beside Docker's choice, or keeps where they are dropped.",
    accepted: CAPABILITIES,
    example: "IPC_LOCK",
    entry: CAPABILITY,
    defaults: { both: [] },
  }).optional(),
  cap_drop: setting(z.array(capability), {
    description: "Linux capabilities that it does without.",
    accepted: CAPABILITIES,
    example: "NET_RAW",
    entry: CAPABILITY,
    defaults: { both: [] },
  }).optional(),
  read_only: setting(flag, {
    description: "Whether its root file system can only be read; goes before hardening.readOnly.",
    accepted: "true or false",
    example: "true",
    defaults: { words: "as hardening.readOnly says" },
  }).optional(),
  init: setting(flag, {
    description: "Whether process 1 is one that passes signals on and takes up orphans.",
    accepted: "true or false",
    example: "true",
    defaults: { words: "false" },
  }).optional(),
  hostname: setting(z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/), {
    description: "The host name that it sees itself by. Others reach it by services.NAME.",
    accepted: "a host name",
    example: "mail.example.com",
    defaults: { words: "the container's id" },
  }).optional(),
  extra_hosts: setting(z.preprocess(asHosts, z.record(z.string().min(1), hostAddress)), {
    description: "Addresses by host name, for its /etc/hosts.",
    accepted: "a map of host names to addresses, or a list of NAME=ADDRESS",
    example: "10.0.0.5",
    entry: { key: "smarthost", accepted: "an IP address, or host-gateway", names: "a host" },
    defaults: { both: {} },
  }).optional(),
  platform: setting(z.string().regex(/^[a-z0-9]+\/[a-z0-9]+(\/v\d)?$/), {
    description: "The platform of its image. Refused where the engine has another one.",
    accepted: "OS/ARCHITECTURE[/VARIANT], in lower case",
    example: "linux/amd64",
    defaults: { words: "the Docker engine's" },
  }).optional(),
  sysctls: setting(z.preprocess(asMap, z.record(z.string().min(1), text)), {
    description: "Parameters of the kernel for it.",
    accepted: "a map of names to values, or a list of NAME=VALUE",
    example: "1024",
    entry: { key: "net.core.somaxconn", accepted: "a number or a text", names: "a parameter" },
    defaults: { both: {} },
  }).optional(),
  ulimits: setting(z.record(z.string().regex(/^[a-z]+$/), ulimit), {
    description: "Limits of its processes, such as of open files.",
    accepted: "a map of names to numbers, or to objects with the keys soft and hard",
    example: "65536",
    entry: {
      key: "nofile",
      accepted: "a number, or an object with the keys soft and hard",
      names: "lower-case letters",
    },
    defaults: { both: {} },
  }).optional(),
  shm_size: setting(sharedMemory, {
    description: "The size of its /dev/shm.",
    accepted: "a size in whole MB, such as 128m or 1g",
    example: "128m",
    defaults: { words: "64m" },
  }).optional(),
};
