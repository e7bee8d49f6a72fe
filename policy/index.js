// Pulumi loads a pack's folder as a module, without the hook that lets it be TypeScript.
require("../register.cjs");
require("./pack.ts");
