import { main } from "./cli/main";

// Connections that linger must not keep the process: everything is saved when a command returns.
main(process.argv.slice(2)).then((code) => process.exit(code));
