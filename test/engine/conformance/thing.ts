import * as pulumi from "@pulumi/pulumi";

/** What a thing is made of. Each property makes the provider behave in one way. */
export interface ThingArgs {
  value?: pulumi.Input<unknown>;
  /** A change of it needs a replacement. */
  key?: pulumi.Input<string>;
  /** Replacements delete first. */
  deleteFirst?: boolean;
  /** The verb that fails: create, update, delete, check. */
  fails?: string;
  other?: pulumi.Input<unknown>;
}

const provider: pulumi.dynamic.ResourceProvider = {
  async check(_olds, news) {
    const failures =
      news.fails === "check" ? [{ property: "value", reason: "it is not good enough" }] : [];
    return { inputs: news, failures };
  },
  async diff(_id, olds, news) {
    const same = (key: string) => JSON.stringify(olds[key]) === JSON.stringify(news[key]);
    return {
      changes: !["value", "key", "fails", "other", "deleteFirst"].every(same),
      replaces: same("key") ? [] : ["key"],
      deleteBeforeReplace: Boolean(olds.deleteFirst),
    };
  },
  async create(inputs) {
    if (inputs.fails === "create") throw new Error("there is no room for it");
    return { id: `thing-${inputs.key ?? "x"}`, outs: { ...inputs, made: `of ${inputs.value}` } };
  },
  async update(_id, _olds, news) {
    if (news.fails === "update") throw new Error("it does not bend");
    return { outs: { ...news, made: `anew of ${news.value}` } };
  },
  async delete(_id, props) {
    if (props.fails === "delete") throw new Error("it does not go away");
  },
  async read(id, props) {
    return { id, props: { ...props, seen: true } };
  },
};

/** A resource that exists in the state only. */
export class Thing extends pulumi.dynamic.Resource {
  declare readonly made: pulumi.Output<string>;
  declare readonly value: pulumi.Output<unknown>;
  constructor(name: string, args: ThingArgs = {}, options?: pulumi.CustomResourceOptions) {
    super(provider, name, { made: undefined, ...args }, options);
  }
}

/** A component of one thing. */
export class Box extends pulumi.ComponentResource {
  readonly content: Thing;
  constructor(name: string, args: ThingArgs = {}, options?: pulumi.ComponentResourceOptions) {
    super("test:index:Box", name, args, options);
    this.content = new Thing(`${name}-content`, args, { parent: this });
    this.registerOutputs({ made: this.content.made });
  }
}
