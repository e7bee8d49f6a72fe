// $ state delete urn:pulumi:dev::tiny::pulumi-nodejs:dynamic:Resource::two --yes
