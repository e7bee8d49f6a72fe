// $ state delete urn:pulumi:dev::tiny::pulumi-nodejs:dynamic:Resource::one --yes --target-dependents
