import * as pulumi from "@pulumi/pulumi";

export const plain = { list: [1, 2] };
export const hidden = pulumi.secret("hush");
