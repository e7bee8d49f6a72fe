/** What has to be known of this machine to tell how it comes to a running Docker engine. */
export interface LocalFacts {
  platform: NodeJS.Platform;
  root: boolean;
  /** A service manager runs that can start the engine. */
  systemd: boolean;
  /** Packages come from apt, by Debian's names. */
  debian: boolean;
  /** Linux inside of Windows. */
  wsl: boolean;
  dockerd: boolean;
  dockerDesktop: boolean;
  colima: boolean;
}

/** What starts a local engine. */
export type Starter = "dockerd" | "systemctl" | "Docker Desktop" | "colima";

export type Remedy =
  | { do: "start"; with: Starter }
  | { do: "install" }
  | { do: "tell"; hint: string };

const INSTALL = "https://docs.docker.com/engine/install/";

/** How this machine comes to a running Docker engine. Pure. */
export function remedyFor(facts: LocalFacts): Remedy {
  if (facts.platform === "darwin") return onMac(facts);
  if (facts.platform === "win32") return tell("start Docker Desktop");
  if (facts.dockerd) return stopped(facts);
  if (facts.wsl && !facts.root) {
    return tell(
      "turn on Docker Desktop's WSL integration (https://docs.docker.com/desktop/features/wsl/), or install Docker's engine here: sudo apt-get install docker.io",
    );
  }
  if (!facts.debian) return tell(`Docker is not installed; see ${INSTALL} for this system`);
  if (!facts.root) {
    return tell("Docker is not installed; install it: sudo apt-get install docker.io");
  }
  return { do: "install" };
}

function stopped({ root, systemd }: LocalFacts): Remedy {
  if (root) return { do: "start", with: systemd ? "systemctl" : "dockerd" };
  const command = systemd ? "sudo systemctl start docker" : "sudo service docker start";
  return tell(`Docker is installed but does not run; start it: ${command}`);
}

function onMac({ dockerDesktop, colima }: LocalFacts): Remedy {
  if (dockerDesktop) return { do: "start", with: "Docker Desktop" };
  if (colima) return { do: "start", with: "colima" };
  return tell(
    "Docker is not installed; get Docker Desktop (https://docs.docker.com/desktop/setup/install/mac-install/), or: brew install docker colima && colima start",
  );
}

function tell(hint: string): Remedy {
  return { do: "tell", hint };
}
