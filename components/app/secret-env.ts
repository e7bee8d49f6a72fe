import * as pulumi from "@pulumi/pulumi";
import { ImageCommand } from "../platforms/image-command";
import { SECRETS_FOLDER } from "../secrets-folder";

/** A name that no secret of an app has. */
const NAME = ".env.sh";
const PATH = `${SECRETS_FOLDER}/${NAME}`;

/** Secret environment variables, and what sets them. */
export interface SecretEnv {
  /** The secret file that has them: a script that sets them and lets another command take its place. */
  file: { name: string; content: pulumi.Output<string> };
  /** The ENTRYPOINT and the CMD of a container that has them, by what it would have without. */
  around(own: Words): { entrypoint: WordsInput; command: WordsInput };
  /** A health check that has them too. */
  check(tests: string[]): string[];
}

export type WordsInput = pulumi.Input<pulumi.Input<string>[]>;

/** Each is the image's own where it is left out. */
interface Words {
  entrypoint?: string[];
  command?: WordsInput;
}

export interface SecretEnvArgs {
  /** Address of the Docker engine. */
  host: string;
  image: pulumi.Input<string>;
  secretEnv: Record<string, pulumi.Input<string>>;
}

/** For programs that read nothing but their environment. What Docker tells of a container has none of it. */
export function secretEnvironment(
  name: string,
  { host, image, secretEnv }: SecretEnvArgs,
  parent: pulumi.Resource,
): SecretEnv {
  const images = new ImageCommand(`${name}-command`, { host, image }, { parent });
  return {
    file: { name: NAME, content: pulumi.output(secretEnv).apply(scriptOf) },
    around: ({ entrypoint, command }) => ({
      // A preview may not know what an image runs that is yet to be built.
      entrypoint: images.entrypoint.apply((own) => ["sh", PATH, ...(entrypoint ?? own ?? [])]),
      // As with Docker, another ENTRYPOINT is without the image's CMD.
      command: command ?? (entrypoint ? [] : images.words.apply((own) => own ?? [])),
    }),
    check: ([kind = "", ...words]) => [
      ...["CMD", "sh", PATH],
      ...(kind === "CMD-SHELL" ? ["sh", "-c"] : []),
      ...words,
    ],
  };
}

const scriptOf = (variables: Record<string, string>) =>
  [
    ...Object.entries(variables).map(([variable, value]) => `export ${variable}=${quoted(value)}`),
    'exec "$@"',
    "",
  ].join("\n");

const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
