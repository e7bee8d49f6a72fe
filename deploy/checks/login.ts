import type Docker from "dockerode";
import { registryHostOf } from "../../components/app/app-image";
import type { PreflightArgs } from "./preflight-args";

/** What a registry says against the login that the stack pushes or pulls with. */
export async function loginProblems(
  docker: Docker,
  { registry, stack }: Pick<PreflightArgs, "registry" | "stack">,
): Promise<string[]> {
  if (!registry?.username || registry.isTried === false) return [];
  const { server, username, password } = registry;
  const serveraddress = registryHostOf(server);
  try {
    await docker.checkAuth({ username, password, serveraddress });
    return [];
  } catch (error) {
    const { statusCode, reason, json, message } = error as {
      statusCode?: number;
      reason?: string;
      json?: { message?: string };
      message: string;
    };
    const why = json?.message ?? reason ?? message;
    return statusCode === 401 || /unauthorized|incorrect username/i.test(why)
      ? [
          `registry.password: ${serveraddress} refuses the login of ${username}; set the right one: pulumi config set --stack ${stack} --secret --path registry.password`,
        ]
      : [`registry.server: ${serveraddress} does not answer to a login: ${why}`];
  }
}
