export { type ClaimsArgs, claims } from "./claims";
export { type OpenStack, type OpenStackArgs, openStack } from "./stack";
export { openTarget, type Target, type TargetArgs } from "./target";
