// $ state unprotect urn:pulumi:dev::tiny::pulumi-nodejs:dynamic:Resource::one --yes
