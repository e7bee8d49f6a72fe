import {
  AppImage,
  Backup,
  DataNetwork,
  Network,
  ReleasePruning,
  startDatabase,
  WebApp,
} from "./components";
import { openStack } from "./deploy";

export = async () => {
  const { args, opts, outputsOf } = await openStack();

  const network = new Network("network", args.network, opts);
  const front = network.reference;
  const dataNetwork =
    args.dataNetwork &&
    new DataNetwork("data-network", { ...args.dataNetwork, network: front }, opts).reference;
  const inside = { network: dataNetwork ?? front };
  const image = new AppImage("image", args.image, opts);
  const database =
    args.database && (await startDatabase("database", { ...args.database, ...inside }, opts));
  const source = database?.backupSource;
  const backup =
    args.backup && source && new Backup("backup", { ...args.backup, ...inside, source }, opts);
  const found = { dataNetwork, database: database?.connection };
  const built = { image: image.reference };
  const app = new WebApp("app", { ...args.app, ...built, ...found, network: front }, opts);
  if (args.pruning) {
    new ReleasePruning("releases", { ...args.pruning, ...built }, { dependsOn: app });
  }
  return outputsOf({ network, image, database, backup, app });
};
