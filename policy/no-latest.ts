import type { Props } from "./props";
import { containerOf, type Rule } from "./rule";

/** Where each type of resource that runs nothing names an image. */
const REFERENCES: Readonly<Record<string, string>> = {
  "docker:index/remoteImage:RemoteImage": "name",
  "docker:index/image:Image": "imageName",
};

export const noLatest: Rule = {
  name: "no-latest",
  description: "Images have a tag other than latest, or a digest: latest is another one tomorrow.",
  violation: (type, props) => {
    const key = REFERENCES[type];
    const reference = key ? textAt(props, key) : containerOf(type, props)?.image;
    return reference && isLatest(reference)
      ? `uses ${reference}, which is another image tomorrow; name a version, or a digest`
      : undefined;
  },
};

const textAt = (props: Props, key: string) => (props[key] as string | undefined) ?? "";

/** A reference without a tag means latest. An id or a digest stands for one image for ever. */
function isLatest(reference: string): boolean {
  if (reference.includes("@") || reference.startsWith("sha256:")) return false;
  const [, tag = "latest"] = (reference.split("/").at(-1) ?? "").split(":");
  return tag === "latest";
}
