import type { Impact } from "./effect";
import { type Change, typeOf } from "./parts";

const FORMER = "pulumi-nodejs:dynamic/berth:FormerData";

interface Former {
  role: string;
  volume: string;
  keepData?: boolean;
  remove?: boolean;
  upgrade?: { product: string; from: string; to: string; server: string };
}

const former = (state: Change["old"]) => state?.inputs as Former | undefined;

/** The upgrade of a database to a new major version. */
export function upgradeImpact({ urn, kind, old, new: aim }: Change): Impact[] {
  const { role: part = "", upgrade } = former(aim) ?? {};
  const isMade = upgrade?.server !== former(old)?.upgrade?.server;
  if (typeOf(urn) !== FORMER || kind === "delete" || !upgrade || !isMade) return [];
  const { product, from, to } = upgrade;
  return [
    {
      part,
      change: `upgraded: ${product} ${from} -> ${to} (dump, load beside, check, swap)`,
      felt: "the database is away meanwhile, the longer the more data it has",
      effect: "downtime",
    },
  ];
}

/** What becomes of the data that an upgrade has left as it was. */
export function formerImpact({ urn, kind, old, new: aim }: Change): Impact[] {
  if (typeOf(urn) !== FORMER) return [];
  const { volume, keepData, remove } = former(aim ?? old) ?? {};
  const isRemoved = kind === "delete" ? !keepData && !remove : remove && !former(old)?.remove;
  if (!isRemoved) return [];
  const felt = "the data of before the upgrade is deleted";
  return [{ part: `volume ${volume}`, change: "deleted", felt, effect: "data-loss" }];
}
