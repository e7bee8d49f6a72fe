export { RandomProvider } from "./random-provider";
