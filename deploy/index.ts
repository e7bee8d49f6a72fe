export { type App, type AppArgs, openApp } from "./app";
export { type ClaimsArgs, claims } from "./claims";
export { openTarget, type Target, type TargetArgs } from "./target";
