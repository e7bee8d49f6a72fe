export { DockerProvider } from "./docker-provider";
