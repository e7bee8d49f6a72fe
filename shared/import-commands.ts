import { type OwnCommand, short, text, toggle } from "./own-command";

/** The commands that bring what runs elsewhere into a stack, and back. */
export const IMPORT_COMMANDS: Readonly<Record<string, OwnCommand>> = {
  "import compose": {
    takes: "[FILE...] --stack STACK",
    summary: "writes the stack file of what Compose files run",
    about: [
      "Files are read and merged as Compose does; without one, compose.yaml with its override, or in",
      "prod with compose.prod.yaml. Secrets are encrypted. It says where each key went.",
    ],
    flags: {
      app: text("SERVICE", "the service that is the app, where several could be"),
      mode: text("MODE", "dev or prod; else by the stack's name"),
      file: short("f", {
        ...text("FILE", "a Compose file, as often as there are"),
        multiple: true,
      }),
      profile: { ...text("PROFILE", "a profile that is active; '*' for all"), multiple: true },
      "env-file": { ...text("FILE", "a file of variables in the place of .env"), multiple: true },
      adopt: toggle("takes over the volumes and the place of the project's containers"),
      yes: short("y", toggle("overwrites a stack file without a question")),
    },
    examples: [
      ["import compose --stack prod --adopt", "with the data that runs"],
      ["import compose --stack dev", "of compose.yaml and its override"],
      ["import compose -f a.yaml -f b.yaml --stack prod", "of these two"],
      ["import compose ../shop/compose.yaml --app web --stack dev", "says which is the app"],
    ],
    most: 50,
  },
  "import containers": {
    takes: "NAME... --stack STACK",
    summary: "writes the stack file of what containers run that were started by hand",
    about: [
      "Reads what docker inspect shows of them, and changes nothing. Databases are recognised by their images.",
    ],
    flags: {
      app: text("NAME", "the container that is the app, where several could be"),
      mode: text("MODE", "dev or prod; else by the stack's name"),
      adopt: toggle("takes over their volumes and their place"),
      yes: short("y", toggle("overwrites a stack file without a question")),
    },
    examples: [
      ["import containers web db --stack prod", "with new volumes"],
      ["import containers web db --stack prod --adopt", "with the data that runs"],
    ],
    most: 50,
  },
  "import undo": {
    takes: "--stack STACK",
    summary: "goes back to the containers whose place a stack took",
    about: [
      "Stops the stack, gives the databases' users their former passwords, and starts what is in adopt.",
    ],
    flags: { yes: short("y", toggle("without a question")) },
    examples: [
      ["import undo --stack prod", "what came since then stays in the data"],
      ["import undo --stack prod --yes", "without a question"],
    ],
    most: 0,
  },
};
